/* repeat.c -- the calls of a row, of its kind and in its format. */
#include "harness/bench/repeat.h"

#include "harness/base/timing.h"
#include "harness/bench/calls.h"
#include "harness/bench/foreign.h"

void bench_repeat(const struct bench_row *row, size_t iterations, struct bench_arrays *arrays)
{
    static bench_calls *const latency[FORMATS] = {[F32] = bench_latency_f32, [F64] = bench_latency_f64};
    static bench_calls *const element[FORMATS] = {[F32] = bench_element_f32, [F64] = bench_element_f64};
    static bench_calls *const mean[FORMATS] = {[F32] = bench_mean_f32, [F64] = bench_mean_f64};
    static bench_calls *const training[FORMATS] = {[F32] = bench_training_f32, [F64] = bench_training_f64};
    bench_calls *const *kind = row->reduction == LATENCY    ? latency
                               : row->reduction == ELEMENT  ? element
                               : row->reduction == TRAINING ? training
                                                            : mean;
    kind[row->choice.format - formats](row, iterations, arrays);
    arrays->turn += iterations;
    __asm__ volatile("" : : "r"(arrays->loss), "r"(arrays->grad) : "memory");
}

double bench_timed(const struct bench_row *row, size_t iterations, struct bench_arrays *arrays)
{
    if (bench_is_foreign(row))
        return bench_foreign_timed(row, iterations, arrays);
    int64_t start = timing_now();
    bench_repeat(row, iterations, arrays);
    return (double)(timing_now() - start);
}
