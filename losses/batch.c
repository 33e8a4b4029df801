/* batch.c -- from a kernel's n losses and gradients to what training calls: their mean, scaled gradients,
   per-class means, weight clipping. Compiled once per format. */
#include "losses/ganloss.h"
#include "losses/real.h"
#include "losses/sum.h"

/* Losses pass through a buffer of this many elements: large enough that a kernel's loop dominates, small
   enough for the stack and the first-level cache. */
enum { BLOCK = 512 };

/* g / n with one rounding. For f32 the division is done in double: n may exceed 2^24, and the second
   rounding is innocuous, since a quotient of a 24-bit by a 53-bit integer below 2^29 stays further than
   2^-53 (relative) from every midpoint of two floats, subnormal ones included. */
static inline REAL divide(REAL g, double n)
{
    return (REAL)((double)g / n);
}

REAL FN(ganloss_mean)(FN(ganloss) * kernel, enum ganloss_reduction reduction, size_t n, const REAL x[],
                      const REAL y[], REAL grad[])
{
    REAL loss[BLOCK];
    struct sum sum = {0};

    for (size_t start = 0; start < n; start += BLOCK) {
        size_t count = n - start < BLOCK ? n - start : BLOCK;
        kernel(count, x + start, y ? y + start : NULL, loss, grad + start);
        for (size_t i = 0; i < count; i++)
            grad[start + i] = divide(grad[start + i], (double)n);
        sum_add[reduction](&sum, count, loss);
    }
    return (REAL)(sum_total[reduction](&sum) / (double)n);
}

double FN(ganloss_sum)(enum ganloss_reduction reduction, size_t n, const REAL loss[])
{
    struct sum sum = {0};
    for (size_t start = 0; start < n; start += BLOCK)
        sum_add[reduction](&sum, n - start < BLOCK ? n - start : BLOCK, loss + start);
    return sum_total[reduction](&sum);
}

REAL FN(ganloss_class_mean)(enum ganloss_weighting weighting, size_t n, const REAL loss[],
                            const int32_t label[], size_t classes, double mean[], size_t count[], REAL grad[])
{
    for (size_t c = 0; c < classes; c++) {
        mean[c] = 0;
        count[c] = 0;
    }
    for (size_t i = 0; i < n; i++) {
        mean[label[i]] += (double)loss[i];
        count[label[i]]++;
    }

    double result = 0;
    size_t present = 0;
    for (size_t c = 0; c < classes; c++) {
        mean[c] /= (double)count[c]; /* 0/0 = NaN for a class that does not occur */
        if (count[c] > 0) {
            present++;
            result += mean[c] * (weighting == GANLOSS_BY_SHARE ? (double)count[c] : 1);
        }
    }
    for (size_t i = 0; i < n; i++)
        grad[i] = divide(grad[i], weighting == GANLOSS_BY_SHARE ? (double)n
                                                                : (double)present * (double)count[label[i]]);
    return (REAL)(result / (weighting == GANLOSS_BY_SHARE ? (double)n : (double)present));
}

void FN(ganloss_clip)(size_t n, REAL w[], REAL c)
{
    for (size_t i = 0; i < n; i++)
        w[i] = w[i] > c ? c : w[i] < -c ? -c : w[i];
}
