/* screen_f64.h -- the second screen: a formula over binary64 inputs in double-double arithmetic, with a
   proved error bound. It settles nearly every comparison of an f64 kernel; what it leaves open is MPFR's. */
#ifndef GANLOSS_SCREEN_F64_H
#define GANLOSS_SCREEN_F64_H

#include "reference.h"

/* Approximates loss and gradient of a formula at n doubles, one label each, as sums high + low with
   high = RN(high + low). The weight is taken as 1: the caller scales. Both are those of the exact values
   times scale, which is 1, or 2^256 where loss and gradient are tails near the lower end of the exponent
   range: the low part of such a tail, and all bits of a subnormal one but the first few, have no room in
   doubles. With `exact` for the exact value times scale, an output is one of three: high NaN        the
   screen says nothing, ask MPFR: NaN, infinities, D outside (0, 1), a label that the formula does not take,
   an exact 0, other results near the ends of the exponent range, a gradient that cancels; high +0 or -0 exact
   is not 0, has this sign, and |exact| < 2^-1090; scale is 1; any other       |high + low - exact| <=
   relative[output] |exact|, exact having the sign of high. Without NaN, low is finite. Arrays need no
   alignment and must not overlap; a result depends neither on where in the array its input stands nor on the
   instruction set. */
typedef void screen_f64(size_t n, const double x[], const double label[], double loss_high[],
                        double loss_low[], double grad_high[], double grad_low[], double scale[]);

struct screen_f64 {
    screen_f64 *run;
    double relative[OUTPUTS];
};

/* The screen of an ideal formula, whatever its label and weight, that is best on this CPU; NULL: it has none.
 */
const struct screen_f64 *screen_f64_find(const struct formula *formula);

/* The same as compiled for one instruction set; NULL as well where that does not run. */
const struct screen_f64 *screen_f64_find_for(const struct formula *formula, enum isa isa);

/* What an instruction set's build provides. */
enum screen_f64_index { F64_ON_LOGITS, F64_ON_PROBABILITIES, F64_ON_SCORES, F64_SCREENS };

extern const struct screen_f64 screen_f64_any[F64_SCREENS];
#if defined __x86_64__
extern const struct screen_f64 screen_f64_avx2[F64_SCREENS], screen_f64_avx512[F64_SCREENS];
#endif

#endif
