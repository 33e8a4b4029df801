/* exact.c -- softplus and sigmoid in double-word arithmetic, for the one input in 10^5 that needs it. It need not be fast.

   All summands here have one sign, or differ in size, so that nothing cancels; each result has less than 300 errors of
   pairs.h: below 2^-94. That this decides every float is not argued but tried: verify --level exhaustive goes through
   all of them. */
#include "losses/fused/at_D.h"
#include "losses/fused/fused.h"
#include "losses/fused/pairs.h"

#include <math.h>

/* 1 / number. */
static struct pair reciprocal(int number)
{
    return divide(one, (struct pair){number, 0});
}

/* 2^k exp(r), r = -a - k log 2, |r| < 0.35.
   log 2 in three parts, the first of 42 bits so that k times it is exact, for k below 2048, else what is missing is added to
   the third's; so is the sum with -a (Sterbenz); what is left out is below 2^-147. The series ends where a term is below 0.35^28/28! < 2^-140. */
struct pair fused_exp(double a, int *k_of)
{
    const double first = 0x1.62e42fefa38p-1, second = 0x1.ef35793c7673p-45, third = 0x1.f97b57a079a19p-103;
    double k = rint(-a * 0x1.71547652b82fep+0);
    struct pair r = add(sum_of(-a - k * first, -k * third - fma(k, first, -(k * first))),
                        multiply((struct pair){-k, 0}, (struct pair){second, 0}));
    struct pair sum = one;
    for (int j = 27; j > 0; j--)
        sum = add(one, multiply(multiply(r, reciprocal(j)), sum));
    *k_of = (int)k;
    return sum;
}

static struct pair exp_minus(double a)
{
    int k;
    struct pair e = fused_exp(a, &k);
    return (struct pair){ldexp(e.high, k), ldexp(e.low, k)};
}

/* log(1 + e) = 2 atanh(z), z = e/(2 + e), |z| <= 1/3: the series ends where z^2j/(2j + 1) is below 2^-113. */
static struct pair log_1_plus(struct pair e)
{
    struct pair z = divide(e, add((struct pair){2, 0}, e)), square = multiply(z, z), sum = {0, 0};
    for (int j = 33; j >= 0; j--)
        sum = add(reciprocal(2 * j + 1), multiply(square, sum));
    sum = multiply(z, sum);
    return (struct pair){2 * sum.high, 2 * sum.low};
}

struct fused_exact fused_exact(double u)
{
    struct pair e = exp_minus(fabs(u)), sum = add(one, e);
    struct pair beyond = {u > 0 ? u : 0, 0};
    return (struct fused_exact){to_odd(add(beyond, log_1_plus(e))), to_odd(divide(u > 0 ? one : e, sum))};
}

struct fused_pair fused_sigmoid(double u)
{
    struct pair e = exp_minus(fabs(u)), sigmoid = divide(u > 0 ? one : e, add(one, e));
    return (struct fused_pair){sigmoid.high, sigmoid.low};
}

/* k log 2 - log(1 + e), log 2 to 2^-109. */
double fused_exact_at_D(double D, bool fake)
{
    struct log_at_D to = fake ? log_of_fake(D) : log_of_real(D);
    struct pair log_2 = {0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56},
                rest = log_1_plus((struct pair){to.e, 0});
    return to_odd(add(multiply((struct pair){to.k, 0}, log_2), (struct pair){-rest.high, -rest.low}));
}

/* sigmoid(-a) - w for a below 2^-13: 1/2 - w - a/4 exactly, and a^3/48 - a^5/480, of which no more than the sign matters, or all, where
   those cancel. The next term is 2^-58 of it. */
static struct pair close_to_half(double a, struct pair w)
{
    struct pair c = sum_of(0.5, -w.high), sum = sum_of(c.high, -a / 4);
    double cubic = a * a * a / 48 * (1 - a * a / 10);
    return pair_of(sum.high, sum.low + (c.low - w.low + cubic));
}

/* w |s| is exact: t has 24 bits and so has s. Beyond 195, what is left of e decides a tie and no more. */
struct fused_exact fused_target(double s, double t)
{
    double a = fabs(s), product = t * a;
    struct pair w = s > 0 ? sum_of(1, -t) : (struct pair){t, 0};
    struct pair linear = s > 0 ? sum_of(a, -product) : (struct pair){product, 0};
    if (isnan(s) || isnan(t))
        return (struct fused_exact){s + t, s + t};
    if (isinf(a))
        linear = (struct pair){w.high > 0 ? a : 0, 0};
    struct pair e = exp_minus(fmin(a, 195)), q = divide(e, add(one, e));
    struct pair rest = a < 0x1p-13 ? close_to_half(a, w) : add(q, (struct pair){-w.high, -w.low});
    return (struct fused_exact){isinf(linear.high) ? linear.high : to_odd(add(linear, log_1_plus(e))),
                                s > 0 ? -to_odd(rest) : to_odd(rest)};
}
