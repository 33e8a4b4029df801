/* sides.h -- the accuracy of two kernels, side by side. */
#ifndef GANLOSS_HARNESS_COMPARE_SIDES_H
#define GANLOSS_HARNESS_COMPARE_SIDES_H

#include "harness/compare/differences.h"

#include <stdio.h>

/* What verify's judge has found of A and B, and what they differ by. */
struct sides {
    struct choice choice[2];
    struct summary summary[2];
    enum level level;
    const char *refused; /* why their bits are not compared; NULL: they are */
    struct differences differences;
    bool done; /* false: nothing was judged, or an interrupt ended it */
};

/* A table, less than a screen. */
void sides_print(FILE *to, const struct sides *sides);

/* For a kernel that does more than return results: lines with what reruns them. Returns how many kernels do. */
size_t sides_print_faults(FILE *to, const struct sides *sides, uint64_t seed);

#endif
