/* repeat.h -- the calls of a row, of its kind and in its format. */
#ifndef GANLOSS_HARNESS_BENCH_REPEAT_H
#define GANLOSS_HARNESS_BENCH_REPEAT_H

#include "harness/bench/bench.h"

/* That many calls on the loaded arrays, the results consumed. */
void bench_repeat(const struct bench_row *row, size_t iterations, struct bench_arrays *arrays);

/* The ns that they take; NaN: a foreign kernel gave no answer. */
double bench_timed(const struct bench_row *row, size_t iterations, struct bench_arrays *arrays);

#endif
