/* binades.h -- the tables of exhaustive records: binades and histograms of a term's kernels. */
#ifndef GANLOSS_HARNESS_REPORT_BINADES_H
#define GANLOSS_HARNESS_REPORT_BINADES_H

#include "harness/base/fail.h"
#include "harness/record/binades.h"
#include "harness/record/record.h"
#include "harness/report/report.h"

/* A term's kernels in one format; their summaries have binades. */
struct term_errors {
    struct choice *choice;
    struct summary *summary;
    size_t count;
};

/* The charts' axis of binades, the same on both sides of 0: a step for zero and the subnormals, then those
   from `low` to `high` (by their upper bits, 127 for 1), then one for infinity and NaN. Binades further in
   and further out, in which no kernel's error changes any more, are left out. */
struct axis {
    int low, high;
};
struct axis report_axis_of(const struct term_errors *t);
int report_axis_position(const struct axis *axis, int binade); /* of its end towards 0 */
int report_axis_end(const struct axis *axis);

/* The number of bins of the histogram up to the last that any kernel of the term uses, or up to 2 ulp. */
int report_bins_used(const struct term_errors *t);

/* The table of the chart that was added last. Binades: for each of them two rows, one for each of its ends, the steps of a
   line; histogram: one row for each bin, and one that ends the steps. */
enum status report_write_binades(const struct report *report, const struct term_errors *t,
                                 const struct axis *axis);
enum status report_write_histogram(const struct report *report, const struct term_errors *t, int bins);

#endif
