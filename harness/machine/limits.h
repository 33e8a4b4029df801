/* limits.h -- how fast this machine can be: copying, at every level of memory, and multiplying and adding. */
#ifndef GANLOSS_HARNESS_MACHINE_LIMITS_H
#define GANLOSS_HARNESS_MACHINE_LIMITS_H

#include "harness/machine/machine.h"
#include "losses/isa.h"
#include "reference/format.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

struct limits {
    double copy[MEMORY_LEVELS]; /* bytes per ns, read and written together; NaN: not measured */
    double fma[ISAS][FORMATS];  /* multiply-adds per ns, counted by element; 0: it does not run here */
    double peak[FORMATS];       /* the best of them */
};

/* Measures them: about 0.1 s. Copying only at the levels that are used. */
void limits_measure(struct limits *limits, const bool used[MEMORY_LEVELS]);

json_t *limits_json(const struct limits *limits);
void limits_print(FILE *to, const struct limits *limits);

#endif
