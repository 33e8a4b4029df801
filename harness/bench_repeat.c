/* bench_repeat.c -- the calls that are timed: one loop per kind and format, so that nothing is decided inside
   it. At a batch of 1 a decision would cost as much as the kernel. */
#include "bench.h"

#include "timing.h"

#include <string.h>

/* Every mean ends here, and the arrays are declared read: neither may be optimised away, even by a compiler
   that sees into the kernels. */
static volatile double consumed;

static inline size_t turn(size_t at, const struct bench_row *row)
{
    return at + row->batch == row->copies * row->batch ? 0 : at + row->batch;
}

/* Samples go on where the one before ended: from the same start, a predictor would learn the same beginning.
 */
static inline size_t first(const struct bench_row *row, const struct bench_arrays *arrays)
{
    return arrays->turn % row->copies * row->batch;
}

static void element_f32(const struct bench_row *row, size_t iterations, struct bench_arrays *a)
{
    const float *x = (const float *)a->x, *y = (const float *)a->y;
    float *loss = (float *)a->loss, *grad = (float *)a->grad;
    ganloss_f32 *kernel = row->choice.kernel->code->f32;
    bool labels = row->choice.kernel->term->operands == 2;
    size_t at = first(row, a);
    for (; iterations > 0; iterations--, at = turn(at, row))
        kernel(row->batch, x + at, labels ? y + at : NULL, loss + at, grad + at);
}

static void element_f64(const struct bench_row *row, size_t iterations, struct bench_arrays *a)
{
    const double *x = (const double *)a->x, *y = (const double *)a->y;
    double *loss = (double *)a->loss, *grad = (double *)a->grad;
    ganloss_f64 *kernel = row->choice.kernel->code->f64;
    bool labels = row->choice.kernel->term->operands == 2;
    size_t at = first(row, a);
    for (; iterations > 0; iterations--, at = turn(at, row))
        kernel(row->batch, x + at, labels ? y + at : NULL, loss + at, grad + at);
}

static void mean_f32(const struct bench_row *row, size_t iterations, struct bench_arrays *a)
{
    const float *x = (const float *)a->x, *y = (const float *)a->y;
    float *grad = (float *)a->grad;
    ganloss_f32 *kernel = row->choice.kernel->code->f32;
    bool labels = row->choice.kernel->term->operands == 2;
    size_t at = first(row, a);
    for (; iterations > 0; iterations--, at = turn(at, row))
        consumed = (double)ganloss_mean_f32(kernel, (enum ganloss_reduction)row->reduction, row->batch,
                                            x + at, labels ? y + at : NULL, grad + at);
}

static void mean_f64(const struct bench_row *row, size_t iterations, struct bench_arrays *a)
{
    const double *x = (const double *)a->x, *y = (const double *)a->y;
    double *grad = (double *)a->grad;
    ganloss_f64 *kernel = row->choice.kernel->code->f64;
    bool labels = row->choice.kernel->term->operands == 2;
    size_t at = first(row, a);
    for (; iterations > 0; iterations--, at = turn(at, row))
        consumed = ganloss_mean_f64(kernel, (enum ganloss_reduction)row->reduction, row->batch, x + at,
                                    labels ? y + at : NULL, grad + at);
}

/* For latency, an input waits for the results before it: their bits, masked by a zero that the compiler does
   not know, go into its own. */
static void latency_f32(const struct bench_row *row, size_t iterations, struct bench_arrays *a)
{
    const float *x = (const float *)a->x, *y = (const float *)a->y;
    ganloss_f32 *kernel = row->choice.kernel->code->f32;
    bool labels = row->choice.kernel->term->operands == 2;
    uint32_t zero = 0, bits, out[2] = {0};
    float input, loss, grad;
    __asm__("" : "+r"(zero));
    size_t at = first(row, a);
    for (; iterations > 0; iterations--, at = turn(at, row)) {
        memcpy(&bits, x + at, sizeof bits);
        bits ^= (out[0] ^ out[1]) & zero;
        memcpy(&input, &bits, sizeof bits);
        kernel(1, &input, labels ? y + at : NULL, &loss, &grad);
        memcpy(&out[0], &loss, sizeof bits);
        memcpy(&out[1], &grad, sizeof bits);
    }
    consumed = (double)(out[0] ^ out[1]);
}

static void latency_f64(const struct bench_row *row, size_t iterations, struct bench_arrays *a)
{
    const double *x = (const double *)a->x, *y = (const double *)a->y;
    ganloss_f64 *kernel = row->choice.kernel->code->f64;
    bool labels = row->choice.kernel->term->operands == 2;
    uint64_t zero = 0, bits, out[2] = {0};
    double input, loss, grad;
    __asm__("" : "+r"(zero));
    size_t at = first(row, a);
    for (; iterations > 0; iterations--, at = turn(at, row)) {
        memcpy(&bits, x + at, sizeof bits);
        bits ^= (out[0] ^ out[1]) & zero;
        memcpy(&input, &bits, sizeof bits);
        kernel(1, &input, labels ? y + at : NULL, &loss, &grad);
        memcpy(&out[0], &loss, sizeof bits);
        memcpy(&out[1], &grad, sizeof bits);
    }
    consumed = (double)(out[0] ^ out[1]);
}

typedef void repeater(const struct bench_row *row, size_t iterations, struct bench_arrays *arrays);

void bench_repeat(const struct bench_row *row, size_t iterations, struct bench_arrays *arrays)
{
    static repeater *const latency[FORMATS] = {[F32] = latency_f32, [F64] = latency_f64};
    static repeater *const element[FORMATS] = {[F32] = element_f32, [F64] = element_f64};
    static repeater *const mean[FORMATS] = {[F32] = mean_f32, [F64] = mean_f64};
    repeater *const *kind = row->reduction == LATENCY ? latency : row->reduction == ELEMENT ? element : mean;
    kind[row->choice.format - formats](row, iterations, arrays);
    arrays->turn += iterations;
    __asm__ volatile("" : : "r"(arrays->loss), "r"(arrays->grad) : "memory");
}

double bench_timed(const struct bench_row *row, size_t iterations, struct bench_arrays *arrays)
{
    int64_t start = timing_now();
    bench_repeat(row, iterations, arrays);
    return (double)(timing_now() - start);
}
