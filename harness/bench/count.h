/* count.h -- instructions per element, which repeat exactly where times do not. */
#ifndef GANLOSS_HARNESS_BENCH_COUNT_H
#define GANLOSS_HARNESS_BENCH_COUNT_H

#include "harness/base/fail.h"
#include "harness/bench/bench.h"
#include "harness/machine/steps.h"

/* Counts the instructions per element of each kernel, kind and regime, once for all batch sizes; of latencies
   none, of foreign kernels those of plugins that a forked process can run. STATUS_UNAVAILABLE, and one line, where those of this
   program's kernels cannot be counted. */
enum status bench_count_instructions(struct bench *bench, bool quiet);

/* The instructions of one call on the row's batch, a constant few hundred of starting and stopping included
   (machine/steps.h). False: says in reason[] why they cannot be counted. */
bool bench_steps_of_call(const struct bench_row *row, struct bench_arrays *arrays, double *steps,
                         char reason[STEPS_REASON]);

#endif
