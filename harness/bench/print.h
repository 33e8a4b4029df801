/* print.h -- rows for people, and as a table for other programs. */
#ifndef GANLOSS_HARNESS_BENCH_PRINT_H
#define GANLOSS_HARNESS_BENCH_PRINT_H

#include "harness/bench/bench.h"

#include <stdio.h>

/* The reported rows, for people and as a table with a header. */
void bench_print(FILE *to, const struct bench *bench, bool cut_short);
void bench_print_tsv(FILE *to, const struct bench *bench, bool cut_short);

/* The plan; the limits and the noise; the lines that say what was skipped and why. */
void bench_print_plan(FILE *to, const struct bench *bench);
void bench_print_machine(FILE *to, const struct bench *bench);
void bench_print_skipped(FILE *to, const struct bench *bench, double budget_seconds, bool cut_short);

#endif
