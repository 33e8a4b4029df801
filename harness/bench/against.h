/* against.h -- instructions per element, compared with a stored run's. */
#ifndef GANLOSS_HARNESS_BENCH_AGAINST_H
#define GANLOSS_HARNESS_BENCH_AGAINST_H

#include "harness/base/fail.h"
#include "harness/bench/bench.h"

#include <jansson.h>

/* More by over one in a thousand is worse: a line on stderr for each kernel, and STATUS_PERFORMANCE.
   STATUS_DATA where the two cannot be compared. *comparison: {"file", "worse", "better", "unchanged",
   "added"}. */
enum status bench_against(const struct bench *bench, const char *path, uint64_t seed, json_t **comparison);

#endif
