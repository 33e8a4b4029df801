/* calls.c -- the calls that are timed, compiled once per format: one loop per kind, so that nothing is
   decided inside it. At a batch of 1 a decision would cost as much as the kernel. */
#include "harness/bench/calls.h"

#include "losses/real.h"

#include <string.h>

#ifdef REAL_F32
typedef uint32_t word;
#define CODE f32
#else
typedef uint64_t word;
#define CODE f64
#endif

/* Every mean ends here, and the arrays are declared read: neither may be optimised away, even by a compiler
   that sees into the kernels. */
static volatile double consumed;

static inline size_t turn(size_t at, const struct bench_row *row)
{
    return at + row->batch == row->copies * row->batch ? 0 : at + row->batch;
}

/* Samples go on where the one before ended: from the same start, a predictor would learn the same beginning. */
static inline size_t first(const struct bench_row *row, const struct bench_arrays *arrays)
{
    return arrays->turn % row->copies * row->batch;
}

void FN(bench_element)(const struct bench_row *row, size_t iterations, struct bench_arrays *a)
{
    const REAL *x = (const REAL *)a->x, *y = (const REAL *)a->y;
    REAL *loss = (REAL *)a->loss, *grad = (REAL *)a->grad;
    FN(ganloss) *kernel = row->choice.kernel->code->CODE;
    bool labels = row->choice.kernel->term->operands == 2;
    size_t at = first(row, a);
    for (; iterations > 0; iterations--, at = turn(at, row))
        kernel(row->batch, x + at, labels ? y + at : NULL, loss + at, grad + at);
}

void FN(bench_mean)(const struct bench_row *row, size_t iterations, struct bench_arrays *a)
{
    const REAL *x = (const REAL *)a->x, *y = (const REAL *)a->y;
    REAL *grad = (REAL *)a->grad;
    FN(ganloss) *kernel = row->choice.kernel->code->CODE;
    bool labels = row->choice.kernel->term->operands == 2;
    size_t at = first(row, a);
    for (; iterations > 0; iterations--, at = turn(at, row))
        consumed = (double)FN(ganloss_mean)(kernel, (enum ganloss_reduction)row->reduction, row->batch,
                                            x + at, labels ? y + at : NULL, grad + at);
}

void FN(bench_training)(const struct bench_row *row, size_t iterations, struct bench_arrays *a)
{
    const REAL *x = (const REAL *)a->x, *y = (const REAL *)a->y;
    REAL *grad = (REAL *)a->grad;
    const struct ganloss_loss *loss = ganloss_loss_find(row->choice.kernel->term->id);
    size_t at = first(row, a);
    for (; iterations > 0; iterations--, at = turn(at, row))
        consumed = (double)FN(ganloss_loss)(loss, row->batch, x + at, y + at, 1, grad + at);
}

/* An input waits for the results before it: their bits, masked by a zero that the compiler does not know, go
   into its own. */
void FN(bench_latency)(const struct bench_row *row, size_t iterations, struct bench_arrays *a)
{
    const REAL *x = (const REAL *)a->x, *y = (const REAL *)a->y;
    FN(ganloss) *kernel = row->choice.kernel->code->CODE;
    bool labels = row->choice.kernel->term->operands == 2;
    word zero = 0, bits, out[2] = {0};
    REAL input, loss, grad;
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
