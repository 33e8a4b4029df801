/* batch.h -- accuracy of the batch kernels: a row per kernel, regime, batch size and reduction.

   With t the exact terms of a batch, l the losses that the kernel computes, S what the reduction makes of
   them, and M the mean that is returned, its error is taken apart as
     M - (sum t)/n  =  (sum l - sum t)/n  +  (S - sum l)/n  +  (M - S/n)
     total             element               sum               scale
   All four are computed in exact arithmetic, each in ulps of the exact mean. */
#ifndef GANLOSS_HARNESS_BATCH_BATCH_H
#define GANLOSS_HARNESS_BATCH_BATCH_H

#include "harness/batch/exact.h"
#include "harness/inputs/regime.h"
#include "harness/metric/metric.h"
#include "harness/selection/select.h"

#include <jansson.h>
#include <stdio.h>

/* The functions under test: the library's, or in a test a faulty one. */
struct batch_code {
    float (*mean_f32)(ganloss_f32 *kernel, enum ganloss_reduction reduction, size_t n, const float x[],
                      const float y[], float grad[]);
    double (*mean_f64)(ganloss_f64 *kernel, enum ganloss_reduction reduction, size_t n, const double x[],
                       const double y[], double grad[]);
    double (*sum_f32)(enum ganloss_reduction reduction, size_t n, const float loss[]);
    double (*sum_f64)(enum ganloss_reduction reduction, size_t n, const double loss[]);
};
extern const struct batch_code batch_library;

/* What makes a row fail. */
enum batch_fault { FAULT_SUM, FAULT_SCALE, FAULT_SPECIAL, FAULT_GRAD, FAULT_BITS, FAULT_OPEN, BATCH_FAULTS };

/* The scaled gradients of a batch, against g_i / n: the largest error in ulps and its parts, that of the
   kernel's own gradient and that of the division. */
struct batch_grad {
    long double ulp, element, scale;
    size_t at;
    long double max_scale; /* over all n elements */
    size_t inputs;         /* how many, the first ones, were compared with the exact gradient */
    size_t classed;        /* of these, how many have a class that is a failure instead of an error in ulps */
    bool scaled;           /* every gradient is RN(the kernel's own / n) */
};

struct batch_row {
    struct choice choice;
    const struct regime *regime;
    size_t n;
    enum ganloss_reduction reduction;
    bool done; /* false: the time did not reach */

    double mean, sum;   /* M and S */
    struct error error; /* of M */
    bool finite;        /* all of t, l, S and M are: the parts are defined */
    long double element, sum_part, scale, total;
    long double sum_bound; /* what ganloss.h allows the sum, in the same ulps */
    double condition;      /* sum|t| / |sum t| */
    double open;           /* how far the exact mean is uncertain, in ulps: at most 2^-8 */
    struct batch_grad grad;
    uint64_t grad_bits; /* a hash of the gradients */
    unsigned faults;    /* bits of enum batch_fault */
};

struct batch_plan {
    const struct selection *selection;
    const size_t *size; /* ascending */
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
};

/* Makes every row. Ended early by the time limit or an interrupt, it leaves rows that are not done. */
void batch_run(struct batch_rows *rows, const struct batch_plan *plan);
void batch_free(struct batch_rows *rows);

/* scan.c: a group of kernels on the inputs of one regime. */

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

struct batch_scan {
    const struct batch_plan *plan;
    const struct regime *regime;
    struct exact_source source;
    void *x, *y;               /* y: NULL for terms that take none */
    struct batch_exact *exact; /* after each size */
    size_t reached;            /* sizes done */
    struct batch_gradients gradients;
};

/* Draws the inputs and sums the exact terms up to each size; by MPFR for no longer than `ns`. SCAN_SLACK
   elements may be read and written past the end of x. */
enum { SCAN_SLACK = 16 };
void batch_scan_start(struct batch_scan *scan, const struct batch_plan *plan, const struct regime *regime,
                      const struct exact_source *source, double ns);
void batch_scan_end(struct batch_scan *scan);

/* measure.c: the rows of one kernel; rows[reduction][size] of the plan's that are wanted. */
void batch_measure(struct batch_row *const rows[GANLOSS_REDUCTIONS], const struct choice *choice,
                   const struct batch_scan *scan);

/* parts.c: fills error, parts, bound, condition and faults from mean and sum. */
void batch_decompose(struct batch_row *row, const struct batch_exact *exact,
                     const struct exact_sum *computed);

/* How far the exact mean is uncertain, in its ulps. */
double batch_open(const struct batch_exact *exact, size_t n, const struct format *format);

/* grad.c: compares grad[n], in the choice's format, with g_i / n. `sign` is the group's for the term. */
struct batch_grad batch_grad(const struct choice *choice, size_t n, const void *x, const void *y,
                             const void *grad, const struct batch_gradients *exact, double sign);

/* The exact quotient (high + low) / n, low a 2^-50th of high or less, lifted or not, as something to compare
   with. */
struct want batch_quotient(const struct format *format, double high, double low, bool lifted, size_t n);

/* report.c */
json_t *batch_json(const struct batch_rows *rows); /* of the rows that are done */
size_t batch_skipped(const struct batch_rows *rows);
/* The worst row over the sizes, for each kernel, regime and reduction; verbose: every row. */
void batch_print(FILE *to, const struct batch_rows *rows, bool verbose);
/* One line for each of the first rows with faults, with what reruns it, and how many more there are. Returns
   how many there are in all. */
size_t batch_print_failures(FILE *to, const struct batch_rows *rows, uint64_t seed);

#endif
