/* f64.c -- mean loss and scaled gradient of a block of logits in double, without a branch, so that compilers vectorise the
   loops; compiled once per instruction set. The arithmetic is that of losses/fused/f64_steps.h, every operation rounded by
   itself: all instruction sets have the same bits. How near results are, `make prove` proves: gradients are rounded once,
   scale and division included; losses are added up unrounded, as sums of two doubles.

   Up to |u| = 83, powers of exp(-|u|) that a result takes are normal numbers. A block with a logit beyond it is done anew, as
   losses/fused/f64.c does all: with e no less than 2^-120, the rest of its power applied to results. Elements are the same
   either way. Where u is below -640, a result or its second part might be subnormal: exact.c makes it. */
#include "losses/fused/f64_bits.h"
#include "losses/fused/f64_steps.h"
#include "losses/training/training.h"

#include <math.h>
#include <string.h>

#ifndef TRAINING_TABLE
#define TRAINING_TABLE training_f64_any
#endif

enum { BLOCK = TRAINING_BLOCK, LANES = TRAINING_LANES };

/* Doubles in a vector. It decides how long a call takes, and nothing else. */
#if defined __AVX512F__
enum { WIDTH = 8 };
#elif defined __AVX2__
enum { WIDTH = 4 };
#else
enum { WIDTH = 2 };
#endif

/* As in losses/fused/f64.c: volatile, to be read once per call. Below `nearest`, nothing changes. */
static const volatile double nearest = 0x1p-200, near_end = 83, farthest = 640, lowest = -120;

/* What is made of a block on its way. */
struct work {
    double u[BLOCK], high[BLOCK], low[BLOCK], after[BLOCK];
};

static inline struct two exp_minus(double a, double least, double *scale)
{
    struct reduced to = reduced_of(least > a ? least : a);
    *scale = to.k;
    return exp_of(to.r.high, to.r.low);
}

/* exp(-|u|) of all, for |u| up to `near_end`; whether there is one beyond. */
__attribute__((always_inline)) static inline uint64_t near_exps(struct work *w, size_t filled,
                                                                const double x[], double side)
{
    uint64_t beyond = 0;
    double least = nearest, end = near_end;
    for (size_t i = 0; i < filled; i++) {
        double u = side * x[i], a = fabs(u), k;
        struct two e = exp_minus(a, least, &k);
        beyond |= bits_of(end - a) >> 63;
        w->u[i] = u;
        w->high[i] = power_of_two(k) * e.high;
        w->low[i] = power_of_two(k) * e.low;
    }
    return beyond;
}

/* The same for any u: but for the factor `after`, 2^-120 at least; and 0 where results are. */
__attribute__((always_inline)) static inline void far_exps(struct work *w, size_t filled, double far)
{
    double least = nearest, end = farthest, cut = lowest;
    for (size_t i = 0; i < filled; i++) {
        double a = fabs(w->u[i]), k;
        struct two e = exp_minus(end < a ? end : a, least, &k);
        double before = cut > k ? cut : k, scale = power_of_two(before);
        uint64_t some = ~mask_of(far - a);
        w->high[i] = of_bits(bits_of(scale * e.high) & some);
        w->low[i] = of_bits(bits_of(scale * e.low) & some);
        w->after[i] = chosen(mask_of(-w->u[i]), 1, power_of_two(k - before));
    }
}

/* Which gradients: none, those with a factor that is a power of two, as of most batches, or any; the last two give the same. */
enum with { NONE, HALVED, SCALED };

/* Gradients; z = e/(2 + e) in the place of e. */
__attribute__((always_inline)) static inline void gradients(const struct training_f64 *call, struct work *w,
                                                            size_t filled, bool far, enum with with,
                                                            double grad[])
{
    double factor = call->factor, factor_low = call->factor_low;
    double power = with == HALVED ? factor * call->power : call->power;
    uint64_t sign = call->sign;
    for (size_t i = 0; i < filled; i++) {
        uint64_t above = mask_of(-w->u[i]);
        struct quotients to = quotients_of(w->high[i], w->low[i], chosen(above, 1, w->high[i]),
                                           of_bits(bits_of(w->low[i]) & ~above));
        w->high[i] = to.z.high;
        w->low[i] = to.z.low;
        if (with != NONE) {
            struct two scaled = {to.q.high, to.q.low};
            if (with == SCALED)
                scaled = product_of(to.q.high, to.q.low, factor, factor_low);
            grad[i] =
                of_bits(bits_of((scaled.high + scaled.low) * (far ? power * w->after[i] : power)) ^ sign);
        }
    }
}

/* Losses, high + low, in the place of z. */
__attribute__((always_inline)) static inline void losses(struct work *w, size_t filled, bool far)
{
    double end = farthest;
    for (size_t i = 0; i < filled; i++) {
        double u = w->u[i], base = far ? (end < u ? end : u) : u;
        struct two sum = softplus_of(w->high[i], w->low[i], of_bits(bits_of(base) & mask_of(-u)));
        if (far) {
            sum.high *= w->after[i];
            sum.low *= w->after[i];
            sum.high = u > sum.high ? u : sum.high;
        }
        w->high[i] = sum.high;
        w->low[i] = sum.low;
    }
}

static void decide(const struct training_f64 *call, struct work *w, size_t n, double grad[])
{
    for (size_t i = 0; i < n; i++) {
        bool tiny = w->u[i] < -farthest && w->u[i] >= -call->far;
        if (tiny) {
            struct ganloss_part loss = training_softplus_f64(w->u[i]);
            w->high[i] = loss.high;
            w->low[i] = loss.low;
        }
        if (grad && (tiny || call->exact))
            grad[i] = of_bits(bits_of(training_gradient_f64(call, w->u[i])) ^ call->sign);
    }
}

/* Those of a block in which not all is near, or the scale is tiny. */
static __attribute__((noinline)) void far_block(const struct training_f64 *call, struct work *w, size_t n,
                                                size_t filled, double grad[])
{
    far_exps(w, filled, call->far);
    if (grad)
        gradients(call, w, filled, true, SCALED, grad);
    else
        gradients(call, w, filled, true, NONE, NULL);
    losses(w, filled, true);
    decide(call, w, n, grad);
}

static inline void two_sum(double *high, double *low, double x)
{
    double sum = *high + x, rounded = sum - *high;
    *low += (*high - (sum - rounded)) + (x - rounded);
    *high = sum;
}

/* The sum of n losses, and of zeros up to `filled`, whole LANES: LANES sums side by side, then in pairs. A round of pairs that has
   zeros alone to add is left out: it would change nothing, and a small batch waits for each. */
static inline struct ganloss_part sum_of(const struct work *w, size_t n, size_t filled)
{
    double high[LANES], low[LANES];
    memcpy(high, w->high, sizeof high);
    memcpy(low, w->low, sizeof low);
    for (size_t i = LANES; i < filled; i += LANES)
        for (size_t j = 0; j < LANES; j++) {
            low[j] += w->low[i + j];
            two_sum(&high[j], &low[j], w->high[i + j]);
        }
    for (size_t half = LANES / 2; half > 0; half /= 2)
        if (half < n)
            for (size_t j = 0; j < half; j++) {
                low[j] += low[j + half];
                two_sum(&high[j], &low[j], high[j + half]);
            }
    return (struct ganloss_part){high[0], low[0]};
}

/* The sum of softplus(side x) of `filled` elements, whole vectors, of which the last ones beyond n count as zeros; their
   gradients, where `with`. x is read before grad is written. */
__attribute__((always_inline)) static inline struct ganloss_part
block(const struct training_f64 *call, size_t n, size_t filled, const double x[], bool with, double grad[])
{
    struct work w;
    if (near_exps(&w, filled, x, call->side) | call->exact) {
        far_block(call, &w, n, filled, with ? grad : NULL);
    } else {
        if (!with)
            gradients(call, &w, filled, false, NONE, NULL);
        else if (call->factor == 0.5)
            gradients(call, &w, filled, false, HALVED, grad);
        else
            gradients(call, &w, filled, false, SCALED, grad);
        losses(&w, filled, false);
    }
    size_t whole = (filled + LANES - 1) / LANES * LANES;
    if (n < whole) /* a whole vector at once, as it is read */
        for (size_t i = whole - LANES; i < whole; i++) {
            w.high[i] = i < n ? w.high[i] : 0;
            w.low[i] = i < n ? w.low[i] : 0;
        }
    return sum_of(&w, n, whole);
}

/* The same of whole vectors; x is read where it is, and grad written there. */
__attribute__((always_inline)) static inline struct ganloss_part
whole_block(const struct training_f64 *call, size_t n, const double x[], double grad[])
{
    return grad ? block(call, n, n, x, true, grad) : block(call, n, n, x, false, NULL);
}

/* The same of n elements, filled up with zeros. No fewer than LANES are copied: a single vector's worth gcc copies number by number,
   and a vector that is read from them has to wait, for as long as a third of such a batch takes. */
__attribute__((always_inline)) static inline struct ganloss_part
part_block(const struct training_f64 *call, uint32_t n, uint32_t filled, const double x[], double grad[])
{
    double rest[BLOCK], rest_grad[BLOCK];
    uint32_t copied = filled < LANES ? LANES : filled;
    for (uint32_t i = 0; i < copied; i++)
        rest[i] = i < n ? x[i] : 0;
    if (!grad)
        return block(call, n, filled, rest, false, NULL);
    struct ganloss_part sum = block(call, n, filled, rest, true, rest_grad);
    for (uint32_t i = 0; i < filled; i++)
        if (i < n)
            grad[i] = rest_grad[i];
    return sum;
}

static inline uint32_t filled_of(size_t n)
{
    return ((uint32_t)n + WIDTH - 1) / WIDTH * WIDTH;
}

/* For a `filled` that the compiler knows. */
__attribute__((always_inline)) static inline struct ganloss_part
few(const struct training_f64 *call, uint32_t n, uint32_t filled, const double x[], double grad[])
{
    return n == filled ? whole_block(call, filled, x, grad) : part_block(call, n, filled, x, grad);
}

static void add(const struct training_f64 *call, struct ganloss_part *sum, struct ganloss_part block)
{
    training_add(sum, call->weight * block.high);
    sum->low += call->weight * block.low;
}

static void blocks(const struct training_f64 *call, size_t n, const double x[], double grad[],
                   struct ganloss_part *sum)
{
    size_t done = 0;
    for (; n - done >= BLOCK; done += BLOCK)
        add(call, sum,
            grad ? block(call, BLOCK, BLOCK, x + done, true, grad + done)
                 : block(call, BLOCK, BLOCK, x + done, false, NULL));
    uint32_t left = (uint32_t)(n - done);
    if (left > 0)
        add(call, sum, part_block(call, left, filled_of(left), x + done, grad ? grad + done : NULL));
}

static double small(const struct training_f64 *call, size_t n, const double x[], double grad[])
{
    struct ganloss_part sum = {0, 0};
    uint32_t count = (uint32_t)n;
    if (n == BLOCK)
        blocks(call, n, x, grad, &sum);
    else
        add(call, &sum,
            n > LANES       ? part_block(call, count, filled_of(n), x, grad)
            : n > LANES / 2 ? part_block(call, count, LANES, x, grad)
            : n > WIDTH     ? few(call, count, LANES / 2, x, grad)
                            : few(call, count, WIDTH, x, grad));
    return training_mean(sum, call->n);
}

/* One element: the loss has the bits of the fused kernel's. */
static double one(const struct training_f64 *call, const double x[], double grad[])
{
    double u = call->side * x[0], a = fabs(u), k;
    if (!(a <= near_end) || call->exact)
        return small(call, 1, x, grad);
    struct two e = exp_minus(a, 0x1p-200, &k);
    uint64_t above = mask_of(-u);
    double high = power_of_two(k) * e.high, low = power_of_two(k) * e.low;
    struct quotients to = quotients_of(high, low, chosen(above, 1, high), of_bits(bits_of(low) & ~above));
    struct two soft = softplus_of(to.z.high, to.z.low, of_bits(bits_of(u) & above));
    if (grad) {
        struct two scaled = product_of(to.q.high, to.q.low, call->factor, call->factor_low);
        grad[0] = of_bits(bits_of((scaled.high + scaled.low) * call->power) ^ call->sign);
    }
    return call->weight * (soft.high + soft.low);
}

const struct training_f64_code TRAINING_TABLE[1] = {{one, small, blocks}};
