/* screen_f32.c -- the screens in plain double arithmetic without a branch, so that compilers vectorise the
   three loops; compiled once per instruction set. Written apart from the kernels, which it judges.

   Errors are relative, in u = 2^-53, which bounds that of one operation. Where fma is used, a product is not
   rounded; the bounds count a rounding of it all the same, and hold either way. Sums of errors are rounded
   up, which covers their products (below 2^-95). The bounds proved, 20.8 u and less, are declared as 2^-48 =
   32 u. No operation overflows, and none underflows but to an exact zero: subnormal doubles cost time. */
#include "reference/screen_f32.h"
#include "losses/bits.h"
#include "reference/screen_polynomials.h"

#ifndef SCREEN_TABLE
#define SCREEN_TABLE screen_f32_any
#endif

static inline double multiply_add(double a, double b, double c)
{
#ifdef __FMA__
    return __builtin_fma(a, b, c);
#else
    return a * b + c;
#endif
}

/* c[0] + c[1] x + ..., even and odd powers apart: two short chains are faster than a long one. On its way
   c[2i] meets an addition at its own level, at most three roundings at each of i levels (x^2 in every power,
   a product, a sum) and the last addition; c[2i + 1] one product more. Hence
     error <= u sum_j (1.5 j + 2) |c[j] x^j|. */
static inline double polynomial(const double c[], int degree, double x)
{
    double square = x * x, one = c[degree], other = c[degree - 1];
    for (int j = degree - 2; j >= 0; j -= 2)
        one = multiply_add(one, square, c[j]);
    for (int j = degree - 3; j >= 0; j -= 2)
        other = multiply_add(other, square, c[j]);
    return degree % 2 ? multiply_add(one, x, other) : multiply_add(other, x, one);
}

/* exp(-a) = 2^k exp(r), a in [0, 170] or NaN, k = rint(-a log2 e), r = -a - k log 2: error 9.5 u.

   k: the sum's ulp is 1, so that its last bits are 1023 + k, and shifting them up gives 2^k; |k| <= 246. The
   argument of the rounding is wrong by less than 2^-43: |r| <= log(2)/2 + 2^-43 < EXP_REACH.
   r: log 2 = high + low, high a multiple of 2^-42, |low| < 2^-44, to 2^-98. k high, 50 bits, is exact. So is
   the sum with -a: either k = 0, or a > 1/4 is a multiple of 2^-25 and the sum one of 2^-42, below 1. There
   remain the roundings of k low, below 2^-89, of low and of r: |error| < 0.35 u, and so is exp(r)'s.
   exp(r): sum (1.5 j + 2) |r|^j/j! = (2 + 1.5 |r|) exp(|r|), over exp(r) at most 2.53 * 2.001: 5.1 u. The
   polynomial itself: EXP_ERROR, 4 u. The product with 2^k is exact. */
struct power {
    double exp, r, scale; /* exp = exp(r) scale, scale = 2^k */
};

static inline struct power exp_minus(double a)
{
    const double log2_e = 0x1.71547652b82fep+0, high = 0x1.62e42fefa38p-1, low = 0x1.ef35793c7673p-45;
    const double shift = 0x1.8p52 + 1023;
    double shifted = multiply_add(-log2_e, a, shift), k = shifted - shift;
    double r = multiply_add(k, -low, multiply_add(k, -high, -a));
    double scale = of_bits(bits_of(shifted) << 52);
    return (struct power){polynomial(exp_polynomial, EXP_DEGREE, r) * scale, r, scale};
}

/* Cross-entropy on logits: with e = exp(-|s|), z = e/(2 + e), q = e/(1 + e) = sigmoid(-|s|) and the part
   w of the label that pulls the other way, 1 - t for s > 0 and else t,
     loss = w |s| + log1p(e),  log1p(e) = 2 atanh(z),    gradient = +-(w - q), + for s > 0.

   One division serves z and q. With A and B the rounded 1 + e and 2 + e: A/(A B) lacks A's rounding, so that
   z has 9.5 u from e (condition 2/(2 + e)), B, A B, the quotient and the product: 13.5 u; and B/(A B) has A's
   instead, so that q has the same.
   log1p: z^2 has 28 u; log(atanh(z)/z) as a function of z^2 has condition 0.042 at 1/9: 1.2 u. Evaluated,
   sum (1.5 j + 2) 2 z^2j/(2j + 1) = 1.5/(1 - z^2) + 1.25 (2 atanh(z)/z): 2.1 u. ATANH_THIRD_ERROR: 2 u. The
   product with z: 1 u. With z's own: 19.8 u.
   Loss: w |s| has 2 u; both summands are positive: 20.8 u.
   Gradient for t = 0 or 1: -q, or +-(1 - q) with q <= 1/2: 14.5 u. Any t: q's error is below 6.75 u and that
   of 1 - t below 0.5 u, absolute, and one rounding relative to the result.
   |s| > 170 is taken as 170 in e: q and log1p(e) are then too large by less than exp(-170) < 2^-245, declared
   as SCREEN_ABSOLUTE. So far, even z^4 is above 2^-985. The limit is volatile, to be read once per call: of a
   constant, gcc makes a second path from here to the end, and lets the first one run into subnormals before
   it chooses. */
static const volatile double limit = 170;

static void on_logits(size_t n, const float x[restrict], double label, double loss[restrict],
                      double grad[restrict])
{
    double rest = 1 - label, farthest = limit;
    for (size_t i = 0; i < n; i++) {
        double s = (double)x[i], distance = fabs(s);
        double e = exp_minus(farthest < distance ? farthest : distance).exp; /* NaN stays */
        double A = 1 + e, B = 2 + e, quotient = e / (A * B);
        double z = A * quotient, q = B * quotient, w = s > 0 ? rest : label;
        loss[i] = multiply_add(w, distance, z * polynomial(atanh_third, ATANH_THIRD_DEGREE, z * z));
        grad[i] = s > 0 ? w - q : q - w;
    }
}

/* The same at t = 1/2, whose gradient sigmoid(s) - 1/2 = +-(1 - e)/(2 (1 + e)) cancels at s = 0 for half of
   all floats: hence 1 - e = -expm1(r) where k = 0, by exp's polynomial without its constant 1.

   There, r = -a is exact. Coefficients from the linear one on: sum (1.5 j + 2) |r|^j/(j + 1)! <= 2.73 over
   expm1(r)/r >= 0.845: 3.3 u; EXPM1_ERROR, 80 u; the product with r: 84.3 u. For k < 0, e <= 0.7072 has 9.5 u
   and 1 - e >= 0.2928 so 9.5 * 2.42 + 1 = 24 u. With 1 + e, 5.8 u (9.5 u e/(1 + e) and its own), and the
   quotient: 91.1 u, declared as 2^-46 = 128 u. The loss is as above. s = 0: the gradient is 0. */
static void on_logits_half(size_t n, const float x[restrict], double label, double loss[restrict],
                           double grad[restrict])
{
    double farthest = limit;
    (void)label;
    for (size_t i = 0; i < n; i++) {
        double s = (double)x[i], distance = fabs(s);
        struct power p = exp_minus(farthest < distance ? farthest : distance); /* NaN stays */
        double e = p.exp, A = 1 + e, B = 2 + e, z = e / B;
        double near = -p.r * polynomial(exp_polynomial + 1, EXP_DEGREE - 1, p.r);
        double g = (p.scale >= 1 ? near : 1 - e) / (2 * A);
        loss[i] = multiply_add(0.5, distance, z * polynomial(atanh_third, ATANH_THIRD_DEGREE, z * z));
        grad[i] = s > 0 ? g : s < 0 ? -g : s == 0 ? 0 : s;
    }
}

/* Cross-entropy on probabilities: -log y, y = D for label 1 and 1 - D for 0, gradient -+1/y.
   y = 2^k m, m in [0.70703125, 1.4140625), k in [-149, 0]; with f = m - 1, z = f/(m + 1),
     -log y = -k log 2 - 2 atanh(z).

   k and m: bits added to the significand carry into the exponent from m = 0.70703125 upwards, and are taken
   out again; the exponent, put into the significand of 2^52, is read as a number.
   y is exact for label 1, and for label 0 from D = 2^-30; below, it has 0.5 u. f = m - 1 is exact, but is
   not -D where y is not: hence f = -D for D < 1/4, where k = 0 and m = y.
   One division serves z and the gradient: z has m + 1 (1.3 u with y's error), its product with y, the
   quotient, f y and the last product: 5.3 u; z^2 11.6 u, which counts for 0.12 u (condition 0.0102 at
   0.0295); evaluated, as for logits, 2.1 u; ATANH_SMALL_ERROR: 8 u; the product with z: 1 u. With z's
   own: 16.6 u. Loss: for k = 0 nothing is added, 16.6 u. For k < 0 the result is at least 0.3466: |k| log 2,
   with 1.31 u (0.31 u the constant's), is at most twice as large, 2 atanh(z) <= 0.3465 not larger: 2.7 + 16.6
   + 1 = 20.3 u. Gradient: y (0.5 u), its product with m + 1, the quotient and the product with m + 1, whose
   rounding cancels: 3.5 u. */
static inline double outside(double D, double otherwise)
{
    return D >= 0 && D <= 1 ? otherwise : (double)NAN;
}

static void on_probabilities(size_t n, const float x[restrict], double label, double loss[restrict],
                             double grad[restrict])
{
    const uint64_t least = bits_of(0x1.6ap-1), carry = bits_of(1) - least, significand = 0x000fffffffffffff;
    const double log_2 = 0x1.62e42fefa39efp-1;
    double rest = label != 0 ? 0 : 1, sign = label != 0 ? 1 : -1, small = label != 0 ? 0 : 0.25;
    for (size_t i = 0; i < n; i++) {
        double D = (double)x[i], y = rest + sign * D;
        uint64_t carried = bits_of(y) + carry;
        double k = of_bits(carried >> 52 | bits_of(0x1p52)) - (0x1p52 + 1023);
        double m = of_bits((carried & significand) + least), f = D < small ? -D : m - 1;
        double sum = m + 1, quotient = 1 / (y * sum), z = f * y * quotient;
        double minus_log = multiply_add(k, -log_2, -z * polynomial(atanh_small, ATANH_SMALL_DEGREE, z * z));
        loss[i] = outside(D, minus_log);
        grad[i] = outside(D, -sign * (sum * quotient));
    }
}

/* Exact. */
static void on_scores(size_t n, const float x[restrict], double label, double loss[restrict],
                      double grad[restrict])
{
    (void)label;
    for (size_t i = 0; i < n; i++) {
        loss[i] = (double)x[i];
        grad[i] = isnan(x[i]) ? (double)NAN : 1;
    }
}

const struct screen SCREEN_TABLE[SCREENS] = {
    [HARD_LABEL] = {on_logits, 0x1p-48, {[LOSS] = SCREEN_ABSOLUTE, [GRAD] = SCREEN_ABSOLUTE}, true},
    [HALF_LABEL] = {on_logits_half, 0x1p-46, {[LOSS] = SCREEN_ABSOLUTE, [GRAD] = SCREEN_ABSOLUTE}, true},
    [SOFT_LABEL] = {on_logits, 0x1p-48, {[LOSS] = SCREEN_ABSOLUTE, [GRAD] = 0x1p-50}, true},
    [AT_D] = {on_probabilities, 0x1p-48, {0, 0}, true},
    [SCORE] = {on_scores, 0, {0, 0}, true},
};
