/* exact.c -- softplus and sigmoid in double-word arithmetic, for the one input in 10^5 that needs it. It need not be fast.

   All summands here have one sign, or differ in size, so that nothing cancels; each result has less than 300 errors of
   pairs.h: below 2^-94. That this decides every float is not argued but tried: verify --level exhaustive goes through
   all of them. */
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

/* log(1 + e) = 2 atanh(z), z = e/(2 + e) <= 1/3: the series ends where z^2j/(2j + 1) is below 2^-113. */
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
