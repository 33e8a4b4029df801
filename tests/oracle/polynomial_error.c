#include "tests/oracle/polynomial_error.h"

#include <math.h>

enum { BITS = POLYNOMIAL_BITS, SERIES = POLYNOMIAL_SERIES, PIECES = 512 };

void series_of_exp(arb_t c, slong j)
{
    arb_fac_ui(c, (ulong)j, BITS);
    arb_inv(c, c, BITS);
}

void series_of_expm1(arb_t c, slong j)
{
    series_of_exp(c, j + 1);
}

void series_of_atanh(arb_t c, slong j)
{
    arb_set_ui(c, 2);
    arb_div_ui(c, c, (ulong)(2 * j + 1), BITS);
}

static void difference(arb_poly_t to, const arb_poly_t polynomial, series_coefficient *function)
{
    arb_t c;
    arb_init(c);
    for (slong j = 0; j < SERIES; j++) {
        function(c, j);
        arb_poly_set_coeff_arb(to, j, c);
    }
    arb_poly_sub(to, polynomial, to, BITS);
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

/* On a piece exp is least at the left end; expm1(x)/x is nowhere below (1 - e^-1/2)/(1/2) > 0.78, the other
   function nowhere below 2; what the series leaves out is less than twice its next term. */
double polynomial_error(const arb_poly_t polynomial, series_coefficient *function, double low, double high)
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
    difference(p, polynomial, function);

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
        if (function == series_of_atanh)
            arb_set_ui(least, 2);
        if (function == series_of_expm1)
            arb_set_d(least, 0.78);
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

double polynomial_error_of(const double coefficients[], int degree, series_coefficient *function, double low,
                           double high)
{
    arb_poly_t p;
    arb_t c;
    arb_poly_init(p);
    arb_init(c);
    for (int j = 0; j <= degree; j++) {
        arb_set_d(c, coefficients[j]);
        arb_poly_set_coeff_arb(p, j, c);
    }
    double error = polynomial_error(p, function, low, high);
    arb_clear(c);
    arb_poly_clear(p);
    return error;
}
