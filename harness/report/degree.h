/* degree.h -- how much harm a kernel does, by its record and the recorded training runs. */
#ifndef GANLOSS_HARNESS_REPORT_DEGREE_H
#define GANLOSS_HARNESS_REPORT_DEGREE_H

#include "harness/record/evidence.h"
#include "harness/report/reach.h"
#include "reference/format.h"
#include "reference/reference.h"

/* What can be wrong with a result, the worst for training first. LOST: finite and of the right sign, yet
   off by half or more. */
enum harm { HARM_SIGN, HARM_NAN, HARM_VANISHED, HARM_LOST, HARM_OVERFLOW, HARM_BOUNDED, HARMS };

struct harm_name {
    const char *class, *word, *meaning; /* in a record; beside a logit; for people */
};
extern const struct harm_name report_harm_names[HARMS];

/* The failing result nearest to the centre on one side of it. */
struct onset {
    bool found;
    double input;    /* logit or probability */
    double distance; /* from logit 0, in logits */
    enum harm harm;
};

enum onset_side { ONSET_BELOW, ONSET_ABOVE, ONSET_SIDES };

/* The harmless first. */
enum degree {
    DEGREE_NONE,
    DEGREE_SPECIAL,  /* at 0, infinities and NaN alone; of D at 0, 1 and outside */
    DEGREE_TAIL,     /* at finite logits, but none that a recorded run reached */
    DEGREE_TRAINING, /* where training comes to: a recorded run, or, where there is none, |s| up to 80 */
    DEGREES
};

struct degree_name {
    const char *word, *class, *meaning; /* as a verdict; of CSS; for people */
};
extern const struct degree_name report_degree_names[DEGREES];

/* One output of one kernel. */
struct degree_output {
    enum degree degree;
    struct onset onset[ONSET_SIDES]; /* the failures nearest to logit 0, but for special values */
    double safe[ONSET_SIDES];        /* their logits; infinite where there are none */
    double nearest; /* |s| of the failure nearest to 0, which itself counts; infinite where there is none */
    struct reach_hits hits; /* of failures at finite logits */
    long double ulp;        /* the largest error; NaN: none was compared */
    double digits_lost;     /* of the largest error: the bits that are wrong, from 0 on */
};

struct judgement {
    const json_t *record;
    struct degree_output of[OUTPUTS];
    enum evidence evidence;
    bool failed;     /* outside a bound that it declares, or it did more than return results */
    bool unfinished; /* nothing failed so far, in a run that was not done with it */
    bool within;     /* within the bounds that it declares, in a run that was */
    bool imprecise;  /* no gradient is lost, but more than a quarter of its bits may be wrong */
};

/* Of one of report->kernels. */
struct judgement report_judge(const struct report *report, const json_t *record);

/* The loss of one, the gradient of another; what is against either is against both. */
struct judgement report_judgement_join(const struct judgement *loss, const struct judgement *grad);

/* Whether one should rather write a than b: less than 0. What fails its bound, or was not done with, comes last. */
int report_judgement_compare(const struct judgement *a, const struct judgement *b);

/* Whether nothing is wrong with it but at special values, and in the loss's far tail. */
bool report_judgement_is_sound(const struct judgement *judgement);

/* Whether it can be recommended: no gradient is lost in training, and its run found nothing against it. */
bool report_judgement_is_right(const struct judgement *judgement);

#endif
