/* The screen's polynomials against their functions, proved in ball arithmetic for every point of the
   interval, not for samples. The function is its own series: what is left after SERIES terms is bounded, so
   that polynomial - function is one polynomial with exact coefficients, and that is enclosed piece by piece.
 */
#include "../reference/screen_polynomials.h"

#include <arb_poly.h>
#include <criterion/criterion.h>
#include <math.h>

/* Terms of the series, pieces of the interval, bits. (1/9)^40 and 0.35^40/40! are below 2^-120. */
enum { SERIES = 40, PIECES = 512, BITS = 256 };

typedef void coefficient(arb_t c, slong j);

/* exp(x), 1/j!; expm1(x)/x, 1/(j + 1)!; 2 atanh(sqrt x)/sqrt x, 2/(2j + 1). */
static void of_exp(arb_t c, slong j)
{
    arb_fac_ui(c, (ulong)j, BITS);
    arb_inv(c, c, BITS);
}

static void of_expm1(arb_t c, slong j)
{
    of_exp(c, j + 1);
}

static void of_atanh(arb_t c, slong j)
{
    arb_set_ui(c, 2);
    arb_div_ui(c, c, (ulong)(2 * j + 1), BITS);
}

static void difference(arb_poly_t to, const double polynomial[], int degree, coefficient *function)
{
    arb_t c, p;
    arb_init(c);
    arb_init(p);
    for (slong j = 0; j < SERIES; j++) {
        function(c, j);
        arb_set_d(p, j <= degree ? polynomial[j] : 0);
        arb_sub(c, p, c, BITS);
        arb_poly_set_coeff_arb(to, j, c);
    }
    arb_clear(p);
    arb_clear(c);
}

/* A bound of |p(centre + h)|, |h| <= radius: sum |p_j(centre)| radius^j. */
static void bound_piece(arb_t bound, const arb_poly_t p, const arb_t centre, const arb_t radius)
{
    arb_poly_t shifted;
    arb_t c;
    arb_poly_init(shifted);
    arb_init(c);
    arb_poly_taylor_shift(shifted, p, centre, BITS);
    arb_zero(bound);
    for (slong j = arb_poly_length(shifted) - 1; j >= 0; j--) {
        arb_poly_get_coeff_arb(c, shifted, j);
        arb_abs(c, c);
        arb_mul(bound, bound, radius, BITS);
        arb_add(bound, bound, c, BITS);
    }
    arb_clear(c);
    arb_poly_clear(shifted);
}

/* Relative. On a piece exp is least at the left end; expm1(x)/x is nowhere below 0.845 on the interval, and the
   other function nowhere below 2; what the series leaves out is less than twice its next term. */
static double largest_error(const double polynomial[], int degree, coefficient *function, double low,
                            double high)
{
    arb_poly_t p;
    arb_t centre, radius, bound, least, rest, reach;
    enum { BALLS = 6 };
    arb_ptr all[BALLS] = {centre, radius, bound, least, rest, reach};
    arf_t upper;
    double largest = 0;
    arb_poly_init(p);
    arf_init(upper);
    for (int i = 0; i < BALLS; i++)
        arb_init(all[i]);
    difference(p, polynomial, degree, function);

    function(rest, SERIES);
    arb_set_d(reach, fmax(-low, high));
    arb_pow_ui(reach, reach, SERIES, BITS);
    arb_mul(rest, rest, reach, BITS);
    arb_mul_2exp_si(rest, rest, 1);

    arb_set_d(radius, (high - low) / (2 * PIECES) * (1 + 0x1p-40));
    for (int i = 0; i < PIECES; i++) {
        double left = low + (high - low) * i / PIECES;
        arb_set_d(centre, left);
        arb_add(centre, centre, radius, BITS);
        bound_piece(bound, p, centre, radius);
        arb_add(bound, bound, rest, BITS);
        arb_set_d(least, left);
        arb_exp(least, least, BITS);
        if (function == of_atanh)
            arb_set_ui(least, 2);
        if (function == of_expm1)
            arb_set_d(least, 0.845);
        arb_div(bound, bound, least, BITS);
        arb_get_ubound_arf(upper, bound, 53);
        largest = fmax(largest, arf_get_d(upper, ARF_RND_UP));
    }
    for (int i = 0; i < BALLS; i++)
        arb_clear(all[i]);
    arf_clear(upper);
    arb_poly_clear(p);
    return largest;
}

static const struct {
    const char *name;
    const double *polynomial;
    int degree;
    coefficient *function;
    double low, high, error;
} rows[] = {
    {"exp", exp_polynomial, EXP_DEGREE, of_exp, -EXP_REACH, EXP_REACH, EXP_ERROR},
    {"expm1", exp_polynomial + 1, EXP_DEGREE - 1, of_expm1, -EXP_REACH, EXP_REACH, EXPM1_ERROR},
    {"atanh to 1/3", atanh_third, ATANH_THIRD_DEGREE, of_atanh, 0, ATANH_THIRD_REACH, ATANH_THIRD_ERROR},
    {"atanh, small", atanh_small, ATANH_SMALL_DEGREE, of_atanh, 0, ATANH_SMALL_REACH, ATANH_SMALL_ERROR},
};

Test(screen_polynomials, keep_their_errors_everywhere)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        double error =
            largest_error(rows[i].polynomial, rows[i].degree, rows[i].function, rows[i].low, rows[i].high);
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
