/* count.h -- instructions per element, which repeat exactly where times do not. */
#ifndef GANLOSS_HARNESS_BENCH_COUNT_H
#define GANLOSS_HARNESS_BENCH_COUNT_H

#include "harness/base/fail.h"
#include "harness/bench/bench.h"

/* Counts the instructions per element of each kernel, kind and regime, once for all batch sizes; of latencies
   none. STATUS_UNAVAILABLE, and one line, where they cannot be counted. */
enum status bench_count_instructions(struct bench *bench, bool quiet);

#endif
