/* screen_worst.h -- the largest errors of the screens at the points where they should be worst, by MPFR. */
#ifndef GANLOSS_TESTS_SUPPORT_SCREEN_WORST_H
#define GANLOSS_TESTS_SUPPORT_SCREEN_WORST_H

#include "tests/support/screen_points.h"

enum { SCREEN_WORST_POINTS = 1000 }; /* in a block */

struct screen_worst {
    double part;     /* of the proved bound; infinite where a promised sign is wrong */
    double x, label; /* where */
};

/* One subject in one format, on `count` blocks of points from number `first` on, with every instruction set
   that runs here: raises to[][] to the largest part found, and says on stderr where a bound is first broken.
   Each point is two comparisons with MPFR. Returns how many outputs a screen left to MPFR. */
uint64_t screen_worst(struct screen_worst to[ISAS][OUTPUTS], const struct format *format, int subject,
                      uint64_t first, uint64_t count);

#endif
