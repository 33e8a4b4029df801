/* batch.h -- accuracy of the batch kernels: a row per kernel, regime, batch size and reduction.

   With t the exact terms of a batch, l the losses that the kernel computes, S what the reduction makes of
   them, and M the mean that is returned, its error is taken apart as
     M - (sum t)/n  =  (sum l - sum t)/n  +  (S - sum l)/n  +  (M - S/n)
     total             element               sum               scale
   All four are computed in exact arithmetic, each in ulps of the exact mean. */
#ifndef GANLOSS_HARNESS_BATCH_BATCH_H
#define GANLOSS_HARNESS_BATCH_BATCH_H

#include "harness/batch/exact_sum.h"
#include "harness/inputs/regime.h"
#include "harness/metric/metric.h"
#include "harness/record/faults.h"
#include "harness/selection/select.h"
#include "losses/ganloss.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The largest batch: what an exact sum takes. */
#define BATCH_SIZE_MOST ((size_t)1 << 28)

/* How many elements a kernel is given at once: the pieces that the batch kernel cuts too. */
enum { BATCH_PIECE = 512 };

/* The functions under test: the library's, or in a test a faulty one. */
struct batch_code {
    float (*mean_f32)(ganloss_f32 *kernel, enum ganloss_reduction reduction, size_t n, const float x[],
                      const float y[], float grad[]);
    double (*mean_f64)(ganloss_f64 *kernel, enum ganloss_reduction reduction, size_t n, const double x[],
                       const double y[], double grad[]);
    double (*sum_f32)(enum ganloss_reduction reduction, size_t n, const float loss[]);
    double (*sum_f64)(enum ganloss_reduction reduction, size_t n, const double loss[]);
    float (*class_mean_f32)(enum ganloss_weighting weighting, size_t n, const float loss[],
                            const int32_t label[], size_t classes, double mean[], size_t count[],
                            float grad[]);
    double (*class_mean_f64)(enum ganloss_weighting weighting, size_t n, const double loss[],
                             const int32_t label[], size_t classes, double mean[], size_t count[],
                             double grad[]);
};

/* What makes a row fail. */
enum batch_fault {
    FAULT_SUM,
    FAULT_SCALE,
    FAULT_SPECIAL,
    FAULT_GRAD,
    FAULT_BITS,
    FAULT_OPEN,
    FAULT_NAMED, /* the exact mean of the kernel's losses, or gradients, in a class that choice->fail_on names */
    FAULT_ULP, /* either of them further off than choice->max_ulp, or in a class of failure with it */
    BATCH_FAULTS
};

/* The scaled gradients of a batch, against g_i / n: the largest error in ulps and its parts, that of the
   kernel's own gradient and that of the division. */
struct batch_grad {
    long double ulp, element, scale;
    size_t at;
    long double max_scale; /* over all n elements */
    size_t inputs;         /* how many, the first ones, were compared with the exact gradient */
    size_t classed;        /* of these, how many have a class that is a failure instead of an error in ulps */
    unsigned classes;      /* which these are (record/fail_on.h), FAIL_ON_LOST too */
    bool scaled;           /* every gradient is RN(the kernel's own / n) */
};

struct batch_row {
    struct choice choice;
    const struct regime *regime;
    size_t n;
    enum ganloss_reduction reduction;
    bool done;   /* false: the time did not reach, or */
    bool barred; /* the kernel does more than return results: no batch kernel was given it */

    double mean, sum;          /* M and S */
    struct error error;        /* of M */
    struct error losses_error; /* of (sum l)/n, rounded once: what no reduction could mend */
    bool finite;               /* all of t, l, S and M are: the parts are defined */
    long double element, sum_part, scale, total;
    long double sum_bound; /* what ganloss.h allows the sum, in the same ulps */
    double
        corrections; /* at least the sum of the magnitudes that a compensated sum's correction goes through */
    double condition; /* sum|t| / |sum t| */
    double open;      /* how far the exact mean is uncertain, in ulps: at most 2^-8 */
    struct batch_grad grad;
    uint64_t grad_bits; /* a hash of the gradients */
    unsigned faults;    /* bits of enum batch_fault */
};

/* What makes means per class fail. */
enum class_fault { CLASS_COUNT, CLASS_MEAN, CLASS_RESULT, CLASS_GRAD, CLASS_BESIDE, CLASS_FAULTS };

/* The means per class of one kernel's losses in one regime. */
struct batch_classes {
    bool done;
    size_t means, empty;  /* compared, and classes without a loss */
    long double of_bound; /* the largest error of one, over what naive sums in double may have */
    unsigned faults;      /* bits of enum class_fault */
    struct {
        enum class_fault fault;
        enum ganloss_weighting weighting;
        size_t n, classes, at; /* class, or element of the gradient */
        double got, exact;
    } first;
};

struct batch_plan {
    const struct selection *selection;
    const size_t *size; /* [regimes][sizes], ascending in each */
    size_t sizes;
    const struct regime *const *regime;
    size_t regimes;
    bool reduction[GANLOSS_REDUCTIONS];
    uint64_t seed;
    double seconds; /* what MPFR may take in all; INFINITY: no limit */
    bool quiet;     /* without progress */
    const struct batch_code *code;
};

struct batch_rows {
    struct batch_row *at; /* by kernel, regime, reduction, size */
    size_t count;
    struct batch_classes *classes; /* by kernel, regime */
    size_t class_count;
    struct faults *faults; /* of each kernel of the selection: what it did besides */
    size_t kernels;
};

/* The exact sum of a batch, known to relative sum|t| + n 2^absolute. */
struct batch_exact {
    struct exact_sum sum;
    double relative;
    int absolute;
};

/* The first exact gradients of a regime, as struct exact_terms holds them. */
struct batch_gradients {
    double *high, *low;
    bool *lifted;
    size_t count;
};

#endif
