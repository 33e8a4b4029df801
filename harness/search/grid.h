/* grid.h -- inputs that people, files and narrower formats produce: on these a kernel can be wrong that is
   right elsewhere. */
#ifndef GANLOSS_HARNESS_SEARCH_GRID_H
#define GANLOSS_HARNESS_SEARCH_GRID_H

#include "harness/search/lane.h"

/* Integers, multiples of 2^-k and of 10^-k, powers of ten, and of two with their neighbours; a part of the
   numbers that float, half precision and bfloat16 hold. On both sides: s and -s, D and 1 - D. */
void grid_all(struct lane *lane);

/* n numbers of few digits, binary or decimal. */
void grid_random(struct lane *lane, size_t n);

#endif
