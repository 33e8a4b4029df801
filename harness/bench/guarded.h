/* guarded.h -- rows' kernels called guarded (judge/guard.h), before and after they are timed and outside of
   it: the time of a kernel that does more than return results is not believed. */
#ifndef GANLOSS_HARNESS_BENCH_GUARDED_H
#define GANLOSS_HARNESS_BENCH_GUARDED_H

#include "harness/bench/bench.h"

#include <jansson.h>
#include <stdio.h>

/* Calls each row's kernel on the beginning of its inputs, up to 65536 elements, twice, and for a row of means
   the batch kernel too; after_timing: of the rows that have samples. Where a kernel fails, all its rows lose
   theirs. An interrupt ends it. */
void bench_guard_rows(struct bench *bench, bool after_timing);

/* Looks at the environment that a row's calls have left, and puts it right. */
void bench_guard_environment(struct bench_row *row);

/* How many rows are of kernels that fail so; a line for each kernel and fault; records of them, a section. */
size_t bench_guard_failed(const struct bench *bench);
void bench_guard_print(FILE *to, const struct bench *bench);
json_t *bench_guard_json(const struct bench *bench);

#endif
