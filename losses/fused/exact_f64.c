/* exact_f64.c -- in double-word arithmetic, what the loops in double do not round: results that are subnormal, or nearly so. */
#include "losses/fused/fused.h"
#include "losses/fused/pairs.h"

#include <math.h>
#include <stdbool.h>

/* Where it is subnormal, by way of a sum that has its last place. */
double pair_scaled(struct pair a, int k)
{
    if (a.high == 0 || ilogb(a.high) + k >= -1022)
        return ldexp(a.high, k);
    if (ilogb(a.high) + k < -1080)
        return 0;
    double lift = ldexp(1, -1022 - k), sum = lift + a.high;
    double rest = to_odd(sum_of(a.high - (sum - lift), a.low));
    return ldexp((sum + rest) - lift, k);
}

/* Where w is below 2^-600, all is done 2^500 times as large, and e is below 2^-860; where |s| is above 2^500, all is w |s|, and w. */
struct fused_exact fused_target_f64(double s, double t)
{
    double a = fabs(s);
    struct pair w = s > 0 ? sum_of(1, -t) : (struct pair){t, 0}, loss, rest;
    if (isinf(a) || w.high >= 0x1p-600) {
        struct pair product = multiply(w, (struct pair){a * 0x1p-600, 0});
        double all = isinf(a) ? (w.high > 0 ? a : 0) : ldexp(product.high, 600);
        return (struct fused_exact){all, s > 0 ? -(0 - w.high) : 0 - w.high};
    }
    int k;
    struct pair e = fused_exp(fmin(a, 1400), &k);
    e = (struct pair){ldexp(e.high, k + 500), ldexp(e.low, k + 500)};
    w = (struct pair){w.high * 0x1p500, 0};
    loss = add(multiply(w, (struct pair){a, 0}), e);
    rest = add(e, (struct pair){-w.high, 0});
    bool below = rest.high < 0;
    double magnitude = pair_scaled((struct pair){fabs(rest.high), below ? -rest.low : rest.low}, -500);
    return (struct fused_exact){pair_scaled(loss, -500), below != (s > 0) ? -magnitude : magnitude};
}
