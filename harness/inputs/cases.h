/* cases.h -- the inputs on which kernels are judged, by stratum. */
#ifndef GANLOSS_HARNESS_INPUTS_CASES_H
#define GANLOSS_HARNESS_INPUTS_CASES_H

#include "losses/registry.h"
#include "reference/format.h"

/* EXHAUSTIVE takes every float there is, and has no cases (exhaustive/exhaustive.h). */
enum level { QUICK, FULL, EXHAUSTIVE, LEVELS };
extern const char *const level_names[LEVELS + 1]; /* ends with NULL */

/* Labels that terms with two operands are judged with, whatever else is tried; and how often an exhaustive run goes
   through all floats for them: with each of these, and with labels drawn by chunk. */
enum { CASES_LABELS = 5, CASES_PASSES = CASES_LABELS + 1 };
extern const double cases_labels[CASES_LABELS];

/* Inputs of a format; `target` is NULL for terms with one operand. */
struct cases {
    double *x, *target;
    size_t count;
};

/* Makes every case for terms of this space and number of operands: special values, the neighbours of the
   points where something changes, and random samples drawn with the seed. The same arguments give the
   same cases, whatever kernels are selected. */
struct cases cases_make(enum space space, int operands, const struct format *format, enum level level,
                        uint64_t seed);
void cases_free(struct cases *cases);

/* The points where something changes for some variant or format, both signs of each meant. */
struct point_of_change {
    double at;
    const char *why;
};
extern const struct point_of_change points_logit[];
extern const size_t points_logit_count;
extern const struct point_of_change points_probability[];
extern const size_t points_probability_count;

#endif
