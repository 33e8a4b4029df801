/* The screen's polynomials against their functions, everywhere in their intervals. */
#include "reference/screen_polynomials.h"
#include "tests/oracle/polynomial_error.h"

#include <criterion/criterion.h>
#include <math.h>

static const struct {
    const char *name;
    const double *polynomial;
    int degree;
    series_coefficient *function;
    double low, high, error;
} rows[] = {
    {"exp", exp_polynomial, EXP_DEGREE, series_of_exp, -EXP_REACH, EXP_REACH, EXP_ERROR},
    {"expm1", exp_polynomial + 1, EXP_DEGREE - 1, series_of_expm1, -EXP_REACH, EXP_REACH, EXPM1_ERROR},
    {"atanh to 1/3", atanh_third, ATANH_THIRD_DEGREE, series_of_atanh, 0, ATANH_THIRD_REACH,
     ATANH_THIRD_ERROR},
    {"atanh, small", atanh_small, ATANH_SMALL_DEGREE, series_of_atanh, 0, ATANH_SMALL_REACH,
     ATANH_SMALL_ERROR},
};

Test(screen_polynomials, keep_their_errors_everywhere)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        double error = polynomial_error_of(rows[i].polynomial, rows[i].degree, rows[i].function, rows[i].low,
                                           rows[i].high);
        printf("%s: relative error below 2^%.2f\n", rows[i].name, log2(error));
        cr_expect_lt(error, rows[i].error, "%s: 2^%.2f", rows[i].name, log2(error));
    }
    flint_cleanup();
}

/* The intervals hold what the screen's reductions leave: |r| <= log(2)/2 + 2^-43, z = e/(2 + e) for e <= 1
   with its rounding errors, and (m - 1)/(m + 1) at both ends of m's interval. */
Test(screen_polynomials, cover_what_is_reduced_to)
{
    double slack = 1 + 0x1p-40, low = (0x1.6ap-1 - 1) / (0x1.6ap-1 + 1),
           high = (0x1.6ap0 - 1) / (0x1.6ap0 + 1);
    cr_expect_lt((0x1.62e42fefa39efp-2 + 0x1p-43) * slack, EXP_REACH);
    cr_expect_gt(expm1(-EXP_REACH) / -EXP_REACH, 0.845);
    cr_expect_lt(slack / 9, ATANH_THIRD_REACH);
    cr_expect_lt(low * low * slack, ATANH_SMALL_REACH);
    cr_expect_lt(high * high * slack, ATANH_SMALL_REACH);
}
