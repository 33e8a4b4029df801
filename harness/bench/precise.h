/* precise.h -- whether a row's median is known as well as is asked for. */
#ifndef GANLOSS_HARNESS_BENCH_PRECISE_H
#define GANLOSS_HARNESS_BENCH_PRECISE_H

#include "harness/bench/bench.h"

/* Marks a row as precise, at some fixed numbers of samples, where the interval of its median reaches at most
   the share `precision` of the median to either side, half its width; for precision 0, never. To be asked after
   each sample. */
void bench_judge_precision(struct bench_row *row, double precision);

#endif
