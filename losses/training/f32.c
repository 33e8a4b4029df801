/* f32.c -- mean loss and scaled gradient of a block of logits, in double arithmetic, without a branch, so
   that compilers vectorise the three loops; compiled once per instruction set. Bounds are in u = 2^-53, as in
   losses/fused/f32.h.

   Losses are positive here, and doubles: 893 u (losses/fused/f32.c) and, for the additions of a block,
   TRAINING_BLOCK / TRAINING_LANES + 4 more. These last bits are not those of another instruction set. So a
   sum keeps no more bits than all agree on: where that is not sure, it is that of the loops for any CPU, and
   where it is sure, theirs would be the same: both are within SUM_ERROR of the exact sum, and where another
   result begins is farther than twice that. Gradients are rounded as those of losses/fused/f32.c are;
   factor and product add 2 u to their 171 u. */
#include "losses/fused/f32.h"
#include "losses/fused/fused.h"
#include "losses/training/training.h"

#include <math.h>
#include <string.h>

#ifndef TRAINING_TABLE
#define TRAINING_TABLE training_f32_any
#endif

enum { BLOCK = TRAINING_BLOCK, LANES = TRAINING_LANES };
_Static_assert(EXP_DEGREE == 9 && ATANH_DEGREE == 7, "pairwise() has these");

/* Bits that the sum of a block keeps, where there are more blocks; SUM_ERROR, in units of its last of 53
   bits: 915 u and one for the division by n. */
enum { KEPT = 32, SUM_ERROR = 920 };

/* softplus(u), and sigmoid(u) in *sigmoid, from e = exp(-|u|) (losses/fused/f32.c). */
static inline double softplus(double u, double e, double *sigmoid)
{
    double A = 1 + e, B = 2 + e, quotient = e / (A * B), z = A * quotient, q = B * quotient;
    *sigmoid = u > 0 ? 1 - q : q;
    return (u > 0 ? u : 0) + z * polynomial(atanh_coefficients, ATANH_DEGREE, z * z);
}

static inline double exp_of(double u, double limit)
{
    double a = fabs(u);
    return exp_minus(limit < a ? limit : a); /* NaN stays */
}

static inline double lanes_sum(const double lane[LANES])
{
    double eight[8], four[4];
    for (int j = 0; j < 8; j++)
        eight[j] = lane[j] + lane[j + 8];
    for (int j = 0; j < 4; j++)
        four[j] = eight[j] + eight[j + 4];
    return (four[0] + four[2]) + (four[1] + four[3]);
}

static double sum_of(size_t n, const double u[], double limit)
{
    double e[BLOCK], soft[BLOCK], lane[LANES] = {0}, sigmoid;
    size_t filled = (n + LANES - 1) / LANES * LANES;
    for (size_t i = 0; i < filled; i++)
        e[i] = exp_of(u[i], limit);
    for (size_t i = 0; i < filled; i++)
        soft[i] = softplus(u[i], e[i], &sigmoid);
    memset(soft + n, 0, (filled - n) * sizeof *soft);
    for (size_t i = 0; i < filled; i += LANES)
        for (size_t j = 0; j < LANES; j++)
            lane[j] += soft[i + j];
    return lanes_sum(lane);
}

/* A product with -1 costs time where it is subnormal. */
static inline float with_sign(float positive, uint32_t sign)
{
    return float_of_bits(bits_of_float(positive) ^ sign);
}

/* What is not sure of a block's gradients is made anew; alike ones, of logits that are constant, once. */
static __attribute__((noinline)) void decide(const struct training_f32 *call, size_t n, const double u[],
                                             const double scaled[], float grad[])
{
    double last = (double)NAN;
    float rounded_last = 0;
    for (size_t i = 0; i < n; i++)
        if (is_unsure(scaled[i] + lift_of(scaled[i]))) {
            if (u[i] != last)
                rounded_last = training_round(call, u[i], scaled[i]);
            last = u[i];
            grad[i] = with_sign(rounded_last, call->sign);
        }
}

/* The sum of softplus(side x) of `filled` elements, a multiple of LANES, of which the last ones beyond n
   count as zeros; their gradients, where `with`. u[filled] receives side x. x is read before grad is written. */
__attribute__((always_inline)) static inline double block(const struct training_f32 *call, size_t n,
                                                          size_t filled, const float x[], bool with,
                                                          float grad[], double u[])
{
    double e[BLOCK], soft[BLOCK], scaled[BLOCK], lane[LANES] = {0};
    double limit = call->limit, side = call->side, factor = call->factor;
    for (size_t i = 0; i < filled; i++) {
        u[i] = side * (double)x[i];
        e[i] = exp_of(u[i], limit);
    }
    for (size_t i = 0; i < filled; i++) {
        double sigmoid;
        soft[i] = softplus(u[i], e[i], &sigmoid);
        scaled[i] = factor * sigmoid;
    }
    if (n < filled)
        for (size_t i = filled - LANES; i < filled; i++)
            soft[i] = i < n ? soft[i] : 0;
    for (size_t i = 0; i < filled; i += LANES)
        for (size_t j = 0; j < LANES; j++)
            /* NOLINTNEXTLINE(clang-analyzer-core.uninitialized.Assign): whole LANES are filled */
            lane[j] += soft[i + j];
    if (with) {
        uint64_t unsure = 0; /* as wide as what is compared, for vectors */
        uint32_t sign = call->sign;
        for (size_t i = 0; i < filled; i++) {
            unsure |= is_unsure(scaled[i] + lift_of(scaled[i]));
            grad[i] = with_sign(rounded(scaled[i]), sign);
        }
        if (unsure)
            decide(call, n, u, scaled, grad);
    }
    return lanes_sum(lane);
}

/* The same of fewer elements than a block, filled up to whole vectors. */
__attribute__((always_inline)) static inline double part_block(const struct training_f32 *call, uint32_t n,
                                                               uint32_t filled, const float x[], float grad[],
                                                               double u[])
{
    float rest[BLOCK], rest_grad[BLOCK];
    for (uint32_t i = 0; i < filled; i++)
        rest[i] = i < n ? x[i] : 0;
    if (!grad)
        return block(call, n, filled, rest, false, NULL, u);
    double sum = block(call, n, filled, rest, true, rest_grad, u);
    for (uint32_t i = 0; i < filled; i++)
        if (i < n)
            grad[i] = rest_grad[i];
    return sum;
}

static inline uint32_t filled_of(size_t n)
{
    return ((uint32_t)n + LANES - 1) / LANES * LANES;
}

/* The sum of a block, to KEPT bits: up from CUT on, in units of the last of 53 bits, else down. Not from the
   middle on: in it lie the sums of many losses that are large, and floats themselves; of these, one in 1,000
   comes as near to CUT. */
enum { CUT = (1 << (52 - KEPT)) + 6144 };

static inline double kept(const struct training_f32 *call, double sum, size_t n, const double u[])
{
    const uint64_t unit = (uint64_t)1 << (53 - KEPT), reach = 2 * SUM_ERROR;
    uint64_t from_below = (bits_of(sum) - (CUT - reach)) & (unit - 1);
    if (from_below < 2 * reach)
        sum = training_f32_any->sum(n, u, call->limit);
    return of_bits((bits_of(sum) + (unit - CUT)) & ~(unit - 1));
}

static void blocks(const struct training_f32 *call, size_t n, const float x[], float grad[],
                   struct ganloss_part *sum)
{
    double u[BLOCK];
    size_t done = 0;
    for (; n - done >= BLOCK; done += BLOCK) {
        double of_block = grad ? block(call, BLOCK, BLOCK, x + done, true, grad + done, u)
                               : block(call, BLOCK, BLOCK, x + done, false, NULL, u);
        training_add(sum, call->weight * kept(call, of_block, BLOCK, u));
    }
    size_t left = n - done;
    if (left > 0) {
        double of_rest =
            part_block(call, (uint32_t)left, filled_of(left), x + done, grad ? grad + done : NULL, u);
        training_add(sum, call->weight * kept(call, of_rest, left, u));
    }
}

/* The mean of a batch that is one block, which keeps the bits of a float. */
static float mean_of(const struct training_f32 *call, double sum, size_t n, const double u[])
{
    double half = fabs(call->weight), mean = half * sum / call->n;
    if (is_beside_middle(mean + lift_of(mean), 2 * SUM_ERROR))
        mean = half * training_f32_any->sum(n, u, call->limit) / call->n;
    return with_sign(rounded(mean), call->loss_sign);
}

/* As polynomial(), by way of c[0] + c[1] x, c[2] + c[3] x, ...: of one element, time is what the longest chain takes. Each term meets
   four products and sums at most, and its power has j - 1 roundings: error <= u sum_j (j + 7) |c[j] x^j|. */
static inline double pairwise(const double c[], int degree, double x)
{
    double square = x * x, fourth = square * square;
    double low = multiply_add(multiply_add(c[3], x, c[2]), square, multiply_add(c[1], x, c[0]));
    double high = multiply_add(multiply_add(c[7], x, c[6]), square, multiply_add(c[5], x, c[4]));
    if (degree == 9)
        high = multiply_add(multiply_add(c[9], x, c[8]), fourth, high);
    return multiply_add(high, fourth, low);
}

/* One element: the loss has the bits of the fused kernel's. pairwise() adds 10 u to e's error, and 7 u to that of atanh(z)/z, and two
   divisions side by side, which wait for nothing but e, have fewer roundings than one for both: all is within 910 u, as is_unsure()
   takes it. */
static float one(const struct training_f32 *call, const float x[], float grad[])
{
    double logit = (double)x[0], u = call->side * logit, a = fabs(logit), r,
           scale = reduce(call->limit < a ? call->limit : a, &r);
    double e = pairwise(exp_coefficients, EXP_DEGREE, r) * scale;
    double z = e / (2 + e), q = e / (1 + e);
    double tail = z * pairwise(atanh_coefficients, ATANH_DEGREE, z * z);
    /* u > 0 ? u : 0 and u > 0 ? 1 - q : q, without jumps: what sign comes next cannot be foretold */
    uint64_t positive = (bits_of(u) >> 63) - 1;
    double soft = of_bits(bits_of(u) & positive) + tail, sigmoid = fabs(of_bits(bits_of(1) & positive) - q);
    double half = fabs(call->weight), loss = half * soft, scaled = call->factor * sigmoid;
    if (grad) {
        grad[0] = with_sign(rounded(scaled), call->sign);
        if (is_unsure(scaled + lift_of(scaled)))
            grad[0] = with_sign(training_round(call, u, scaled), call->sign);
    }
    if (is_unsure(loss + lift_of(loss)))
        loss = half * fused_exact(u).softplus;
    return with_sign(rounded(loss), call->loss_sign);
}

static float small(const struct training_f32 *call, size_t n, const float x[], float grad[])
{
    double u[BLOCK];
    double sum = n > LANES   ? part_block(call, (uint32_t)n, filled_of(n), x, grad, u)
                 : n < LANES ? part_block(call, (uint32_t)n, LANES, x, grad, u)
                 : grad      ? block(call, LANES, LANES, x, true, grad, u)
                             : block(call, LANES, LANES, x, false, NULL, u);
    return mean_of(call, sum, n, u);
}

const struct training_f32_code TRAINING_TABLE[1] = {{one, small, blocks, sum_of}};
