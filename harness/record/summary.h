/* summary.h -- what is kept of many comparisons; summaries merge in any order to the same result. */
#ifndef GANLOSS_HARNESS_RECORD_SUMMARY_H
#define GANLOSS_HARNESS_RECORD_SUMMARY_H

#include "harness/inputs/input.h"
#include "harness/metric/metric.h"
#include "harness/record/faults.h"
#include "harness/record/modes.h"
#include "harness/record/searched.h"

/* Where something occurred. Inputs are ordered by x (NaN last), then by target; the centre is logit 0 or D
   1/2, and below and above are the inputs nearest to it on either side (x is NaN where there is none). */
struct extent {
    uint64_t count;
    struct input first, last, below, above;
};

struct binades; /* binades.h */

/* One output of one kernel against one reference. */
struct output_summary {
    uint64_t compared; /* in ULP, no class */
    long double max_ulp;
    struct input at; /* of that maximum, the first one in order */
    double got;
    uint64_t not_rounded;
    struct extent lost; /* finite and of the right sign without one correct bit */
    struct extent classes[CLASSES];
    struct extent beyond;    /* of the classes: what no cancellation of operands explains */
    struct binades *binades; /* the maximum is then that of their peaks; from malloc; NULL: not counted */
};

struct summary {
    uint64_t inputs;
    uint64_t unanswered; /* inputs besides, for which a foreign kernel gave no results */
    struct output_summary ideal[OUTPUTS], own[OUTPUTS];
    struct modes modes;
    struct faults faults;
    struct searched searched; /* of a search (search/search.h), whose maxima are lower bounds */
};

/* Adds one comparison. */
void summary_add(struct output_summary *summary, enum space space, const struct input *input, double got,
                 const struct want *want);

/* Adds `count` occurrences between two inputs of which one is the first and the other the last, both on one
   side of the centre. */
void extent_add(struct extent *extent, enum space space, const struct input ends[2], uint64_t count);

/* Raises the maximum, if this error in ulps is larger, or as large at an earlier input, or the first; it does
   not count as compared. */
void summary_raise(struct output_summary *summary, long double ulp, const struct input *at, double got);

/* Adds all of `from` to `to`. */
void summary_merge(struct summary *to, const struct summary *from);

/* What a lower level has found of the same kernel: its faults, classes that `to` has none of, a larger maximum.
   Counts of inputs stay those of `to`. */
void summary_absorb(struct summary *to, const struct summary *from);

/* A summary with nothing in it, with binades for the ideal reference; and the end of any summary. */
struct summary summary_with_binades(void);
void summary_clear(struct summary *summary);

/* Sets the maximum to that of the binades' peaks, if there are binades. */
void summary_find_maximum(struct output_summary *summary);

/* Whether every result was within `bound` ulps and in no class that is a failure. */
bool summary_passes(const struct output_summary *summary, double bound);

#endif
