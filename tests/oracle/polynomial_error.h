/* polynomial_error.h -- how far a polynomial is from a function at most, proved in ball arithmetic for every
   point of an interval, not for samples. The function is its own series: what is left after SERIES terms is
   bounded, so that polynomial - function is one polynomial with exact coefficients, and that is enclosed
   piece by piece. */
#ifndef GANLOSS_TESTS_ORACLE_POLYNOMIAL_ERROR_H
#define GANLOSS_TESTS_ORACLE_POLYNOMIAL_ERROR_H

#include <arb_poly.h>

/* Bits; terms of the series: (1/9)^60 and 0.35^60/60! are below 2^-180. */
enum { POLYNOMIAL_BITS = 384, POLYNOMIAL_SERIES = 60 };

/* Coefficient j of a function's series: exp(x), 1/j!; expm1(x)/x, 1/(j + 1)!; 2 atanh(sqrt x)/sqrt x, 2/(2j +
 * 1). */
typedef void series_coefficient(arb_t c, slong j);
series_coefficient series_of_exp, series_of_expm1, series_of_atanh;

/* A bound of |polynomial - function| / |function| on [low, high], which is within [-1/2, 1/2], and within
   [0, 1/2] for atanh. */
double polynomial_error(const arb_poly_t polynomial, series_coefficient *function, double low, double high);

/* The same of coefficients that are doubles, the lowest first. */
double polynomial_error_of(const double coefficients[], int degree, series_coefficient *function, double low,
                           double high);

#endif
