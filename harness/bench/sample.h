/* sample.h -- one sample of one row. */
#ifndef GANLOSS_HARNESS_BENCH_SAMPLE_H
#define GANLOSS_HARNESS_BENCH_SAMPLE_H

#include "harness/bench/bench.h"

/* Finds how many calls make a sample, from a batch of at most 4096; sets call_ns (at larger sizes an
   estimate, on the high side) and iterations. */
void bench_calibrate(struct bench *bench, struct bench_row *row);

/* Fills the arrays if they hold other inputs, warms up until the time of a call is stable, and takes one
   sample of at least BENCH_SAMPLE_NS. */
void bench_sample(struct bench *bench, struct bench_row *row);

/* Expected ns of one sample, warm-up included. */
double bench_sample_cost(const struct bench_row *row);

#endif
