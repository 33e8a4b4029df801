/* f64_target.h -- the cross-entropy with a label t = y[i] in [0, 1], in double; f32_target.h has the formulas. Included by f64.c.

   The loss is a sum of two, neither below 0, each kept as two doubles: its error is that of the worse one, relative, and half an
   ulp, as losses.def declares and make prove proves. The gradient q - w is exact but for the error of q, which is at most 0.22 2^-53 q,
   and half an ulp; where the two cancel, that can be any number of ulps. */
#ifndef GANLOSS_LOSSES_FUSED_F64_TARGET_H
#define GANLOSS_LOSSES_FUSED_F64_TARGET_H

/* |s| in e; where a weight may be below `light`, 2^-600, exact_f64.c takes over, and beyond `most`. Below `close`, q is 1/2 - |s|/4. */
static const volatile double target_farthest = 600, light = 0x1p-600, most = 0x1p500, close = 0x1p-100,
                             target_lowest = -100;

struct target_work {
    double high[BLOCK], low[BLOCK], after[BLOCK];
};

static inline uint64_t is_extreme(double a, double weight, double far, double least, double large)
{
    return (mask_of(far - a) & mask_of(weight - least)) | mask_of(large - a);
}

static inline uint64_t is_above_0(double s)
{
    uint64_t bits = bits_of(s);
    return 0 - (((0 - bits) & ~bits) >> 63);
}

static inline double weight_of(double s, double t, double *low)
{
    uint64_t above = is_above_0(s);
    double weight = chosen(above, 1 - t, t);
    *low = of_bits(bits_of((1 - weight) - t) & above);
    return weight;
}

static __attribute__((noinline)) void decide_target(size_t n, const double x[], const double y[],
                                                    double loss[], double grad[])
{
    for (size_t i = 0; i < n; i++) {
        double low, weight = weight_of(x[i], y[i], &low);
        if (is_extreme(fabs(x[i]), weight, target_farthest, light, most) && x[i] == x[i] && y[i] == y[i]) {
            struct fused_exact exact = fused_target_f64(x[i], y[i]);
            loss[i] = exact.softplus;
            grad[i] = exact.sigmoid;
        }
    }
}

static inline void target_block(size_t n, const double x[restrict], const double y[restrict],
                                double loss[restrict], double grad[restrict])
{
    struct target_work w;
    double far = target_farthest, near = nearest, cut = target_lowest, least = light, large = most,
           beside = close;
    const uint64_t sign = (uint64_t)1 << 63;
    uint64_t extreme = 0;
    for (size_t i = 0; i < n; i++) {
        double a = fabs(x[i]);
        a = far < a ? far : a;
        struct reduced to = reduced_of(near > a ? near : a);
        struct two e = exp_of(to.r.high, to.r.low);
        double before = cut > to.k ? cut : to.k, scale = power_of_two(before);
        w.high[i] = scale * e.high;
        w.low[i] = scale * e.low;
        w.after[i] = power_of_two(to.k - before);
    }
    for (size_t i = 0; i < n; i++) {
        double a = fabs(x[i]), after = w.after[i], weight_low, weight = weight_of(x[i], y[i], &weight_low);
        uint64_t above = is_above_0(x[i]), is_close = mask_of(a - beside);
        extreme |= is_extreme(a, weight, far, least, large);
        struct quotients to = quotients_of(w.high[i], w.low[i], w.high[i], w.low[i]);
        struct two q = {after * to.q.high, after * to.q.low};
        struct two rest = sum_of_two(chosen(is_close, 0.5, q.high), chosen(is_close, a * -0.25, q.low),
                                     -weight, -weight_low);
        w.high[i] = to.z.high;
        w.low[i] = to.z.low;
        uint64_t gradient = bits_of(rest.high + rest.low), twice = gradient << 1;
        uint64_t lost = (twice - 1) & ~twice & (0 - bits_of(a)); /* half of the least double, to 0 */
        grad[i] = of_bits((gradient | (lost & sign)) ^ (above & sign));
    }
    for (size_t i = 0; i < n; i++) {
        double a = fabs(x[i]), weight_low, weight = weight_of(x[i], y[i], &weight_low);
        struct two tail = softplus_of(w.high[i], w.low[i], 0);
        struct two linear = product_of(weight, weight_low, large < a ? large : a, 0);
        struct two sum = sum_of_two(linear.high, linear.low, w.after[i] * tail.high, w.after[i] * tail.low);
        loss[i] = sum.high + sum.low;
    }
    if (extreme)
        decide_target(n, x, y, loss, grad);
}

#endif
