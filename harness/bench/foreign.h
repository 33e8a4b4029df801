/* foreign.h -- rows of foreign kernels. Their programs repeat a block as often as a sample has calls, and are asked for
   nothing besides: the difference is the time inside, without the way there and back. How long that way takes differs
   from time to time, and says how well the difference is known. They work on one block, again and again. */
#ifndef GANLOSS_HARNESS_BENCH_FOREIGN_H
#define GANLOSS_HARNESS_BENCH_FOREIGN_H

#include "harness/bench/bench.h"

bool bench_is_foreign(const struct bench_row *row);

/* The elements of the longest batch that such a row can have. */
size_t bench_foreign_longest(void);

/* The ns that so many calls take inside: what they take, less the way there and back, the median of the latest ones.
   NaN: there was no answer. */
double bench_foreign_timed(const struct bench_row *row, size_t iterations, struct bench_arrays *arrays);

/* The instructions of one call: plugins' alone are counted. */
bool bench_foreign_steps(const struct bench_row *row, struct bench_arrays *arrays, double *steps);

/* Adds what the latest such call did besides to the row's faults; false: no time of its kernel counts. */
bool bench_foreign_judge(struct bench_row *row);

/* The latest way there and back. */
double bench_foreign_trip(const struct bench_arrays *arrays);

/* How far the median time of a call is uncertain for that, as a share of it: half of what the middle half of the ways
   differs by. */
double bench_foreign_uncertainty(const struct bench_row *row);

#endif
