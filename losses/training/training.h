/* training.h -- what the files of this folder share: how a batch is cut, and what is made of a block of it.

   A batch is cut into blocks, and its blocks into parts, by its size alone. Each block's losses are summed in
   a fixed tree, each part's blocks in their order by two-sum, and so are the parts: whoever does them, and in
   whatever order, the sum has the same bits. */
#ifndef GANLOSS_LOSSES_TRAINING_TRAINING_H
#define GANLOSS_LOSSES_TRAINING_TRAINING_H

#include "losses/ganloss.h"

#include <math.h>
#include <stdbool.h>

/* Elements in a block; sums that go side by side in it, in any vectors that there are. */
enum { TRAINING_BLOCK = 256, TRAINING_LANES = 16 };

/* A cross-entropy on logits is weight softplus(side x), its gradient weight side sigmoid(side x). */
struct training_fused {
    double side, weight; /* 1 or -1; 1, 1/2, or its negative; 0: the term is none */
};

struct ganloss_loss {
    const char *term;
    bool has_targets;
    struct training_fused fused; /* what the loops take; without, a kernel serves */
};

/* As the losses of a batch are added up: high + low. Past an infinity or a NaN, low says nothing. */
static inline void training_add(struct ganloss_part *sum, double x)
{
    double high = sum->high + x, rounded = high - sum->high;
    sum->low += (sum->high - (high - rounded)) + (x - rounded);
    sum->high = high;
}

/* (high + low) / n, rounded once to a double but for what low and the quotient's rest have lost. */
static inline double training_mean(struct ganloss_part sum, double n)
{
    if (!isfinite(sum.high))
        return sum.high;
    double quotient = (sum.high + sum.low) / n;
    return quotient + (fma(-quotient, n, sum.high) + sum.low) / n;
}

/* The term's fused kernel in this format, or its stable one. */
enum { TRAINING_F32, TRAINING_F64 };
const struct ganloss_kernel *training_kernel(const struct ganloss_loss *loss, int format);

/* A call of a fused term in float: what an element's result depends on besides its logit. */
struct training_f32 {
    double side, weight;
    double scale, n; /* the gradient is weight side sigmoid(side x) scale / n, rounded once */
    double factor;   /* |weight scale / n|, rounded */
    uint32_t sign;   /* of the gradient: its bit */
    uint32_t loss_sign;
    double
        limit; /* |x| beyond it is taken as it, in exp(-|x|): what scaled gradient that gives rounds to 0 */
};
struct training_f32 training_call_f32(const struct ganloss_loss *loss, size_t n, float scale);

/* The loops, compiled once per instruction set (losses/isa.h), with the same results. grad[] may be NULL, or
   x[]. */
struct training_f32_code {
    /* The loss of one element; the mean of a batch of up to a block. */
    float (*one)(const struct training_f32 *call, const float x[], float grad[]);
    float (*small)(const struct training_f32 *call, size_t n, const float x[], float grad[]);
    /* Adds the losses of n elements of a larger batch: whole blocks, but for the last. */
    void (*blocks)(const struct training_f32 *call, size_t n, const float x[], float grad[],
                   struct ganloss_part *sum);
    /* The sum of softplus(u[i]) over up to a block, with zeros up to a multiple of TRAINING_LANES. */
    double (*sum)(size_t n, const double u[], double limit);
};
extern const struct training_f32_code training_f32_any[1], training_f32_avx2[1], training_f32_avx512[1];

/* For a term that has a loop, with what this CPU can run: the mean of a batch of 1 to TRAINING_BLOCK; and
   `count` elements of a batch of n, whole blocks but for the batch's last, their losses added to *sum, 0
   before. */
float training_small_f32(const struct ganloss_loss *loss, size_t n, const float x[], float scale,
                         float grad[]);
void training_blocks_f32(const struct ganloss_loss *loss, size_t n, const float x[], float scale,
                         float grad[], size_t count, struct ganloss_part *sum);

/* In ulps, what make prove proves of a call in double, where nothing is subnormal. */
#define TRAINING_F64_MEAN_ULP     0.86
#define TRAINING_F64_GRADIENT_ULP 0.72

/* A call of a fused term in double. |weight scale / n| is (factor + factor_low) 2^exponent, the factor in [1/4, 2]. */
struct training_f64 {
    double side, weight;
    double scale, n;
    double factor, factor_low;
    double power; /* 2^exponent, where exact is not set */
    int exponent;
    uint64_t sign; /* of the gradient: its bit */
    double far;    /* where u is below -far, both results are 0 */
    bool exact; /* the scale is so small that no gradient is sure to be a normal number: exact.c makes each */
};
struct training_f64 training_call_f64(const struct ganloss_loss *loss, size_t n, double scale);

/* As those for floats. */
struct training_f64_code {
    double (*one)(const struct training_f64 *call, const double x[], double grad[]);
    double (*small)(const struct training_f64 *call, size_t n, const double x[], double grad[]);
    void (*blocks)(const struct training_f64 *call, size_t n, const double x[], double grad[],
                   struct ganloss_part *sum);
};
extern const struct training_f64_code training_f64_any[1], training_f64_avx2[1], training_f64_avx512[1];

double training_small_f64(const struct ganloss_loss *loss, size_t n, const double x[], double scale,
                          double grad[]);
void training_blocks_f64(const struct ganloss_loss *loss, size_t n, const double x[], double scale,
                         double grad[], size_t count, struct ganloss_part *sum);

/* |weight sigmoid(u) scale / n|, rounded once to a double, and softplus(u) for u in [-far, -640]: in a power of
   two, so that a number of few digits is rounded once. Slow, and right where results are subnormal. */
double training_gradient_f64(const struct training_f64 *call, double u);
struct ganloss_part training_softplus_f64(double u);

/* |weight sigmoid(u) scale / n|, rounded once to a float, where `value`, the same in double arithmetic, is
   within 2^-19 of a float's ulp of a middle between two floats. */
float training_round(const struct training_f32 *call, double u, double value);

#endif
