/* approximate.h -- an MPFR number with its relative error bound, for the own formulas: their sums may
   cancel, so that the bound depends on the values. Errors in u = 2^-p; with RNDN each operation adds at
   most u. A sum that cancels altogether has the bound INFINITY: ask again at a higher precision. */
#ifndef GANLOSS_REFERENCE_APPROXIMATE_H
#define GANLOSS_REFERENCE_APPROXIMATE_H

#include "reference/reference.h"

struct approximate {
    mpfr_t at;
    long double ulps;
};

/* From head + tail, rounded once. */
void approximate_value(struct approximate *a, const struct value *v);

/* a = x, exact. */
void approximate_set(struct approximate *a, double x);

/* a += b; a *= b; a /= b; all at a's precision, b itself unchanged (and not a). */
void approximate_add(struct approximate *a, const struct approximate *b);
void approximate_multiply(struct approximate *a, const struct approximate *b);
void approximate_divide(struct approximate *a, const struct approximate *b);

/* a = log(1 + a), 1 + a > 0. */
void approximate_log1p(struct approximate *a);

/* -1 or 1 as a is below or above c; 0: too near to tell. */
int approximate_compare(const struct approximate *a, double c);

#endif
