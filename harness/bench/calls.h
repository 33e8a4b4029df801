/* calls.h -- the calls that are timed, compiled once per format. */
#ifndef GANLOSS_HARNESS_BENCH_CALLS_H
#define GANLOSS_HARNESS_BENCH_CALLS_H

#include "harness/bench/bench.h"

/* That many calls, one after another. For latency each waits for the results of the one before. */
typedef void bench_calls(const struct bench_row *row, size_t iterations, struct bench_arrays *arrays);
bench_calls bench_element_f32, bench_mean_f32, bench_training_f32, bench_latency_f32;
bench_calls bench_element_f64, bench_mean_f64, bench_training_f64, bench_latency_f64;

#endif
