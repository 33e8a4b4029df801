/* f32.c -- a block of floats in double arithmetic, without a branch, so that compilers vectorise the three loops;
   compiled once per instruction set.

   Errors are relative, in u = 2^-53, which bounds that of one operation. Where fma is used, a product is not rounded;
   the bounds count a rounding of it all the same, and hold either way. No operation overflows, and none underflows:
   subnormal numbers cost time. */
#define REAL_F32
#include "losses/fused/f32.h"
#include "losses/fused/fused.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#ifndef FUSED_TABLE
#define FUSED_TABLE fused_f32_any
#endif

/* Floats in a block: its doubles, three arrays of them, stay in the first cache. What is left of a batch is filled up to
   a multiple of STEP, so that all of it goes through vectors. */
enum { BLOCK = 256, STEP = 16 };

/* What is sure of a block stands in loss and grad already; what is not is found and made anew. */
static __attribute__((noinline)) void decide(size_t n, const float x[], double side, double half,
                                             const double soft[], const double sigmoid[], float loss[],
                                             float grad[])
{
    for (size_t i = 0; i < n; i++)
        if (is_unsure(soft[i] + lift_of(soft[i])) || is_unsure(sigmoid[i] + lift_of(sigmoid[i]))) {
            struct fused_exact exact = fused_exact(side * (double)x[i]);
            loss[i] = copysignf((float)(half * exact.softplus), loss[i]);
            grad[i] = copysignf((float)(half * exact.sigmoid), grad[i]);
        }
}

/* The batch's loss = of_loss half softplus(side x), gradient = of_grad half sigmoid(side x). |x| > 106 is taken as 106 in
   e: both tails are below 2^-152 then, and round as if they were 0. The limit is volatile, to be read once per call: of
   a constant, gcc makes a second path, and lets the first one run into subnormals before it chooses.

   With A and B the rounded 1 + e and 2 + e, one division serves z = e/(2 + e) and q = e/(1 + e): in A/(A B), A's
   rounding cancels. Beside e's 166 u there are four roundings: 170 u, and so has q.
   log1p(e) = 2 atanh(z): z^2 has 341 u, for which atanh(z)/z has condition 0.042 at 1/9: 15 u. Evaluated, 1.5/(1 - z^2) +
   1.25 (2 atanh(z)/z) over 2 atanh(z)/z: 2.1 u; ATANH_ERROR, 704 u; the product with z 1 u. With z's own: 893 u.
   1 - q has 170 u q/(1 - q) + 1 u, q <= 1/2; |x| + log1p(e) at most 893 + 1 u. */
static const volatile double farthest = 106;

__attribute__((always_inline)) static inline void block(size_t n, const float x[restrict], double side,
                                                        double half, float of_loss, float of_grad,
                                                        float loss[restrict], float grad[restrict])
{
    double e[BLOCK], soft[BLOCK], sigmoid[BLOCK], limit = farthest;
    for (size_t i = 0; i < n; i++) {
        double a = fabs((double)x[i]);
        e[i] = exp_minus(limit < a ? limit : a); /* NaN stays */
    }
    for (size_t i = 0; i < n; i++) {
        double u = side * (double)x[i], A = 1 + e[i], B = 2 + e[i], quotient = e[i] / (A * B);
        double z = A * quotient, q = B * quotient;
        soft[i] = half * ((u > 0 ? u : 0) + z * polynomial(atanh_coefficients, ATANH_DEGREE, z * z));
        sigmoid[i] = half * (u > 0 ? 1 - q : q);
    }
    uint64_t unsure = 0; /* as wide as what is compared, for vectors */
    for (size_t i = 0; i < n; i++) {
        unsure |= is_unsure(soft[i] + lift_of(soft[i])) | is_unsure(sigmoid[i] + lift_of(sigmoid[i]));
        loss[i] = of_loss * rounded(soft[i]);
        grad[i] = of_grad * rounded(sigmoid[i]);
    }
    if (unsure)
        decide(n, x, side, half, soft, sigmoid, loss, grad);
}

#include "losses/fused/f32_at_D.h"
#include "losses/fused/f32_target.h"

#include "losses/fused/batch.h"
