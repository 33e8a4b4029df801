/* loosened_screen.h -- the double-double screens with polynomials that a test can spoil. */
#ifndef GANLOSS_TESTS_SUPPORT_LOOSENED_SCREEN_H
#define GANLOSS_TESTS_SUPPORT_LOOSENED_SCREEN_H

#include "reference/screen_f64.h"

extern const struct screen_f64 loosened_screens[F64_SCREENS];

enum loosened { LOOSEN_EXP, LOOSEN_ATANH };

/* Makes the polynomials sound, but for coefficient j of one, which is off by one part in 10^digits. */
void loosen(enum loosened polynomial, int j, int digits);

#endif
