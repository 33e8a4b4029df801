/* exact.c -- softplus and sigmoid in double-word arithmetic, for the one input in 10^5 that needs it. In plain steps: it
   need not be fast.

   A pair is the sum of two doubles, the second at most half an ulp of the first. Each operation on pairs below has a
   relative error of a few 2^-105 (Joldes, Muller and Popescu 2017; all summands here have one sign, or differ in size, so
   that nothing cancels), and each result less than 300 of them: below 2^-94. That this decides every float is not
   argued but tried: verify --level exhaustive goes through all of them. */
#include "losses/fused/fused.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

struct pair {
    double high, low;
};

/* a + b, exactly, where |a| >= |b| or a is 0. */
static struct pair pair_of(double a, double b)
{
    double sum = a + b;
    return (struct pair){sum, b - (sum - a)};
}

static struct pair sum_of(double a, double b)
{
    double sum = a + b, other = sum - a;
    return (struct pair){sum, (a - (sum - other)) + (b - other)};
}

static struct pair add(struct pair a, struct pair b)
{
    struct pair high = sum_of(a.high, b.high), low = sum_of(a.low, b.low);
    high = pair_of(high.high, high.low + low.high);
    return pair_of(high.high, high.low + low.low);
}

static struct pair multiply(struct pair a, struct pair b)
{
    double high = a.high * b.high;
    return pair_of(high, fma(a.high, b.high, -high) + (a.high * b.low + a.low * b.high));
}

static struct pair divide(struct pair a, struct pair b)
{
    double first = a.high / b.high;
    struct pair back = multiply((struct pair){first, 0}, b);
    struct pair rest = add(a, (struct pair){-back.high, -back.low});
    return pair_of(first, rest.high / b.high);
}

static const struct pair one = {1, 0};

/* 1 / number. */
static struct pair reciprocal(int number)
{
    return divide(one, (struct pair){number, 0});
}

/* exp(-a), 0 <= a <= 195: 2^k exp(r), r = -a - k log 2, |r| < 0.35.
   log 2 in three parts, the first a multiple of 2^-42 so that k times it, and the sum with -a, are exact; what is
   left out is below 2^-147. The series ends where a term is below 0.35^28/28! < 2^-140. */
static struct pair exp_minus(double a)
{
    const double first = 0x1.62e42fefa38p-1, second = 0x1.ef35793c7673p-45, third = 0x1.f97b57a079a19p-103;
    double k = rint(-a * 0x1.71547652b82fep+0);
    struct pair r =
        add(sum_of(-a - k * first, -k * third), multiply((struct pair){-k, 0}, (struct pair){second, 0}));
    struct pair sum = one;
    for (int j = 27; j > 0; j--)
        sum = add(one, multiply(multiply(r, reciprocal(j)), sum));
    return (struct pair){ldexp(sum.high, (int)k), ldexp(sum.low, (int)k)};
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

static double to_odd(struct pair a)
{
    uint64_t bits;
    memcpy(&bits, &a.high, sizeof bits);
    if (a.low != 0 && bits % 2 == 0)
        bits += (a.low > 0) == (a.high > 0) ? 1 : UINT64_MAX;
    memcpy(&a.high, &bits, sizeof bits);
    return a.high;
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
