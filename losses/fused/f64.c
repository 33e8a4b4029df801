/* f64.c -- a block of doubles, without a branch, so that compilers vectorise the three loops; compiled once per
   instruction set. The arithmetic is in f64_steps.h, and that its results are as near as losses.def says, `make prove` proves.

   No operation overflows, and none underflows but where the result is 0: subnormal numbers cost time. */
#include "losses/fused/f64_bits.h"
#include "losses/fused/f64_steps.h"
#include "losses/fused/fused.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#ifndef FUSED_TABLE
#define FUSED_TABLE fused_f64_any
#endif

/* Doubles in a block, and what a rest is filled up to a multiple of, as in f32.c. */
enum { BLOCK = 256, STEP = 8 };

/* |x| is taken as at least 2^-200, and as at most 760 but in max(u, 0): below, nothing changes; beyond, e is 0 beside the least
   double. k below -100 is applied in two steps, 2^-100 before and the rest, `after`, to the results, which are e but for
   2^-100. The limits are volatile, to be read once per call: of a constant, gcc makes a second path. */
static const volatile double farthest = 760, nearest = 0x1p-200, lowest = -100;

/* The batch's loss = of_loss half softplus(side x), gradient = of_grad half sigmoid(side x).

   Where half e < 2^-1022, which is from `edge` on, results are subnormal. They are rounded once, where their last place is: a
   power of two, `lift`, that has as many places in front of it is added in the sums that round, and taken off the bits
   that come out, which then are those of the subnormal number. lift after half = 2^-1022.
   NaN: as |x|, r and so on it stays NaN; the masks of it are any, but for that of `edge`, which would change its bits. */
__attribute__((always_inline)) static inline void block(size_t n, const double x[restrict], double side,
                                                        double half, double of_loss, double of_grad,
                                                        double loss[restrict], double grad[restrict])
{
    const double edge =
        half == 1 ? 0x1.6232bdd7abcd2p+9 : 0x1.61da04cbafe43p+9; /* below 1022 and 1021 log 2 */
    const uint64_t top = (uint64_t)(half == 1 ? 1024 : 1025) << 52;
    double high[BLOCK], low[BLOCK], factor[BLOCK], lift[BLOCK];
    double far = farthest, near = nearest, cut = lowest;
    for (size_t i = 0; i < n; i++) {
        double a = fabs(x[i]);
        a = far < a ? far : a;
        struct reduced to = reduced_of(near > a ? near : a);
        struct two e = exp_of(to.r.high, to.r.low);
        double before = cut > to.k ? cut : to.k, scale = power_of_two(before);
        high[i] = scale * e.high;
        low[i] = scale * e.low;
        factor[i] = power_of_two(to.k - before);
    }
    for (size_t i = 0; i < n; i++) {
        double u = side * x[i], after = factor[i];
        uint64_t above = mask_of(-u), tiny = mask_of(edge - (near < -u ? -u : near));
        double numerator = chosen(above, 1, high[i]), numerator_low = chosen(above, 0, low[i]);
        struct quotients to = quotients_of(high[i], low[i], numerator, numerator_low);
        high[i] = to.z.high;
        low[i] = to.z.low;
        lift[i] = of_bits((top - bits_of(after)) & tiny);
        factor[i] = chosen(above, half, chosen(tiny, 1, half * after));
        double sigmoid = sigmoid_of(to.q.high, to.q.low, lift[i]);
        grad[i] = of_bits(bits_of(of_grad * factor[i] * sigmoid) - bits_of(lift[i]));
    }
    for (size_t i = 0; i < n; i++) {
        double u = side * x[i], linear = far < u ? far : u;
        struct two sum = softplus_of(high[i], low[i], linear > lift[i] ? linear : lift[i]);
        double softplus = sum.high + sum.low;
        softplus = u > softplus ? u : softplus;
        loss[i] = of_bits(bits_of(of_loss * factor[i] * softplus) - bits_of(lift[i]));
    }
}

#include "losses/fused/f64_at_D.h"
#include "losses/fused/f64_target.h"

#include "losses/fused/batch.h"
