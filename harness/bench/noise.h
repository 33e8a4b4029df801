/* noise.h -- a kernel against itself: the difference that is not there, and how closely that is known. */
#ifndef GANLOSS_HARNESS_BENCH_NOISE_H
#define GANLOSS_HARNESS_BENCH_NOISE_H

#include "harness/bench/bench.h"

/* Compares the first row's kernel with itself, on a batch of 4096, for so many seconds. */
void bench_measure_noise(struct bench *bench, double seconds, uint64_t seed);

#endif
