/* measure.h -- the rounds, within the time budget. */
#ifndef GANLOSS_HARNESS_BENCH_MEASURE_H
#define GANLOSS_HARNESS_BENCH_MEASURE_H

#include "harness/bench/bench.h"

/* Calibrates (within half the budget) and plans. */
void bench_prepare(struct bench *bench, double budget_seconds);

/* Prepares, then measures in rounds within the rest. An interrupt (base/interrupt.h) ends it early. quiet:
   without progress. */
void bench_measure(struct bench *bench, double budget_seconds, bool quiet);

#endif
