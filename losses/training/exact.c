/* exact.c -- the rounding of a scaled gradient that double arithmetic cannot decide, one in 2^18.

   On which side of M, the middle between two floats, weight sigmoid(u) scale / n lies, is the sign of g c - M
   n, with g = sigmoid(u) as a sum of two doubles and c = |weight scale|: where there can be ties, products
   and sum are exact. What g leaves out decides where the sign is 0. It matters where sums are rational or
   nearly: at u beside 0, where sigmoid(u) = 1/2 + u/4 - u^3/48 + ..., and where u is large, 1 - exp(-u) +
   .... Below, both are given with the sign of the rest. A g c there and an M n that differ, differ by more
   than that rest: they are multiples of 2^-23 |u|, in units of c, or of 2^-25 / n. Elsewhere g has 94 bits,
   of a transcendental number: one in 2^60 or so would take more. */
#include "losses/fused/fused.h"
#include "losses/training/training.h"

#include <math.h>

/* sigmoid = high + low + something of this sign, or nothing, that is too small for either. */
struct sigmoid {
    double high, low, rest;
};

static struct sigmoid sigmoid_of(double u)
{
    if (fabs(u) < 0x1p-23)
        return (struct sigmoid){0.5, u / 4, -u};
    if (u > 37) /* exp(-u) < 2^-53, and as little of it matters; at infinity, it is 0 */
        return (struct sigmoid){1, isinf(u) ? 0 : -exp(-fmin(u, 195)), 0};
    struct fused_pair pair = fused_sigmoid(u);
    return (struct sigmoid){pair.high, pair.low, 0};
}

/* The sign of a sum: two-sum, from one to the next, as often as makes it a sum in PASSES times 53 bits (Ogita,
   Rump and Oishi 2005). What is nearest to 0 and is not, is so by less than half of them. */
enum { PASSES = 8 };

static double sign_of_sum(int n, double term[])
{
    for (int pass = 0; pass < PASSES; pass++)
        for (int i = 1; i < n; i++) {
            double sum = term[i - 1] + term[i], other = sum - term[i - 1];
            term[i - 1] = (term[i - 1] - (sum - other)) + (term[i] - other);
            term[i] = sum;
        }
    for (int i = n - 1; i > 0; i--)
        if (term[i] != 0)
            return term[i];
    return term[0];
}

float training_round(const struct training_f32 *call, double u, double value)
{
    if (isnan(u))
        return (float)u;
    double ulp = ldexp(1, value < 0x1p-126 ? -149 : ilogb(value) - 23),
           middle = (floor(value / ulp) + 0.5) * ulp;
    double c = fabs(call->weight * call->scale);
    struct sigmoid g = sigmoid_of(u);
    double high = g.high * c, low = g.low * c, other = middle * call->n;
    double term[] = {-fma(middle, call->n, -other), fma(g.high, c, -high), low, -other, high};
    double side = sign_of_sum(5, term);
    side = side != 0 ? side : g.rest;
    return (float)(side < 0 ? middle - ulp / 2 : side > 0 ? middle + ulp / 2 : middle);
}
