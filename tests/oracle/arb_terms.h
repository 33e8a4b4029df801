/* arb_terms.h -- the terms and the epsilon variants' own formulas a second time, in ball arithmetic
   (FLINT/Arb), from their sources. Nothing here is shared with reference/. */
#ifndef GANLOSS_TESTS_ORACLE_ARB_TERMS_H
#define GANLOSS_TESTS_ORACLE_ARB_TERMS_H

#include "reference/format.h"

#include <arb.h>
#include <stdbool.h>

/* What a term is made of: t -log D + (1 - t) -log(1 - D), with D the input or the sigmoid of it, or the
   score itself; times a factor. */
enum arb_input { ON_LOGIT, ON_PROBABILITY, SCORE };
struct arb_term {
    const char *id;
    enum arb_input input;
    double label; /* NaN: the target */
    double factor;
};
extern const struct arb_term arb_terms[];
extern const int arb_term_count;

/* D and 1 - D as balls, each to full relative accuracy; at_input: dD/dx = 1, else D (1 - D), as at first. */
struct arb_point {
    arb_t D, rest;
    bool at_input;
};
void arb_point_init(struct arb_point *at);
void arb_point_clear(struct arb_point *at);
void arb_point_logit(struct arb_point *at, double s, slong precision);
void arb_point_probability(struct arb_point *at, double D, slong precision);

/* Loss and gradient of the term at a finite x; t its target where it takes one. */
void arb_ideal(arb_t loss, arb_t grad, const struct arb_term *term, double x, double t, slong precision);

/* Those of an epsilon variant. False: a ball reaches over a clip or clamp, ask at a higher precision. */
typedef bool arb_variant(arb_t loss, arb_t grad, const struct arb_point *at, const struct format *format,
                         double t, slong precision);
arb_variant arb_add1e8, arb_add1e12, arb_clip1e7, arb_clamp100;

#endif
