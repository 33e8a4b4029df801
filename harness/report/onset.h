/* onset.h -- where a kernel's gradient begins to fail, from its record: the very inputs that the page's table tells. */
#ifndef GANLOSS_HARNESS_REPORT_ONSET_H
#define GANLOSS_HARNESS_REPORT_ONSET_H

#include "harness/report/report.h"
#include "harness/report/verdict.h"

/* An interval of inputs, as logits, in which all failures of a class on one side of the centre lie. */
struct reach {
    bool any;
    double from, to; /* from <= to */
};

/* The record of a kernel, TERM/VARIANT/FORMAT; NULL: none is among the documents. */
const json_t *report_record_of(const struct report *report, const char *term, const char *variant,
                               const char *format);

/* Of one output ("loss", "grad") and harm; side: ONSET_BELOW or ONSET_ABOVE. */
struct reach report_reach(const json_t *record, const char *output, enum harm harm, int side, bool prob);

/* The failing gradient nearest to logit 0 on that side. */
struct onset report_onset(const json_t *record, int side, bool prob);

/* From logit 0 to the nearer of both; infinite where nothing fails at a finite logit. */
double report_onset_distance(const json_t *record, bool prob);

#endif
