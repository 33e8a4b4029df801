/* limits.h -- how fast this machine can be: copying, at every level of memory, and multiplying and adding.
   The time of a kernel cannot be below either of its two bounds. */
#ifndef GANLOSS_HARNESS_MACHINE_LIMITS_H
#define GANLOSS_HARNESS_MACHINE_LIMITS_H

#include "harness/machine/machine.h"
#include "losses/registry.h"
#include "reference/format.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

struct bench_row;

struct limits {
    double copy[MEMORY_LEVELS]; /* bytes per ns, read and written together; NaN: not measured */
    double fma[ISAS][FORMATS];  /* multiply-adds per ns, counted by element; 0: it does not run here */
    double peak[FORMATS];       /* the best of them */
};

/* Measures them: about 0.1 s. Copying only at the levels that are used. */
void limits_measure(struct limits *limits, const bool used[MEMORY_LEVELS]);

/* Which bound holds a row, and the ns per element that it asks for. */
struct bound {
    bool vector; /* the multiply-adds; else the copying */
    double ns;
};

/* The greater of two: the row's bytes at the speed of copying where its arrays lie; and the multiply-adds of
   its term's formulas, at the peak. */
struct bound limits_bound(const struct limits *limits, const struct bench_row *row);

/* The multiply-adds that a polynomial evaluation of the term's formulas needs at least: an estimate, the same
   for every variant. */
double limits_operations(const struct term *term, const struct format *format);

/* limits_peak.c: multiply-adds per ns of one instruction set, which must run here. */
double limits_peak(enum isa isa, const struct format *format);

json_t *limits_json(const struct limits *limits);
void limits_print(FILE *to, const struct limits *limits);

#endif
