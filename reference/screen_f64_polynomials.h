/* screen_f64_polynomials.h -- the two polynomials of the double-double screen, lowest coefficient first: the
   first as double words, the others as doubles.

   Each interpolates its function at the zeros of a Chebyshev polynomial over the interval, in 600 bits, and
   each coefficient is then rounded. tests/unit/reference/screen_f64_polynomials.c proves, in ball arithmetic, that the
   polynomials with the coefficients as they stand here keep the errors given. */
#ifndef GANLOSS_REFERENCE_SCREEN_F64_POLYNOMIALS_H
#define GANLOSS_REFERENCE_SCREEN_F64_POLYNOMIALS_H

#include "reference/double_word.h"

enum { F64_WIDE = 10, F64_EXP_REST = 7, F64_ATANH_REST = 9 }; /* how many of each kind */

/* exp(r) on |r| <= F64_EXP_REACH, a little more than log(2)/2. T_17 is odd, so that 0 is among its zeros, and
   the constant is exactly 1. Relative error below F64_EXP_ERROR. */
#define F64_EXP_REACH 0.34658
#define F64_EXP_ERROR 0x1p-89
static const struct double_word f64_exp_wide[F64_WIDE] = {
    {0x1p+0, 0x0p+0},
    {0x1p+0, -0x1.39780133a3c86p-85},
    {0x1p-1, -0x1.1698ea07fc9d6p-89},
    {0x1.5555555555555p-3, 0x1.555573ea5107ap-57},
    {0x1.5555555555555p-5, 0x1.55555c20d9584p-59},
    {0x1.1111111111111p-7, 0x1.0d95fb84c8fe9p-63},
    {0x1.6c16c16c16c17p-10, -0x1.f565474e40087p-65},
    {0x1.a01a01a01a01dp-13, -0x1.2e69d531ad0b7p-68},
    {0x1.a01a01a01a01bp-16, 0x1.158e681cc313p-70},
    {0x1.71de3a556b375p-19, 0x1.e07a44244d34ap-74},
};
static const double f64_exp_rest[F64_EXP_REST] = {
    0x1.27e4fb7789696p-22, 0x1.ae6456890a8a4p-26, 0x1.1eed8f03de62cp-29, 0x1.612435b2d784cp-33,
    0x1.939723dbb037ap-37, 0x1.af4e4454b7d93p-41, 0x1.af373f8a62026p-45,
};

/* 2 atanh(z)/z in w = z^2, as 2 + w p(w): p interpolates (2 atanh(z)/z - 2)/w, for |z| <= 1/3, with w up to a
   little more than 1/9. Relative errors below F64_ATANH_ERROR, and below F64_ATANH_SMALL_ERROR for |z| <=
   0.17163, which is what (m - 1)/(m + 1) reaches for m in [0.70703125, 1.4140625]. */
#define F64_ATANH_SMALL_REACH 0.02946
#define F64_ATANH_SMALL_ERROR 0x1p-101
#define F64_ATANH_REACH       0.11112
#define F64_ATANH_ERROR       0x1p-89
static const struct double_word f64_atanh_wide[F64_WIDE] = {
    {2, 0},
    {0x1.5555555555555p-1, 0x1.555555555444dp-55},
    {0x1.999999999999ap-2, -0x1.999999691bec4p-56},
    {0x1.2492492492492p-2, 0x1.249191c32c4efp-56},
    {0x1.c71c71c71c71cp-3, 0x1.c941b7b501241p-57},
    {0x1.745d1745d1745p-3, 0x1.9455a7b10cc37p-57},
    {0x1.3b13b13b13b48p-3, -0x1.43762b63ef834p-57},
    {0x1.1111111110092p-3, 0x1.7b7618d0c895ap-57},
    {0x1.e1e1e1e256be8p-4, -0x1.538801d325927p-59},
    {0x1.af286bb7651ebp-4, -0x1.d57f6d2d1ee87p-62},
};
static const double f64_atanh_rest[F64_ATANH_REST] = {
    0x1.861863bdd63p-4,   0x1.642c53066346fp-4, 0x1.47b17b491d73ep-4,
    0x1.2f3c0462be63ep-4, 0x1.1c2b183f66214p-4, 0x1.f86a5bf9ffec4p-5,
    0x1.3516014fbc8f7p-4, 0x1.01a5262a3519dp-7, 0x1.29f770dd45ad1p-3,
};

#endif
