/* screen_f64.c -- the screens in double-double arithmetic without a branch, so that compilers vectorise the
   three loops; compiled once per instruction set. Written apart from the kernels, which it judges.

   Errors are relative; u = 2^-53. Those of double-double operations (double_word.h) are some 10 u^2 = 2^-103
   each, and matter little: what counts on logits are the polynomials, near 2^-88. Sums of errors are rounded
   up, which covers their products (below 2^-150). The bounds proved are 2^-86 for a loss and 2^-77 for a
   gradient, 2^-99 and 2^-101 on D.

   Choices are as few and as late as they can be, and NaN is added where there is no answer: where choices
   meet, gcc makes branches of them, and then does not vectorise for SSE2. */
#include "reference/screen_f64.h"
#include "losses/bits.h"
#include "reference/screen_f64_polynomials.h"

#include <float.h>

#ifndef SCREEN_F64_TABLE
#define SCREEN_F64_TABLE screen_f64_any
#endif

/* log 2 to 2^-140: two multiples of 2^-42 and 2^-84 of 42 bits each, so that k times either is exact for
   |k| < 2^11, and the rest. */
static const double log_2_high = 0x1.62e42fefa38p-1, log_2_middle = 0x1.ef35793c76p-45,
                    log_2_low = 0x1.cc01f97b57a08p-87;

/* 2^k for an integer -1022 <= k <= 1023: the sum's last bits are 1023 + k. */
static inline double power_of_two(double k)
{
    return of_bits(bits_of(k + (0x1.8p52 + 1023)) << 52);
}

/* c + x total, where that is the larger |c|: a double word but for normalisation, |low| <= 6 u |high|, and so
   may total be. Let p = x total, |p| <= |c|/4. Of the product, x.low total.low is left out, 6 u^2 |p|; the
   two small products are rounded, (1 + 6) u^2, their sum, 7 u^2, and the sum with product.low, 8 u^2: 28 u^2
   |p|. The sum of the highs is exact; that of the lows is rounded twice, u (u |c| + 8 u |p|) and u (2 u |c| +
   9 u |p|): in all error <= 3 u^2 |c| + 45 u^2 |p|,   |low| <= 2 u |c| + 9 u |p| <= 4.25 u |c| <= 6 u |high|. */
static inline struct double_word horner_step(struct double_word total, struct double_word x,
                                             struct double_word c)
{
    struct double_word product = two_product(total.high, x.high);
    struct double_word sum = fast_two_sum(c.high, product.high);
    double low = product.low + (total.high * x.low + total.low * x.high);
    return (struct double_word){sum.high, sum.low + (c.low + low)};
}

/* c[0] + c[1] x + ...: the first F64_WIDE coefficients by Horner with double words, the rest by Horner in
   double and of x.high alone. In the first part c[j] x^j meets one step as c and j as p: (45 j + 3) u^2 of
   its absolute value. In the second, as number i = j - F64_WIDE, it meets i roundings of products, i + 1 of
   sums, and i times the u that x.low is of x: (3 i + 1) u. That |x total| <= |c|/4 holds at every step for
   both polynomials, but at exp's last, where it is 0.42 |c|: there |low| <= 6 u |c| <= 11 u |high|, and the
   end normalises it. */
static inline __attribute__((always_inline)) struct double_word
polynomial(const struct double_word wide[F64_WIDE], const double rest[], int count, struct double_word x)
{
    double sum = rest[count - 1];
#pragma GCC unroll 16
    for (int i = count - 2; i >= 0; i--)
        sum = sum * x.high + rest[i];
    struct double_word total = {sum, 0};
#pragma GCC unroll 16
    for (int j = F64_WIDE - 1; j >= 0; j--)
        total = horner_step(total, x, wide[j]);
    return fast_two_sum(total.high, total.low);
}

/* exp(-a) = 2^k exp(r), a in [0, 760], k = rint(-a log2 e), r = -a - k log 2; returns exp(r): error 2^-88.

   k: |k| <= 1097. The argument of the rounding is wrong by less than 2^-42 (2^-44 for the product's rounding,
   as much for the constant's, 2^-53 for the sum): |r| <= log(2)/2 + 2^-42 < F64_EXP_REACH.
   r: k log_2_high is exact. So is its sum with -a: either k = 0, or a > 1/4 is a multiple of 2^-54 and the
   sum one of 2^-54, below 1/2. k log_2_middle is exact, and its sum is exact as a double word. There remain
   the roundings of k log_2_low, below 2^-76, of log_2_low, and of the sum of the low parts, below 2^-54:
   2^-107 + 2^-128, absolute, and so much is exp(r) off.
   exp(r): F64_EXP_ERROR, 2^-89. The first part: sum (45 j + 3) |r|^j/j! <= (3 + 45 |r|) exp(|r|), over
   exp(r) 38 u^2. The second: sum (3 i + 1) u |r|^(10 + i)/(10 + i)! < 1.2 u |r|^10/10! = 2^-89.8, over exp(r)
   2^-89.3. In all 2^-89 + 2^-89.3 + 2^-100 + 2^-107 < 2^-88. Where r^j underflows it is nothing beside 1. */
static inline struct double_word exp_minus(double a, double *k)
{
    const double log2_e = 0x1.71547652b82fep+0, shift = 0x1.8p52;
    *k = (-log2_e * a + shift) - shift;
    struct double_word r = two_sum(-a - *k * log_2_high, -(*k * log_2_middle));
    r = two_sum(r.high, r.low - *k * log_2_low);
    return polynomial(f64_exp_wide, f64_exp_rest, F64_EXP_REST, r);
}

/* 2 atanh(z), |z| <= 1/3, z of error d: error 1.09 d + 2^-87.6, and 1.03 d + 2^-101 + 12 u^2 for z^2 <=
   F64_ATANH_SMALL_REACH.
   z^2 has 7 u^2 + 2 d; log(atanh(z)/z) as a function of z^2 has condition 0.042 at 1/9, 0.0102 at 0.0295:
   0.084 d + u^2, 0.021 d + u^2. F64_ATANH_ERROR, 2^-89; F64_ATANH_SMALL_ERROR, 2^-101. The polynomial's first
   part: sum (45 j + 3)/(2 j + 1) z^2j <= 5.9 u^2; 3.7 u^2. The second: sum (3 i + 1)/(21 + 2 i) u z^2(10 + i)
   < 1.5/21 u 9^-10 = 2^-88.4; 0.3 u^2. The product with z: 7 u^2. In all 2^-89 + 2^-88.4 + 14 u^2 < 2^-87.6;
   2^-101 + 12 u^2. */
static inline struct double_word twice_atanh(struct double_word z)
{
    return multiply(z, polynomial(f64_atanh_wide, f64_atanh_rest, F64_ATANH_REST, multiply(z, z)));
}

/* Cross-entropy on logits: with e = exp(-|s|), z = e/(2 + e), q = e/(1 + e) = sigmoid(-|s|) and the part
   w of the label that pulls the other way, 1 - t for s > 0 and else t,
     loss = w |s| + log1p(e),  log1p(e) = 2 atanh(z),    gradient = +-(w - q), + for s > 0.

   e: |s| > 760 is taken as 760. 2^k with k < -200 is applied in two steps, 2^-200 before and the rest, at
   least 2^-897, after log1p and q, which at e < 2^-199 are e but for 2^-199: nothing underflows on the way.
   z, q: error 2^-88 of e (conditions 2/(2 + e) and 1/(1 + e)), 2 u^2 of a sum and 15 u^2 of a quotient.
   log1p: 1.09 2^-88 + 2^-87.6 + 2^-100 < 2^-86.7.
   w: exact as a double word. w |s|: |s| 2^-64 keeps products in range at the upper end: 2 u^2.
   Loss: both summands are positive: 2^-86.7 + 5 u^2 < 2^-86.
   Gradient: answered from |w - q| >= 2^-10 q upwards: 2^10 (2^-88 + 17 u^2) + 3 u^2 < 2^-77.
   Without w, results are those of e: scaled by 2^256 from |s| = 600 on, where e < 2^-865, they are at least
   2^-841, and before that 2^-866; low parts may lose 2^-1075, that is 2^-209 of them. From |s| = 760 on, e <
   2^-1096: zeros, declared as below 2^SCREEN_F64_ZERO.
   With w, the products of w |s| 2^-64 may each be off by 2^-1072, that is 2^-1007 in w |s|; low parts of e,
   by 2^-1075; and e, taken at 760, by 2^-1096: answered from 2^-900 upwards, where that is 2^-107. */
static void on_logits(size_t n, const double x[restrict], const double label[restrict],
                      double loss_high[restrict], double loss_low[restrict], double grad_high[restrict],
                      double grad_low[restrict], double scaled[restrict])
{
    for (size_t i = 0; i < n; i++) {
        double s = x[i], t = label[i], distance = fabs(s), direction = copysign(1, s), k;
        struct double_word w = two_sum((1 + direction) / 2, -direction * t);
        double factor = ((w.high == 0) & (distance >= 600)) ? 0x1p256 : 1;

        struct double_word r = exp_minus(distance < 760 ? distance : 760, &k);
        double before = k > -200 ? k : -200, after = power_of_two(k - before) * factor;
        struct double_word e = scale(r, power_of_two(before));
        struct double_word log1p = scale(twice_atanh(divide(e, add_double(e, 2))), after);
        struct double_word q = scale(divide(e, add_double(e, 1)), after);
        struct double_word line = scale(multiply_double(w, distance * 0x1p-64), 0x1p64);
        struct double_word loss = add(line, log1p), difference = add(w, scale(q, -1));

        double least = w.high > 0 ? 0x1p-900 : 0, part = 0x1p-10 * q.high;
        double enough = part > least ? part : least, apart = fabs(difference.high);
        double outside = ((distance <= DBL_MAX) & (t >= 0) & (t <= 1)) ? 0 : (double)NAN;
        double nonzero = ((w.high == 0) & (distance >= 760)) ? 0 : 1;

        loss_high[i] = nonzero * (loss.high >= least ? loss.high : (double)NAN) + outside;
        loss_low[i] = loss.low;
        grad_high[i] = direction * (nonzero * (apart >= enough ? difference.high : (double)NAN) - outside);
        grad_low[i] = direction * difference.low;
        scaled[i] = factor;
    }
}

/* Cross-entropy on probabilities: -log y, y = D for label 1 and 1 - D for 0, gradient -+1/y.
   y = 2^k m, m in [0.70703125, 1.4140625), k in [-1020, 0]; with f = m - 1, z = f/(2 + f),
     -log y = -k log 2 - 2 atanh(z).

   k and m: bits added to the significand of y.high carry into the exponent from m = 0.70703125 upwards, and
   are taken out again; the exponent, put into the significand of 2^52, is read as a number. y, m and f =
   (m.high - 1) + m.low are exact as double words: m.high - 1 by Sterbenz's lemma.
   z: 17 u^2. 2 atanh(z), z^2 <= F64_ATANH_SMALL_REACH: 2^-101 + 30 u^2.
   k log 2: the first two products are exact, and so is their sum; the last product's rounding, below 2^-129,
   and that of the sum of the low parts: 1.1 u^2.
   Loss: for k = 0 nothing is added. For k < 0 the result is at least 0.3466, |k| log 2 at most twice as large
   and 2 atanh(z) not larger: 2.2 u^2 + 2^-101 + 30 u^2 + 3 u^2 < 2^-99. For D < 2^-200 and label 0 it is D
   but for 2^-200.
   Gradient: 15 u^2 + 56 u^3 < 2^-101; the product with 2^-k is exact. For label 1, D is answered from 2^-1020
   upwards, so that 1/D is finite. */
static void on_probabilities(size_t n, const double x[restrict], const double label[restrict],
                             double loss_high[restrict], double loss_low[restrict],
                             double grad_high[restrict], double grad_low[restrict], double scaled[restrict])
{
    const uint64_t least = bits_of(0x1.6ap-1), carry = bits_of(1) - least, significand = 0x000fffffffffffff;
    for (size_t i = 0; i < n; i++) {
        double D = x[i], t = label[i], fake = 1 - t, sign = fake - t;
        struct double_word y = two_sum(fake, -sign * D);
        uint64_t carried = bits_of(y.high) + carry;
        double k = of_bits(carried >> 52 | bits_of(0x1p52)) - (0x1p52 + 1023), inverse = power_of_two(-k);
        struct double_word m = {of_bits((carried & significand) + least), y.low * inverse};
        struct double_word f = two_sum(m.high - 1, m.low);

        struct double_word log_2s = two_sum(k * log_2_high, k * log_2_middle);
        log_2s = fast_two_sum(log_2s.high, log_2s.low + k * log_2_low);
        struct double_word log = add(log_2s, twice_atanh(divide(f, add_double(f, 2))));
        struct double_word grad = scale(divide((struct double_word){1, 0}, m), inverse);
        double outside = ((D > 0) & (D >= t * 0x1p-1020) & (D < 1) & (t * fake == 0)) ? 0 : (double)NAN;
        double tiny = fake * 0x1p-200;

        loss_high[i] = (D < tiny ? D : -log.high) + outside;
        loss_low[i] = D < tiny ? 0 : -log.low;
        grad_high[i] = sign * grad.high + outside;
        grad_low[i] = sign * grad.low;
        scaled[i] = 1;
    }
}

/* Exact. */
static void on_scores(size_t n, const double x[restrict], const double label[restrict],
                      double loss_high[restrict], double loss_low[restrict], double grad_high[restrict],
                      double grad_low[restrict], double scaled[restrict])
{
    (void)label;
    for (size_t i = 0; i < n; i++) {
        int in_domain = (fabs(x[i]) <= DBL_MAX) & (x[i] != 0);
        loss_high[i] = in_domain ? x[i] : (double)NAN;
        grad_high[i] = in_domain ? 1 : (double)NAN;
        loss_low[i] = grad_low[i] = 0;
        scaled[i] = 1;
    }
}

const struct screen_f64 SCREEN_F64_TABLE[F64_SCREENS] = {
    [F64_ON_LOGITS] = {on_logits, {[LOSS] = 0x1p-86, [GRAD] = 0x1p-77}},
    [F64_ON_PROBABILITIES] = {on_probabilities, {[LOSS] = 0x1p-99, [GRAD] = 0x1p-101}},
    [F64_ON_SCORES] = {on_scores, {0, 0}},
};
