/* bench_sample.c -- one sample of one row. */
#include "bench.h"

#include "timing.h"

#include <math.h>
#include <string.h>

/* Calibration uses batches up to this size; enough for the kernel's loop to dominate the call. */
enum { CALIBRATION_BATCH = 4096 };

/* Guesses, on the high side, of what a larger batch adds: per byte, for traffic beyond the caches; and as a
   factor, for branches, which a predictor learns where the same few thousand inputs come again and again. */
static const double memory_ns_per_byte = 0.1, unlearned = 1.25;

/* A call this long is warmed up on the beginning of its batch only: its arrays exceed the caches anyway. */
static const double long_call_ns = 20e6;
enum { LONG_CALL_WARM_UP = 65536 };

/* Every mean ends here, and the arrays are declared read: neither may be optimised away, even by a compiler
   that sees into the kernels. */
static volatile double consumed;

static void consume_arrays(const struct bench_arrays *arrays)
{
    __asm__ volatile("" : : "r"(arrays->loss), "r"(arrays->grad) : "memory");
}

/* The format and the kind are decided outside the loops: at a batch of 1 they would cost as much as the
   kernel. */
static void repeat(const struct bench_row *row, size_t n, size_t iterations,
                   const struct bench_arrays *arrays)
{
    const struct ganloss_kernel *code = row->choice.kernel->code;
    const void *x = arrays->x, *y = row->choice.kernel->term->operands == 2 ? arrays->y : NULL;
    enum ganloss_reduction reduction = (enum ganloss_reduction)row->reduction;
    bool narrow = row->choice.format == &formats[F32];
    void *loss = arrays->loss, *grad = arrays->grad;
    if (row->reduction == ELEMENT && narrow)
        for (size_t i = 0; i < iterations; i++)
            code->f32(n, x, y, loss, grad);
    else if (row->reduction == ELEMENT)
        for (size_t i = 0; i < iterations; i++)
            code->f64(n, x, y, loss, grad);
    else if (narrow)
        for (size_t i = 0; i < iterations; i++)
            consumed = (double)ganloss_mean_f32(code->f32, reduction, n, x, y, grad);
    else
        for (size_t i = 0; i < iterations; i++)
            consumed = ganloss_mean_f64(code->f64, reduction, n, x, y, grad);
    consume_arrays(arrays);
}

static double timed(const struct bench_row *row, size_t n, size_t iterations,
                    const struct bench_arrays *arrays)
{
    int64_t start = timing_now();
    repeat(row, n, iterations, arrays);
    return (double)(timing_now() - start);
}

/* Memory that no one has written yet is backed by the kernel at the first touch: not on our time. */
static void touch(struct bench_arrays *arrays, size_t bytes)
{
    if (bytes <= arrays->touched)
        return;
    memset((char *)arrays->loss + arrays->touched, 0, bytes - arrays->touched);
    memset((char *)arrays->grad + arrays->touched, 0, bytes - arrays->touched);
    arrays->touched = bytes;
}

static void load(struct bench *bench, const struct bench_row *row)
{
    struct bench_arrays *arrays = &bench->arrays;
    const struct term *term = row->choice.kernel->term;
    const struct format *format = row->choice.format;
    touch(arrays, row->batch * format->size);
    if (!arrays->inputs || !bench_same_inputs(row, arrays->inputs)) {
        int64_t start = timing_now();
        regime_fill(row->regime, term->space, format, bench->seed, row->batch, arrays->x);
        arrays->fill_ns = (double)(timing_now() - start) / (double)row->batch;
        arrays->inputs = row;
    }
    if (term->operands == 2 && (!arrays->labels || !bench_same_labels(row, arrays->labels))) {
        regime_labels(format, bench->seed, row->batch, arrays->y);
        arrays->labels = row;
    }
}

static size_t enough_iterations(double call_ns)
{
    const double margin = 1.2; /* a sample that is too short costs another */
    return (size_t)fmax(1, ceil(margin * BENCH_SAMPLE_NS / fmax(call_ns, 0.1)));
}

void bench_calibrate(struct bench *bench, struct bench_row *row)
{
    const double enough_ns = 0.1e6;
    struct bench_row small = *row;
    size_t iterations = 1;
    double ns;
    small.batch = row->batch < CALIBRATION_BATCH ? row->batch : CALIBRATION_BATCH;
    load(bench, &small);
    bench->arrays.inputs = bench->arrays.labels = NULL; /* `small` ends here */
    while ((ns = timed(&small, small.batch, iterations, &bench->arrays)) < enough_ns)
        iterations *= 2;
    ns = fmin(
        ns, timed(&small, small.batch, iterations, &bench->arrays)); /* the other may have been interrupted */
    row->call_ns = ns / (double)iterations * ((double)row->batch / (double)small.batch);
    if (row->batch > small.batch)
        row->call_ns = unlearned * row->call_ns +
                       memory_ns_per_byte * (double)(bench_bytes_per_element(row) * row->batch);
    row->iterations = enough_iterations(row->call_ns);
}

static size_t warm_up_batch(const struct bench_row *row)
{
    return row->call_ns >= long_call_ns && row->batch > LONG_CALL_WARM_UP ? LONG_CALL_WARM_UP : row->batch;
}

static size_t warm_up_iterations(const struct bench_row *row)
{
    return (row->iterations + 7) / 8;
}

double bench_sample_cost(const struct bench_row *row)
{
    double warm_up = (double)warm_up_iterations(row) * (double)warm_up_batch(row) / (double)row->batch;
    return row->call_ns * ((double)row->iterations + warm_up);
}

void bench_sample(struct bench *bench, struct bench_row *row)
{
    load(bench, row);
    repeat(row, warm_up_batch(row), warm_up_iterations(row), &bench->arrays);
    double ns = timed(row, row->batch, row->iterations, &bench->arrays);
    while (ns < BENCH_SAMPLE_NS) {
        row->iterations = enough_iterations(ns / (double)row->iterations);
        ns = timed(row, row->batch, row->iterations, &bench->arrays);
    }
    ns /= (double)row->iterations;
    row->call_ns = row->samples == 0 ? ns : fmin(ns, row->call_ns);
    row->ns[row->samples++] = ns;
}
