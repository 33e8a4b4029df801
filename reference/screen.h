/* screen.h -- the fast approximation of a formula over binary32 inputs, with a proved error bound. It
   settles nearly every comparison of an exhaustive run; what it leaves open is MPFR's. */
#ifndef GANLOSS_REFERENCE_SCREEN_H
#define GANLOSS_REFERENCE_SCREEN_H

#include "reference/reference.h"

/* Approximates loss and gradient of a formula at n floats, for a label in [0, 1], the same for all. The
   weight is taken as 1: the caller scales. x NaN, and D outside [0, 1], give NaN in both. At x = +-inf,
   D = -0, 0 and 1 the results mean nothing: ask MPFR. Arrays need no alignment and must not overlap; a
   result does not depend on where in the array its input stands. */
typedef void screen_f32(size_t n, const float x[], double label, double loss[], double grad[]);

/* |approximation - exact| <= relative |exact| + absolute[output] at every other float. The approximation
   is not zero and has the sign of the exact value, however small, save a gradient that cancels: the one
   for a label other than 0, 1/2 and 1, where absolute[GRAD] counts. */
struct screen {
    screen_f32 *run;
    double relative, absolute[OUTPUTS];
    bool grad_is_monotone; /* on either side of zero: the loss is convex */
};

/* No screen's absolute[LOSS] is larger; proved beside the screens (screen_f32.c). */
#define SCREEN_ABSOLUTE 0x1p-240

/* The screen of an ideal formula, by its evaluator and label: 0 or 1, 1/2, or any; for a label that is the
   term's target (LABEL_IS_TARGET), the one that takes any. As compiled for an instruction set (isa_best(), as a
   rule). NULL: the formula has none, or the set does not run here. */
const struct screen *screen_find(const struct formula *formula, enum isa isa);

#endif
