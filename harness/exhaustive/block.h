/* block.h -- the exact values of a block of consecutive floats: screened, and settled by MPFR where the
   screen leaves something open. */
#ifndef GANLOSS_HARNESS_EXHAUSTIVE_BLOCK_H
#define GANLOSS_HARNESS_EXHAUSTIVE_BLOCK_H

#include "harness/metric/f32.h"
#include "harness/selection/group.h"

/* A group at one label. */
struct pass {
    const struct group *group;
    const struct screen *screen; /* NULL: MPFR throughout, a thousand times slower and as exact */
    struct formula formula;      /* the group's, its label fixed */
};

/* n inputs, the floats of the bits from `bits` on, at x. All have this 1 / ulp(exact), where it is not 0. */
struct block {
    const struct pass *pass;
    uint32_t bits;
    size_t n;
    const float *x;
    double scale[OUTPUTS];
};

/* 1 / ulp(exact) of each output, where it is the same for all floats between two of one sign, ends included;
   else 0. A sigmoid near 1/2 or 1 is so close to a power of two at every third float. Asks MPFR twice. */
void block_scale(double scale[OUTPUTS], const struct pass *pass, float first, float last);

/* Fills want[] for the block: every value DECIDED or, as many as open[] says, SIDE_OPEN. */
void block_screen(struct screened want[OUTPUTS], uint32_t open[OUTPUTS], const struct block *b,
                  const struct comparer *comparer);

/* Where a result differs from RN(exact) at an open side, asks MPFR which side it is, for all kernels. */
void block_settle_sides(struct screened *s, const struct block *b, const float got[], double sign,
                        enum output output);

/* Holds the screen against MPFR at input i; true (after a line on stderr): it is outside its bound. */
bool block_audit_fails(const struct block *b, size_t i);

#endif
