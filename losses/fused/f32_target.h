/* f32_target.h -- the cross-entropy with a label t = y[i] in [0, 1], in float: loss (1 - t) s + log(1 + e) or t |s| + log(1 + e),
   s above 0 or not, e = exp(-|s|), gradient sigmoid(s) - t. Included by f32.c.

   With w = 1 - t or t, and q = e/(1 + e), loss = w |s| + log(1 + e), and the gradient is q - w, or w - q where s is above 0. */
#ifndef GANLOSS_LOSSES_FUSED_F32_TARGET_H
#define GANLOSS_LOSSES_FUSED_F32_TARGET_H

/* In e, |s| is taken as at most 135: e is below 2^-194 then, and nobody's rounding but where fused_target() decides. In w |s|, at most
   2^1000, which overflows, unless w is 0. Below `close`, q is 1/2 - |s|/4 + |s|^3/48. Volatile, as `farthest` is. */
static const volatile double target_farthest = 135, target_most = 0x1p1000, close = 0x1p-10;

/* Results as doubles, and how wrong the gradient's can be, which cancels. */
struct target_work {
    double soft[BLOCK], rest[BLOCK], error[BLOCK];
};

/* Whether numbers between value - error and value + error, not below 0, round to more than one float: if they do where the
   bits that a float has not, and half an ulp, are cut off. A lift's last place may be more than the error. */
static inline uint64_t is_undecided(double value, double error)
{
    const uint64_t half = (uint64_t)1 << 28;
    double lift = lift_of(value), at = value + lift, reach = error + 0x1p-50 * lift;
    return (bits_of(value - error) >> 63) |
           ((bits_of(at - reach) + half) ^ (bits_of(at + reach) + half)) >> 29;
}

static __attribute__((noinline)) void decide_target(size_t n, const float x[], const float y[],
                                                    const struct target_work *w, float loss[], float grad[])
{
    for (size_t i = 0; i < n; i++)
        if (is_unsure(w->soft[i] + lift_of(w->soft[i])) || is_undecided(fabs(w->rest[i]), w->error[i])) {
            struct fused_exact exact = fused_target((double)x[i], (double)y[i]);
            loss[i] = (float)exact.softplus;
            grad[i] = (float)exact.sigmoid;
        }
}

/* Errors, in u = 2^-53: of z's product 893 u and of q 170 u, as in block(); w has 1 u, its product with |s| 2, the sums 1: loss 895 u,
   as is_unsure() takes it. q - w: 172 u (q + w). Close to 0: of |s|/4 - |s|^3/48, what is left out, |s|^5/480, is 2^-46.9 of it, or 69 u,
   and five roundings; 1/2 - w has one, and so has the sum: 75 u of both. */
static inline void target_block(size_t n, const float x[restrict], const float y[restrict],
                                float loss[restrict], float grad[restrict])
{
    const double relative = 180 * 0x1p-53;
    struct target_work w;
    double e[BLOCK], limit = target_farthest, most = target_most, near = close;
    for (size_t i = 0; i < n; i++) {
        double a = fabs((double)x[i]);
        e[i] = exp_minus(limit < a ? limit : a); /* NaN stays */
    }
    for (size_t i = 0; i < n; i++) {
        double s = (double)x[i], t = (double)y[i], a = fabs(s), weight = s > 0 ? 1 - t : t;
        double A = 1 + e[i], B = 2 + e[i], quotient = e[i] / (A * B), z = A * quotient, q = B * quotient;
        double tail = z * polynomial(atanh_coefficients, ATANH_DEGREE, z * z);
        w.soft[i] = weight * (most < a ? most : a) + tail;
        double far_one = q, far_other = weight;
        double near_one = 0.5 - weight, near_other = a * (0.25 - a * a / 48);
        double one = a < near ? near_one : far_one, other = a < near ? near_other : far_other;
        w.rest[i] = one - other;
        w.error[i] = relative * (fabs(one) + other);
    }
    uint64_t unsure = 0;
    for (size_t i = 0; i < n; i++) {
        double value = fabs(w.rest[i]);
        unsure |= is_unsure(w.soft[i] + lift_of(w.soft[i])) | is_undecided(value, w.error[i]);
        loss[i] = rounded(w.soft[i]);
        uint64_t sign = bits_of(w.rest[i]) ^ (x[i] > 0 ? (uint64_t)1 << 63 : 0);
        grad[i] = float_of_bits(bits_of_float(rounded(value)) | (uint32_t)(sign >> 32 & 0x80000000));
    }
    if (unsure)
        decide_target(n, x, y, &w, loss, grad);
}

#endif
