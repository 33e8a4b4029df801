/* ganloss.h -- the public interface: what training calls (ganloss_loss_find, below), kernels, their registry,
   batch reductions, and the plugin ABI. This is the one installed header; it depends on the C library alone.

   A kernel maps n discriminator outputs x[] to n losses and n gradients with respect to x[]. It never
   fails: IEEE values, no allocation; errno is left alone but for what libm's functions do to it, which some variants call
   (`fused` ones do not). The arrays may have any alignment and must not overlap. */
#ifndef GANLOSS_H
#define GANLOSS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The library exports what stands between this and its pop, and nothing else. */
#pragma GCC visibility push(default)

/* The version of this header, and the one place where it is written: the build reads it here. The first number is
   that of the shared library's name, libganloss.so.0: while it stays, programs need not be built anew. */
#define GANLOSS_VERSION_MAJOR 0
#define GANLOSS_VERSION_MINOR 1
#define GANLOSS_VERSION_PATCH 0

/* The version of the library that the program runs with: "0.1.0". */
const char *ganloss_version(void);

/* x[n]: discriminator outputs (logits, or probabilities for terms on D). y[n]: the second operand of
   terms that take one (a target label in [0, 1]), else NULL. Writes loss[n] and grad[n] = dloss/dx. */
typedef void ganloss_f32(size_t n, const float x[], const float y[], float loss[], float grad[]);
typedef void ganloss_f64(size_t n, const double x[], const double y[], double loss[], double grad[]);

/* One implementation of one term in one format: a row of a registry, this library's or a plugin's. Kind and
   format together say which member of the union is the function, and how it is called. A bound is in ulps of
   the exact result, from 0 on; INFINITY declares none. A "mean" writes to loss[0] the mean of the term over all n
   inputs, of which loss[] has no more, and to grad[n] the gradient of that mean. */
struct ganloss_kernel {
    size_t size;         /* sizeof(struct ganloss_kernel), as who made the row knew it */
    const char *kind;    /* "element": each loss is that of one input; or "mean" */
    const char *format;  /* "f32" or "f64" */
    const char *term;    /* "nonsaturating.g" */
    const char *variant; /* "stable" */
    __extension__ union {
        ganloss_f32 *f32; /* "element" or "mean" in "f32" */
        ganloss_f64 *f64; /* "element" or "mean" in "f64" */
    };
    double loss_ulp, grad_ulp; /* the bounds of loss and gradient */
    int first_class; /* not 0: it is offered as the one to use, so that results which depend on their place in
                        the arrays, and a zero of the wrong sign, are failures of it as well */
};

/* What a plugin is asked for: the rows above, and the function below. */
#define GANLOSS_ABI 2

/* A plugin is a shared library that exports this function. Asked for an ABI that it does not know, it returns
   NULL; otherwise its rows, and their number in *count. Rows, strings and functions stay where they are until
   the process ends.

   The rows stand one behind the other, `size` bytes each, all of one size; who reads them goes on by that, not
   by its own sizeof. Fields are only ever added, at the end, and so that 0 means what it meant to leave them
   out: who knows fewer ignores the rest of a row, who knows more takes the fields beyond `size` for 0. A size
   below that of the fields shown here or that is no multiple of a pointer's, a string or a function that is
   NULL, and a bound that is negative or NaN are malformed: such a plugin is refused, whole.

   There will be further kinds ("batch", a loss that is none of its elements alone; "penalty") and formats (f16,
   bf16), whose functions are called otherwise. Who reads a row of a kind or format that it does not know must
   not call it: it skips the row, says so by term, variant, kind and format, and goes on with the next. A term
   that it does not know is no error of the plugin either, and is skipped and told of likewise. */
const struct ganloss_kernel *ganloss_plugin(uint32_t abi, size_t *count);

/* A plugin that stands for a library may export this function as well; no ABI depends on it. It returns that library's
   name and version, "SLEEF 3.5.1": the version that the functions come from, found at run time where the library tells,
   else that of the headers that were compiled. The string stays where it is; NULL, an empty string or one with control
   characters is as good as no such function. */
const char *ganloss_plugin_library(void);

/* Every kernel of this library, in the order of its registry; *count receives their number. */
const struct ganloss_kernel *ganloss_kernels(size_t *count);

/* The kernel of this term, variant and format, or NULL when there is none. */
const struct ganloss_kernel *ganloss_find(const char *term, const char *variant, const char *format);

/* How the n losses of a batch become one number, before the division by n, and how wrong it can be: u is
   2^-24 for f32 and 2^-53 for f64, sum|l| that of the magnitudes. */
enum ganloss_reduction {
    GANLOSS_NAIVE,       /* left to right in the format: error up to (n - 1) u sum|l| */
    GANLOSS_PAIRWISE,    /* balanced tree in the format: (log2(n) + 4) u sum|l|, the logarithm rounded up
                            (Higham 1993; leaves of 8) */
    GANLOSS_COMPENSATED, /* two-sum with a running correction, left to right: about 2 u |sum| + n^2 u^2 sum|l|
                            (Neumaier 1974), and never more than 2 u |sum| + u times the sum of the
                            magnitudes that the correction goes through */
    GANLOSS_WIDE,        /* double-double accumulator for either format (Dekker 1971): about
                            u |sum| + 2 n u^2 sum|l| with u = 2^-53 */
    GANLOSS_REDUCTIONS
};
extern const char *const ganloss_reduction_names[GANLOSS_REDUCTIONS];

/* Batch kernel: returns the mean of the kernel's n losses, and writes to grad[n] the gradient of that
   mean, each element's gradient divided by n (one rounding more). n = 0 gives NaN, as 0/0 does. Uses
   a fixed buffer on the stack; the result does not depend on alignment. */
float ganloss_mean_f32(ganloss_f32 *kernel, enum ganloss_reduction reduction, size_t n, const float x[],
                       const float y[], float grad[]);
double ganloss_mean_f64(ganloss_f64 *kernel, enum ganloss_reduction reduction, size_t n, const double x[],
                        const double y[], double grad[]);

/* The sum that the batch kernel divides by n, of losses that were computed before: the same additions in the
   same order. 0 for n = 0. */
double ganloss_sum_f32(enum ganloss_reduction reduction, size_t n, const float loss[]);
double ganloss_sum_f64(enum ganloss_reduction reduction, size_t n, const double loss[]);

/* How the classes of a conditional batch are weighted: each by its share of the batch (which is the
   plain mean over the batch, found class by class) or evenly over the classes that occur. */
enum ganloss_weighting { GANLOSS_BY_SHARE, GANLOSS_EVENLY };

/* Conditional expectation (Mirza and Osindero 2014): the mean of loss[n] within each of `classes`
   labels, then over the labels. label[i] is in [0, classes). Writes to mean[classes] each class's mean
   (NaN where the class does not occur) and to count[classes] its size, divides grad[n] in place so that
   it is the gradient of the result, and returns the result (NaN for n = 0). Sums are kept in double. */
float ganloss_class_mean_f32(enum ganloss_weighting weighting, size_t n, const float loss[],
                             const int32_t label[], size_t classes, double mean[], size_t count[],
                             float grad[]);
double ganloss_class_mean_f64(enum ganloss_weighting weighting, size_t n, const double loss[],
                              const int32_t label[], size_t classes, double mean[], size_t count[],
                              double grad[]);

/* Weight clipping (Arjovsky et al. 2017, algorithm 1): clamps w[n] to [-c, c] in place; NaN is kept. */
void ganloss_clip_f32(size_t n, float w[], float c);
void ganloss_clip_f64(size_t n, double w[], double c);

/* What a training step calls: the mean of a term over a batch and, in the same pass, the gradient that goes
   backwards.

   A handle names a term ("nonsaturating.g"; `ganloss list terms` shows them) and the best there is for it in
   each format. NULL: there is no such term. It is found once and stays valid; any number of threads may use
   it. */
struct ganloss_loss;
const struct ganloss_loss *ganloss_loss_find(const char *term);

/* The kernel of which a loss takes the results in "f32" or "f64": "fused" where there is one, else "stable".
   NULL: there is no such format. */
const struct ganloss_kernel *ganloss_loss_kernel(const struct ganloss_loss *loss, const char *format);

/* Returns the mean of the term over x[n], and writes to grad[n] the gradient of scale times that mean with
   respect to x: scale g(x[i]) / n.

   x[n]   logits, or probabilities for terms on D; any alignment.
   y[n]   targets in [0, 1], for the term that takes them (bce.target); else it is not read, and may be NULL.
   scale  the gradient that comes from upstream: 1 for a loss that is the last node; n for a sum instead of a
          mean. The mean that is returned is without it.
   grad   x itself, or an array that overlaps neither x nor y, or NULL: only the mean is wanted.

   Where the kernel is "fused" and takes no targets, in float each gradient is the exact one, scale and division included, rounded
   once: correctly, but for one in 2^60 or so of which 94 bits cannot tell. The mean has an error of at most
   half an ulp and 2^-8 (up to 256 elements 2^-18; of 1 it is correctly rounded). In double, gradients are
   rounded once, too, and within 0.72 ulp of the exact ones (subnormal ones within 0.51); the mean is within
   0.86 ulp, but where losses are subnormal. Both have the same bits on every instruction set, with any number
   of threads, at any alignment (of NaN, only that it is one).
   Of the others, the gradient is that of the kernel, times scale / n, rounded once more (twice, in f64 with
   a scale other than 1); the mean is that of its losses l, to half an ulp and 2^-60 sum|l| / n.

   Nothing fails: n = 0 gives the mean NaN, as 0/0 does. A scale that is infinite or NaN gives gradients that
   are NaN; so does a term that takes targets without y, and the mean NaN as well. No allocation, no errno of
   its own. */
float ganloss_loss_f32(const struct ganloss_loss *loss, size_t n, const float x[], const float y[],
                       float scale, float grad[]);
double ganloss_loss_f64(const struct ganloss_loss *loss, size_t n, const double x[], const double y[],
                        double scale, double grad[]);

/* The same for threads of one's own. A batch of n has ganloss_parts(n) parts, 1 to GANLOSS_PARTS. Each is done
   by a call with the arrays and the scale of the whole batch, on any thread and in any order: it writes the
   part's gradients, and the sum of its losses to *sum. The mean is then that of sum[ganloss_parts(n)].
   Together they give what the call above gives, bit for bit. In place too: a part reads and writes its own
   elements alone. */
enum { GANLOSS_PARTS = 256 };
struct ganloss_part {
    double high, low; /* the sum is high + low */
};
size_t ganloss_parts(size_t n);
void ganloss_loss_part_f32(const struct ganloss_loss *loss, size_t n, const float x[], const float y[],
                           float scale, float grad[], size_t part, struct ganloss_part *sum);
void ganloss_loss_part_f64(const struct ganloss_loss *loss, size_t n, const double x[], const double y[],
                           double scale, double grad[], size_t part, struct ganloss_part *sum);
float ganloss_parts_mean_f32(size_t n, const struct ganloss_part sum[]);
double ganloss_parts_mean_f64(size_t n, const struct ganloss_part sum[]);

/* In the library libganloss_omp (pkg-config ganloss_omp), with OpenMP: the first two calls on as many threads
   as pay, up to omp_get_max_threads(); on one alone where n is small, or inside a parallel region. */
float ganloss_omp_loss_f32(const struct ganloss_loss *loss, size_t n, const float x[], const float y[],
                           float scale, float grad[]);
double ganloss_omp_loss_f64(const struct ganloss_loss *loss, size_t n, const double x[], const double y[],
                            double scale, double grad[]);

#pragma GCC visibility pop

#ifdef __cplusplus
}
#endif
#endif
