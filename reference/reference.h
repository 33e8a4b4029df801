/* reference.h -- exact values of terms, enclosed by MPFR.

   Every formula gives loss and gradient as head + tail: the head is exact, the tail is computed to the
   working precision with a proved error. A softplus at s = 300 is 300 + 5e-131: as one rounded number it
   could never be told from 300, however high the precision; as a sum its enclosure lies strictly above
   300 at any precision, so that ties and powers of two are decided at once. */
#ifndef GANLOSS_REFERENCE_REFERENCE_H
#define GANLOSS_REFERENCE_REFERENCE_H

#include "losses/registry.h"
#include "reference/format.h"

#include <math.h>
#include <mpfr.h>
#include <stdbool.h>

/* exact = head + tail (1 + d), |d| <= ulps 2^-p with p the precision of the tail; head is exact. ulps = 0:
   the tail is exact too. ulps = INFINITY: cancelled altogether, ask again at a higher precision. An
   infinite or NaN head is the value itself. */
struct value {
    mpfr_t head, tail;
    long double ulps; /* a cancelled sum's bound can exceed a double */
};

/* Which of a formula's two outputs. */
enum output { LOSS, GRAD, OUTPUTS };
extern const char *const output_names[OUTPUTS]; /* "loss", "grad" */

/* Computes loss and gradient at x for a label in [0, 1]. The heads may take any precision they need; the
   tails have theirs on entry. `format` is that of the constants in a variant's own formula; the ideal
   formulas ignore it. */
typedef void evaluator(struct value *loss, struct value *grad, const struct format *format, double x,
                       double label);

/* A term's formula is weight times an evaluator at a label; weight is a power of two or its negative, so
   that scaling is exact. */
struct formula {
    evaluator *evaluate;
    double label; /* LABEL_IS_TARGET: the term's second operand */
    double weight;
};
#define LABEL_IS_TARGET ((double)NAN)

/* The formula of a term as defined: the ideal reference. */
const struct formula *reference_ideal(const struct term *term);

/* The own formula, epsilon included, of an epsilon variant of a term, in exact arithmetic on the
   variant's constants. False: the variant has none. */
bool reference_own(struct formula *own, const struct term *term, const char *variant);

/* One exact output, ready to be compared with any number of results in one format. */
struct want {
    double rounded;   /* RN(exact): +-0, +-inf and NaN included */
    int sign;         /* of the exact value: -1, 0, 1; 0 for NaN */
    int ulp_exponent; /* ulp(exact) = 2^ulp_exponent */
    double high, low; /* exact / ulp(exact) = high + low, to 2^-20; 0 unless finite */
    const struct format *format;
};

/* Evaluates the formula, raising the working precision until RN(exact), the sign and ulp(exact) are
   decided and exact / ulp is known to 2^-20 (Ziv 1991). NULL: that output is not wanted. */
void reference(struct want *loss, struct want *grad, const struct formula *f, const struct format *format,
               double x, double t);

/* Ziv's loop on one output, for any decision on an enclosure [low, high]: `decide` is called with ever
   narrower ones, from this working precision upwards, until it returns true. */
typedef bool decider(void *to, enum output output, mpfr_t low, mpfr_t high);
void reference_decide(const struct formula *f, const struct format *format, double x, double t,
                      mpfr_prec_t precision, enum output output, decider *decide, void *to);

/* The same on both outputs of one evaluation. */
void reference_decide_both(const struct formula *f, const struct format *format, double x, double t,
                           mpfr_prec_t precision, decider *decide, void *to);

/* Writes the exact output as a decimal of `digits` significant digits, correctly rounded: "-1.25e-17",
   "inf", "nan", "-0"; text[] holds at least digits + 32 bytes, and 1 <= digits <= 1000. A value smaller
   than 10^-(10^17) is written as zero with its sign. */
void reference_decimal(char text[], int digits, const struct formula *f, const struct format *format,
                       double x, double t, enum output output);

/* The mean of a term over a batch: RN((sum of exact terms) / n), each term to at least 128 bits, summed
   by mpfr_sum; and per element RN(g_i / n) in grad[n] (NULL: not wanted). condition receives
   sum|t_i| / |sum t_i|: 1 for n = 0 or a sum of zeros, infinite where terms cancel altogether. */
void reference_mean(struct want *mean, struct want grad[], double *condition, const struct formula *f,
                    const struct format *format, size_t n, const double x[], const double t[]);

/* Frees what MPFR caches for the calling thread. */
void reference_thread_end(void);

/* value.c: helpers for formulas. */

/* A pair of values at precision p. */
void value_init(struct value *v, mpfr_prec_t precision);
void value_clear(struct value *v);
void value_set_precision(struct value *v, mpfr_prec_t precision);

/* v = x exactly (also +-inf and NaN). */
void value_set(struct value *v, double x);

/* v = k v, k a power of two or its negative: exact. */
void value_scale(struct value *v, double k);

/* Encloses head + tail (1 + d) in [low, high], with as many bits as that takes; low = high = the value
   where it is exact, infinite or NaN. */
void value_enclose(mpfr_t low, mpfr_t high, const struct value *v);

/* Decides a want from an enclosure; false: too wide. */
bool want_from_enclosure(struct want *want, const struct format *format, mpfr_t low, mpfr_t high);

/* What is wanted when the exact value is the negative of this one. */
struct want want_negated(const struct want *want);

#endif
