/* screen_f64.h -- the second screen: a formula over binary64 inputs in double-double arithmetic, with a
   proved error bound. It settles nearly every comparison of an f64 kernel; what it leaves open is MPFR's. */
#ifndef GANLOSS_REFERENCE_SCREEN_F64_H
#define GANLOSS_REFERENCE_SCREEN_F64_H

#include "reference/reference.h"

/* Approximates loss and gradient of a formula at n doubles, one label each, as sums high + low with
   high = RN(high + low). The weight is taken as 1: the caller scales. Both are those of the exact values
   times scale, which is 1, or 2^256 where loss and gradient are tails near the lower end of the exponent
   range: there the low part, and all bits of a subnormal but the first few, have no room in doubles.
   With `exact` for the exact value times scale, an output is one of three:
   - high is NaN: the screen says nothing, ask MPFR. So it is at NaN, infinities, D outside (0, 1), for a
     label that the formula does not take, an exact 0, a gradient that cancels, and results near the ends
     of the exponent range that are not scaled.
   - high is +0 or -0: exact has this sign, is not 0, and is below 2^-834, the least subnormal being 2^-818.
   - high is any other: |high + low - exact| <= relative[output] |exact|, and exact has the sign of high.
   Without NaN, low is finite. Arrays need no alignment and must not overlap; a result depends neither on
   where in the array its input stands nor on the instruction set. */
typedef void screen_f64(size_t n, const double x[], const double label[], double loss_high[],
                        double loss_low[], double grad_high[], double grad_low[], double scale[]);

struct screen_f64 {
    screen_f64 *run;
    double relative[OUTPUTS];
};

/* What is answered with a zero is, not scaled, below 2^SCREEN_F64_ZERO; proved beside the screen
   (screen_f64.c, from |s| = 760 on). */
enum { SCREEN_F64_ZERO = -834 - 256 };

/* The screen of an ideal formula, whatever its label and weight, as compiled for an instruction set (isa_best(), as a
   rule). NULL: the formula has none, or the set does not run here. */
const struct screen_f64 *screen_f64_find(const struct formula *formula, enum isa isa);

/* What an instruction set's build provides. */
enum screen_f64_index { F64_ON_LOGITS, F64_ON_PROBABILITIES, F64_ON_SCORES, F64_SCREENS };

extern const struct screen_f64 screen_f64_any[F64_SCREENS];
#if defined __x86_64__
extern const struct screen_f64 screen_f64_avx2[F64_SCREENS], screen_f64_avx512[F64_SCREENS];
#endif

#endif
