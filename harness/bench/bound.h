/* bound.h -- the time that a row cannot be below, by the machine's limits. */
#ifndef GANLOSS_HARNESS_BENCH_BOUND_H
#define GANLOSS_HARNESS_BENCH_BOUND_H

#include "harness/bench/bench.h"
#include "harness/machine/limits.h"
#include "losses/registry.h"
#include "reference/format.h"

#include <stdbool.h>

/* Which bound holds a row, and the ns per element that it asks for. */
struct bench_bound {
    bool vector; /* the multiply-adds; else the copying */
    double ns;
};

/* The greater of two: the row's bytes at the speed of copying where its arrays lie; and the multiply-adds of
   its term's formulas, at the peak. */
struct bench_bound bench_bound_of(const struct limits *limits, const struct bench_row *row);

/* The multiply-adds that a polynomial evaluation of the term's formulas needs at least: an estimate, the same
   for every variant. */
double bench_operations(const struct term *term, const struct format *format);

#endif
