/* The double-double screen's polynomials against their functions, everywhere in their intervals, and its
   log 2. */
#include "reference/screen_f64_polynomials.h"
#include "tests/oracle/polynomial_error.h"

#include <criterion/criterion.h>
#include <math.h>

static const struct {
    const char *name;
    const struct double_word *wide;
    const double *rest;
    int rest_count;
    series_coefficient *function;
    double low, high, error;
} rows[] = {
    {"exp", f64_exp_wide, f64_exp_rest, F64_EXP_REST, series_of_exp, -F64_EXP_REACH, F64_EXP_REACH,
     F64_EXP_ERROR},
    {"atanh to 1/3", f64_atanh_wide, f64_atanh_rest, F64_ATANH_REST, series_of_atanh, 0, F64_ATANH_REACH,
     F64_ATANH_ERROR},
    {"atanh, small", f64_atanh_wide, f64_atanh_rest, F64_ATANH_REST, series_of_atanh, 0,
     F64_ATANH_SMALL_REACH, F64_ATANH_SMALL_ERROR},
};

/* c = high + low, exactly. */
static void set_coefficient(arb_poly_t p, slong j, double high, double low)
{
    arb_t c, d;
    arb_init(c);
    arb_init(d);
    arb_set_d(c, high);
    arb_set_d(d, low);
    arb_add(c, c, d, POLYNOMIAL_BITS);
    arb_poly_set_coeff_arb(p, j, c);
    arb_clear(d);
    arb_clear(c);
}

static double error_of(size_t row)
{
    arb_poly_t p;
    arb_poly_init(p);
    for (slong j = 0; j < F64_WIDE; j++)
        set_coefficient(p, j, rows[row].wide[j].high, rows[row].wide[j].low);
    for (slong j = 0; j < rows[row].rest_count; j++)
        set_coefficient(p, F64_WIDE + j, rows[row].rest[j], 0);
    double error = polynomial_error(p, rows[row].function, rows[row].low, rows[row].high);
    arb_poly_clear(p);
    return error;
}

Test(screen_f64_polynomials, keep_their_errors_everywhere)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        double error = error_of(i);
        printf("%s: relative error below 2^%.2f\n", rows[i].name, log2(error));
        cr_expect_lt(error, rows[i].error, "%s: 2^%.2f", rows[i].name, log2(error));
    }
    flint_cleanup();
}

/* Double words, as the bounds of their arithmetic require: high = RN(high + low). */
Test(screen_f64_polynomials, are_double_words)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (int j = 0; j < F64_WIDE; j++) {
            volatile double sum = rows[i].wide[j].high + rows[i].wide[j].low;
            cr_expect(sum == rows[i].wide[j].high, "%s, %d", rows[i].name, j);
        }
}

/* The intervals hold what the screen's reductions leave: |r| <= log(2)/2 + 2^-42, and z = e/(2 + e) for e <=
   1 with its rounding errors; (m - 1)/(m + 1) in its square, for both ends of m's interval. */
Test(screen_f64_polynomials, cover_what_is_reduced_to)
{
    double slack = 1 + 0x1p-40, low = (0x1.6ap-1 - 1) / (0x1.6ap-1 + 1),
           high = (0x1.6ap0 - 1) / (0x1.6ap0 + 1);
    cr_expect_lt((0x1.62e42fefa39efp-2 + 0x1p-42) * slack, F64_EXP_REACH);
    cr_expect_lt(slack / 9, F64_ATANH_REACH);
    cr_expect_lt(low * low * slack, F64_ATANH_SMALL_REACH);
    cr_expect_lt(high * high * slack, F64_ATANH_SMALL_REACH);
}
