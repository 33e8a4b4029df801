/* plan.h -- how many samples of each row the remaining time allows. */
#ifndef GANLOSS_HARNESS_BENCH_PLAN_H
#define GANLOSS_HARNESS_BENCH_PLAN_H

#include "harness/bench/bench.h"

/* Whether a call takes 10 ms or more. */
bool bench_is_slow(const struct bench_row *row);

/* The fewest samples that a row is reported with: 5, or 3 where it is slow. */
size_t bench_least_samples(const struct bench_row *row);

/* Sets every calibrated row's `wanted`, from the samples it has and what the remaining time allows: first
   each row, in order, that can have its least samples; then more samples, about equal time for each. A row
   that does not fit wants no more than it has, and so does one that is precise. */
void bench_plan(struct bench *bench, double remaining_ns);

/* The expected ns of all the samples that are planned and not yet taken. */
double bench_planned_ns(const struct bench *bench);

#endif
