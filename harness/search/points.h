/* points.h -- the inputs that are tried because something is known to change there, or by chance. */
#ifndef GANLOSS_HARNESS_SEARCH_POINTS_H
#define GANLOSS_HARNESS_SEARCH_POINTS_H

#include "harness/inputs/worst.h"
#include "harness/search/lane.h"

/* Those of level quick, worst cases first (NULL: there are none). */
void points_known(struct lane *lane, const struct worst *worst, uint64_t seed);

/* Around the constants that people write, on both sides. */
void points_constants(struct lane *lane);

/* n random inputs, of every scale; and one. */
void points_random(struct lane *lane, size_t n);
double points_draw(enum space space, uint64_t *random);

/* The neighbours of an input, and inputs at distances of 2^4 to 2^50 ulps on both sides. */
void points_around(struct lane *lane, int64_t ordinal, const struct targeting *by);

/* The neighbours at distances of powers of two, up to 2^24 ulps, of the input of a maximum. */
void points_climb(struct lane *lane, const struct input *from);

#endif
