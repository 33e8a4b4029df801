/* worst_first.h -- the end of a long output: what is worst, once more. */
#ifndef GANLOSS_HARNESS_VERIFY_WORST_FIRST_H
#define GANLOSS_HARNESS_VERIFY_WORST_FIRST_H

#include "harness/record/summary.h"
#include "harness/selection/select.h"

#include <stdio.h>

/* Prints a line for each of the ten worst kernels, those that failed before all others, and how many there are besides.
   Worse is what has more of its results wrong (of a class but zero-sign, or lost), then what has the larger error; what has neither
   is left out. Nothing where the kernels' own lines (three at the least) are no more than fit on a screen. */
void worst_first_print(FILE *to, const struct selection *selection, const struct summary summaries[],
                       const char *level);

#endif
