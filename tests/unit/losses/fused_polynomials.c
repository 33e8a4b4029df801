/* The fused kernels' polynomials against their functions, everywhere in their intervals. */
#include "losses/fused/polynomials.h"
#include "losses/fused/polynomials_f64.h"
#include "tests/oracle/polynomial_error.h"

#include <criterion/criterion.h>
#include <math.h>

static void keeps(const char *name, const double coefficients[], int degree, series_coefficient *function,
                  double low, double high, double declared)
{
    double error = polynomial_error_of(coefficients, degree, function, low, high);
    cr_expect(error < declared, "%s: 2^%.3f, not below 2^%.3f", name, log2(error), log2(declared));
    cr_expect(error > 0.9 * declared, "%s: 2^%.3f, far below 2^%.3f", name, log2(error), log2(declared));
}

Test(fused_polynomials, keep_their_errors_everywhere)
{
    keeps("exp", exp_coefficients, EXP_DEGREE, series_of_exp, -EXP_REACH, EXP_REACH, EXP_ERROR);
    keeps("atanh", atanh_coefficients, ATANH_DEGREE, series_of_atanh, 0, ATANH_REACH, ATANH_ERROR);
    keeps("exp, f64", f64_exp, F64_EXP_DEGREE, series_of_exp, -F64_EXP_REACH, F64_EXP_REACH, F64_EXP_ERROR);
    keeps("atanh, f64", f64_atanh, F64_ATANH_DEGREE, series_of_atanh, 0, F64_ATANH_REACH, F64_ATANH_ERROR);
    flint_cleanup();
}

/* |r| <= log(2)/2 + 2^-43, and z^2 for z = e/(2 + e), e <= 1, both with what rounding adds; c[0] is exact, so that z near 0
   keeps the relative error. */
Test(fused_polynomials, cover_what_is_reduced_to)
{
    cr_expect_lt((0x1.62e42fefa39efp-2 + 0x1p-43) * (1 + 0x1p-40), EXP_REACH);
    cr_expect_lt((1 + 0x1p-40) / 9, ATANH_REACH);
    cr_expect(EXP_REACH == F64_EXP_REACH && ATANH_REACH == F64_ATANH_REACH);
}
