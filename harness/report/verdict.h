/* verdict.h -- one row per variant: for each format how wrong over all its terms, what that does, what it costs. */
#ifndef GANLOSS_HARNESS_REPORT_VERDICT_H
#define GANLOSS_HARNESS_REPORT_VERDICT_H

#include "harness/report/degree.h"
#include "harness/report/report.h"
#include "harness/selection/kernel_id.h"

/* A variant in one format. */
struct verdict {
    bool any;                   /* false: no kernel in this format, and nothing else is meant */
    const char *word, *class;   /* for people; of CSS */
    long double worst[OUTPUTS]; /* ulp; NaN: nothing was compared */
    enum evidence evidence;     /* of these: the least that one of its kernels has */
    double cost;                /* ns per element of its slowest term; NaN: not timed */
    struct judgement gravest;   /* of the term in which one would least like to use it */
    /* For the word. */
    bool all_within, any_failed, any_unfinished, any_inaccurate, any_bound;
};

/* What a term is a function of. */
enum verdict_kind { VERDICT_LOGITS, VERDICT_SCORES, VERDICT_PROBABILITIES, VERDICT_KINDS };
enum verdict_kind report_verdict_kind(const char *term);

struct variant_verdict {
    char variant[KERNEL_ID_VARIANT];
    enum verdict_kind kind; /* of all its terms */
    struct verdict of[FORMATS];
};

/* What the costs are taken at: kind element, the middle one of the batches, and regime equilibrium if timed. */
struct cost_point {
    bool known;
    long batch;
    const char *regime;
};
struct cost_point report_cost_point(const struct report *report);

/* The time per element of one kernel there; NaN: not timed. */
double report_cost(const struct report *report, const struct cost_point *at, const char *id);

/* Every variant of the report's kernels, from malloc, by kind, in order of first appearance. Terms for which no kernel declares a bound are left out as long as others are there: a
   gradient that cancels cannot be judged in ulps of the result. They are listed in *left_out. */
struct variant_verdict *report_verdicts(size_t *count, struct cost_point *at, json_t *left_out,
                                        const struct report *report);

#endif
