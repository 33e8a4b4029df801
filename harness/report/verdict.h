/* verdict.h -- one row per variant: how wrong over all its terms, from where on, and one word. */
#ifndef GANLOSS_HARNESS_REPORT_VERDICT_H
#define GANLOSS_HARNESS_REPORT_VERDICT_H

#include "harness/record/evidence.h"
#include "harness/report/report.h"
#include "harness/selection/kernel_id.h"
#include "reference/format.h"
#include "reference/reference.h"

/* What can be wrong with a result, the worst for training first. LOST: finite and of the right sign, yet
   off by half or more. */
enum harm { HARM_SIGN, HARM_NAN, HARM_VANISHED, HARM_LOST, HARM_OVERFLOW, HARM_BOUNDED, HARMS };

struct harm_name {
    const char *class, *word, *meaning; /* in a record; as a verdict; for people */
};
extern const struct harm_name report_harm_names[HARMS];

/* The failing gradient nearest to the centre on one side of it. */
struct onset {
    bool found;
    double input;    /* logit or probability; beyond the domain too */
    double distance; /* from logit 0, in logits */
    enum harm harm;
};

enum { ONSET_BELOW, ONSET_ABOVE, ONSET_SIDES };

struct variant_verdict {
    char variant[KERNEL_ID_VARIANT];
    bool prob; /* on probabilities, not on logits */
    const char *word;
    long double worst[FORMATS][OUTPUTS]; /* ulp; NaN: no kernel in this format */
    enum evidence evidence[FORMATS];     /* of these: the least that one of its kernels has */
    unsigned harms[FORMATS][OUTPUTS];    /* bit 1 << harm */
    struct onset onset[FORMATS][ONSET_SIDES];
    double cost[FORMATS]; /* ns per element of its slowest term; NaN: not timed */
    /* For the word. */
    double nearest; /* logit distance of the nearest failure of a kernel that is not within its bound */
    enum harm first_harm;
    bool all_within, any_inaccurate;
    bool unfinished; /* a kernel that nothing failed in so far, by a run that was not done with it */
};

/* What the costs are taken at: kind element, the middle one of the batches, and regime equilibrium if timed. */
struct cost_point {
    bool known;
    long batch;
    const char *regime;
};

/* Every variant of the report's kernels, from malloc, in order of first appearance, logits before
   probabilities. Terms for which no kernel declares a bound are left out as long as others are there: a
   gradient that cancels cannot be judged in ulps of the result. They are listed in *left_out. */
struct variant_verdict *report_verdicts(size_t *count, struct cost_point *at, json_t *left_out,
                                        const struct report *report);

#endif
