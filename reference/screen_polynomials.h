/* screen_polynomials.h -- the three polynomials of the screen, lowest coefficient first.

   Each interpolates its function at the zeros of a Chebyshev polynomial over the interval, in 300 bits, and
   each coefficient is then rounded to double. tests/unit/reference/screen.c proves, in ball arithmetic, that the
   polynomials with the coefficients as they stand here keep the errors given. */
#ifndef GANLOSS_REFERENCE_SCREEN_POLYNOMIALS_H
#define GANLOSS_REFERENCE_SCREEN_POLYNOMIALS_H

enum { EXP_DEGREE = 10, ATANH_THIRD_DEGREE = 9, ATANH_SMALL_DEGREE = 6 };

/* exp(r) on |r| <= 0.34658, a little more than log(2)/2. T_11 is odd, so that 0 is among its zeros, and the
   constant is exactly 1. Relative error below EXP_ERROR; without the constant, as expm1(r)/r from the linear
   coefficient on, below EXPM1_ERROR. */
#define EXP_REACH   0.34658
#define EXP_ERROR   0x1p-51
#define EXPM1_ERROR 0x1.4p-47
static const double exp_polynomial[EXP_DEGREE + 1] = {
    1,
    0x1.000000000001ep+0,
    0x1.0000000000005p-1,
    0x1.555555554b751p-3,
    0x1.55555555520adp-5,
    0x1.1111112dd74dbp-7,
    0x1.6c16c17f44310p-10,
    0x1.a01978c422e23p-13,
    0x1.a019a668bb4f4p-16,
    0x1.72faf2d7d210dp-19,
    0x1.28a2c273b03b8p-22,
};

/* 2 atanh(z)/z in w = z^2, as 2 + w p(w): p interpolates (2 atanh(z)/z - 2)/w. Relative errors below
   ATANH_THIRD_ERROR for |z| <= 1/3, with w up to a little more than 1/9, and below ATANH_SMALL_ERROR for
   |z| <= 0.17163, which is what (m - 1)/(m + 1) reaches for m in [0.70703125, 1.4140625]. */
#define ATANH_THIRD_REACH 0.11112
#define ATANH_THIRD_ERROR 0x1p-52
static const double atanh_third[ATANH_THIRD_DEGREE + 1] = {
    2,
    0x1.5555555555571p-1,
    0x1.99999999863dcp-2,
    0x1.24924936a93b5p-2,
    0x1.c71c64ccc30b9p-3,
    0x1.745f6a04eee8cp-3,
    0x1.3ad836d322864p-3,
    0x1.148767acbedaap-3,
    0x1.a6ce227aa6f0dp-4,
    0x1.59868ae7ac953p-3,
};

#define ATANH_SMALL_REACH 0.02946
#define ATANH_SMALL_ERROR 0x1p-50
static const double atanh_small[ATANH_SMALL_DEGREE + 1] = {
    2,
    0x1.55555555553b7p-1,
    0x1.9999999b8867bp-2,
    0x1.24924628913a4p-2,
    0x1.c71fcee4172d9p-3,
    0x1.738282bd8ee5fp-3,
    0x1.546f7518f536cp-3,
};

#endif
