/* differences.h -- two kernels on the same inputs: where a bit of their results differs, by how much, and whose error is
   the smaller one, binade by binade. NaNs are alike.

   At level exhaustive, of two f32 kernels: all 2^32 floats, with each label of terms that take one; else the cases that
   verify has at level quick or full. Kernels are called on blocks of inputs in their order; what depends on the place
   of an input is verify's to find. */
#ifndef GANLOSS_HARNESS_COMPARE_DIFFERENCES_H
#define GANLOSS_HARNESS_COMPARE_DIFFERENCES_H

#include "harness/inputs/cases.h"
#include "harness/inputs/worst.h"
#include "harness/record/summary.h"
#include "harness/selection/select.h"

/* Binades by sign and exponent field: of f32 512, of f64 4096. */
enum { DIFFERENCES_BINADES = 4096 };

struct differences_binade {
    uint64_t inputs, different;
    uint64_t failures[2]; /* of A and B: results of a class that is one, or lost */
    double ulp[2];        /* their largest errors; below 0: none was measured */
};

struct differences_output {
    bool both; /* both kernels give it: else nothing is compared */
    uint64_t compared, different;
    uint64_t nans;      /* of the different: a NaN against a number */
    struct input first; /* in the order of inputs, and what A and B gave there */
    double first_got[2];
    uint64_t
        most; /* the largest difference of two numbers, in steps from one number of the format to the next */
    struct input most_at;
    double most_got[2];
    struct differences_binade *binade;
};

struct differences {
    struct differences_output of[OUTPUTS];
    uint64_t unanswered; /* inputs for which one of them, a foreign kernel, gave no results */
    bool every;          /* all floats were asked for */
    bool complete;       /* false: interrupted */
};

struct differences_asked {
    struct choice choice[2];
    enum level level;
    uint64_t seed;
    const struct worst *worst; /* judged first where cases are; NULL: none */
    bool quiet;
};

/* Why the bits of two kernels cannot be compared: "their formats differ"; NULL: they can. */
const char *differences_refused(const struct choice *a, const struct choice *b);

/* Finds them; the result does not depend on the number of threads. */
void differences_find(struct differences *differences, const struct differences_asked *asked);
void differences_free(struct differences *differences);

/* Takes the errors by binade from what an exhaustive run has found of A and B. */
void differences_take_errors(struct differences *differences, const struct summary summaries[2]);

/* Whether every result that both have was there and is the same. */
bool differences_none(const struct differences *differences);

#endif
