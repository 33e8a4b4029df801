/* f32.c -- a block of floats in double arithmetic, without a branch, so that compilers vectorise the three loops;
   compiled once per instruction set.

   Errors are relative, in u = 2^-53, which bounds that of one operation. Where fma is used, a product is not rounded;
   the bounds count a rounding of it all the same, and hold either way. No operation overflows, and none underflows:
   subnormal numbers cost time. */
#include "losses/bits.h"
#include "losses/fused/fused.h"
#include "losses/fused/polynomials.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#ifndef FUSED_TABLE
#define FUSED_TABLE fused_f32_any
#endif

/* Floats in a block: its doubles, three arrays of them, stay in the first cache. What is left of a batch is filled up to
   a multiple of STEP, so that all of it goes through vectors. */
enum { BLOCK = 256, STEP = 16 };

static inline double multiply_add(double a, double b, double c)
{
#ifdef __FMA__
    return __builtin_fma(a, b, c);
#else
    return a * b + c;
#endif
}

/* c[0] + c[1] x + ..., even and odd powers apart: two short chains are faster than a long one. On its way c[2i] meets at
   most three roundings at each of i levels (x^2 in every power, a product, a sum) and the last addition; c[2i + 1] one
   product more: error <= u sum_j (1.5 j + 2) |c[j] x^j|. */
static inline double polynomial(const double c[], int degree, double x)
{
    double square = x * x, one = c[degree], other = c[degree - 1];
    for (int j = degree - 2; j >= 0; j -= 2)
        one = multiply_add(one, square, c[j]);
    for (int j = degree - 3; j >= 0; j -= 2)
        other = multiply_add(other, square, c[j]);
    return degree % 2 ? multiply_add(one, x, other) : multiply_add(other, x, one);
}

/* exp(-a) = 2^k exp(r), a in [0, 106] or NaN, k = rint(-a log2 e), r = -a - k log 2: error 166 u at most.

   k: the sum's ulp is 1, so that its last bits are 1023 + k, and shifting them up gives 2^k. |r| <= log(2)/2 + 2^-43.
   r: log 2 = high + low, high a multiple of 2^-42, 42 bits, |low| < 2^-44 to 2^-98: k high is exact, and so is its sum
   with -a, below 1 and a multiple of 2^-42 or, for k = 0, -a. What is left, k low and r's own rounding, is below 0.35 u.
   exp(r): sum (1.5 j + 2) |r|^j/j! = (2 + 1.5 |r|) exp(|r|), over exp(r) at most 5.1 u; EXP_ERROR, 160 u. */
static inline double exp_minus(double a)
{
    const double log2_e = 0x1.71547652b82fep+0, high = 0x1.62e42fefa38p-1, low = 0x1.ef35793c7673p-45;
    const double shift = 0x1.8p52 + 1023;
    double shifted = multiply_add(-log2_e, a, shift), k = shifted - shift;
    double r = multiply_add(k, -low, multiply_add(k, -high, -a));
    return polynomial(exp_coefficients, EXP_DEGREE, r) * of_bits(bits_of(shifted) << 52);
}

/* Whether the float that `value` rounds to, above 2^-126, is not sure: whether the 29 bits that a float has not are
   within UNSURE of the middle between two floats. UNSURE is the error of a value in its ulps, which as a multiple of u
   it cannot exceed: 895 u at most (block(), below), and there is room. One float in 2^18 is unsure, and
   those beside 0, whose sigmoid is 1/2 + s/4 - ... and as good as in the middle. */
enum { UNSURE = 1024 };

static inline uint64_t is_unsure(double value)
{
    const uint64_t reach = (uint64_t)UNSURE << 35, sign = (uint64_t)1 << 63;
    uint64_t from_below = (bits_of(value) << 35) - (sign - reach);
    return (int64_t)(from_below ^ sign) < (int64_t)(2 * reach ^ sign); /* from_below < 2 reach, unsigned */
}

/* What a float that is subnormal needs: with 2^-126 added, its last place is where it belongs. */
static inline double lift_of(double value)
{
    return value < 0x1p-126 ? 0x1p-126 : 0;
}

static inline float rounded(double value)
{
    double lift = lift_of(value);
    return (float)(value + lift) - (float)lift;
}

/* What is sure of a block stands in loss and grad already; what is not is found and made anew. */
static __attribute__((noinline)) void decide(size_t n, const float x[], double side, double half,
                                             const double soft[], const double sigmoid[], float loss[],
                                             float grad[])
{
    for (size_t i = 0; i < n; i++)
        if (is_unsure(soft[i] + lift_of(soft[i])) || is_unsure(sigmoid[i] + lift_of(sigmoid[i]))) {
            struct fused_exact exact = fused_exact(side * (double)x[i]);
            loss[i] = copysignf((float)(half * exact.softplus), loss[i]);
            grad[i] = copysignf((float)(half * exact.sigmoid), grad[i]);
        }
}

/* The batch's loss = of_loss half softplus(side x), gradient = of_grad half sigmoid(side x). |x| > 106 is taken as 106 in
   e: both tails are below 2^-152 then, and round as if they were 0. The limit is volatile, to be read once per call: of
   a constant, gcc makes a second path, and lets the first one run into subnormals before it chooses.

   With A and B the rounded 1 + e and 2 + e, one division serves z = e/(2 + e) and q = e/(1 + e): in A/(A B), A's
   rounding cancels. Beside e's 166 u there are four roundings: 170 u, and so has q.
   log1p(e) = 2 atanh(z): z^2 has 341 u, for which atanh(z)/z has condition 0.042 at 1/9: 15 u. Evaluated, 1.5/(1 - z^2) +
   1.25 (2 atanh(z)/z) over 2 atanh(z)/z: 2.1 u; ATANH_ERROR, 704 u; the product with z 1 u. With z's own: 893 u.
   1 - q has 170 u q/(1 - q) + 1 u, q <= 1/2; |x| + log1p(e) at most 893 + 1 u. */
static const volatile double farthest = 106;

__attribute__((always_inline)) static inline void block(size_t n, const float x[restrict], double side,
                                                        double half, float of_loss, float of_grad,
                                                        float loss[restrict], float grad[restrict])
{
    double e[BLOCK], soft[BLOCK], sigmoid[BLOCK], limit = farthest;
    for (size_t i = 0; i < n; i++) {
        double a = fabs((double)x[i]);
        e[i] = exp_minus(limit < a ? limit : a); /* NaN stays */
    }
    for (size_t i = 0; i < n; i++) {
        double u = side * (double)x[i], A = 1 + e[i], B = 2 + e[i], quotient = e[i] / (A * B);
        double z = A * quotient, q = B * quotient;
        soft[i] = half * ((u > 0 ? u : 0) + z * polynomial(atanh_coefficients, ATANH_DEGREE, z * z));
        sigmoid[i] = half * (u > 0 ? 1 - q : q);
    }
    uint64_t unsure = 0; /* as wide as what is compared, for vectors */
    for (size_t i = 0; i < n; i++) {
        unsure |= is_unsure(soft[i] + lift_of(soft[i])) | is_unsure(sigmoid[i] + lift_of(sigmoid[i]));
        loss[i] = of_loss * rounded(soft[i]);
        grad[i] = of_grad * rounded(sigmoid[i]);
    }
    if (unsure)
        decide(n, x, side, half, soft, sigmoid, loss, grad);
}

__attribute__((always_inline)) static inline void batch(size_t n, const float x[], double side, double half,
                                                        float of_loss, float of_grad, float loss[],
                                                        float grad[])
{
    size_t done = 0, left = n % BLOCK, filled = (left + STEP - 1) / STEP * STEP;
    for (; done < n - left; done += BLOCK)
        block(BLOCK, x + done, side, half, of_loss, of_grad, loss + done, grad + done);
    if (left == 0)
        return;
    float rest[BLOCK], rest_loss[BLOCK], rest_grad[BLOCK];
    memcpy(rest, x + done, left * sizeof *x);
    memset(rest + left, 0, (filled - left) * sizeof *rest);
    block(filled, rest, side, half, of_loss, of_grad, rest_loss, rest_grad);
    memcpy(loss + done, rest_loss, left * sizeof *loss);
    memcpy(grad + done, rest_grad, left * sizeof *grad);
}

#define FUSED(name, side, half, of_loss, of_grad)                                                            \
    static void name(size_t n, const float x[], const float y[], float loss[], float grad[])                 \
    {                                                                                                        \
        (void)y;                                                                                             \
        batch(n, x, side, half, of_loss, of_grad, loss, grad);                                               \
    }
FUSED(real, -1, 1, 1, -1)
FUSED(fake, 1, 1, 1, 1)
FUSED(minus_fake, 1, 1, -1, -1)
FUSED(half_real, -1, 0.5, 1, -1)
FUSED(half_fake, 1, 0.5, 1, 1)

ganloss_f32 *const FUSED_TABLE[FUSED_KERNELS] = {
    [FUSED_REAL] = real,           [FUSED_FAKE] = fake,           [FUSED_MINUS_FAKE] = minus_fake,
    [FUSED_HALF_REAL] = half_real, [FUSED_HALF_FAKE] = half_fake,
};
