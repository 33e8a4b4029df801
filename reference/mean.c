/* mean.c -- the exact mean of a batch and its exact scaled gradient. */
#include "reference/reference.h"

#include <stdlib.h>

/* Each term's enclosure is narrower than 2^-128 of it, and the sum, rounded once by mpfr_sum (correct, and
   independent of order), and the quotient carry far more bits than either format's. */
enum { TERM_BITS = 140, SUM_BITS = 320 };

struct scaled {
    struct want *want;
    const struct format *format;
    size_t n;
};

/* RN(g / n): the enclosure of g, divided outwards. */
static bool decide_scaled(void *to, enum output output, mpfr_t low, mpfr_t high)
{
    (void)output;
    struct scaled *scaled = to;
    mpfr_t low_n, high_n;
    mpfr_init2(low_n, mpfr_get_prec(low) + 64);
    mpfr_init2(high_n, mpfr_get_prec(high) + 64);
    mpfr_div_ui(low_n, low, scaled->n, MPFR_RNDD);
    mpfr_div_ui(high_n, high, scaled->n, MPFR_RNDU);
    bool decided = want_from_enclosure(scaled->want, scaled->format, low_n, high_n);
    mpfr_clear(low_n);
    mpfr_clear(high_n);
    return decided;
}

static bool decide_term(void *to, enum output output, mpfr_t low, mpfr_t high)
{
    (void)output;
    (void)high;
    mpfr_set((mpfr_ptr)to, low, MPFR_RNDN);
    return true;
}

static double condition_number(mpfr_t sum, mpfr_ptr term[], size_t n)
{
    mpfr_t absolute;
    mpfr_init2(absolute, 64);
    for (size_t i = 0; i < n; i++)
        mpfr_abs(term[i], term[i], MPFR_RNDN);
    mpfr_sum(absolute, term, n, MPFR_RNDN);
    double condition = 1;
    if (!mpfr_zero_p(absolute)) {
        mpfr_div(absolute, absolute, sum, MPFR_RNDN);
        condition = fabs(mpfr_get_d(absolute, MPFR_RNDN));
    }
    mpfr_clear(absolute);
    return condition;
}

void reference_mean(struct want *mean, struct want grad[], double *condition, const struct formula *f,
                    const struct format *format, size_t n, const double x[], const double t[])
{
    mpfr_t *storage = malloc((n + 1) * sizeof *storage);
    mpfr_ptr *term = malloc((n + 1) * sizeof *term);
    if (!storage || !term)
        abort();
    for (size_t i = 0; i < n; i++) {
        double target = t ? t[i] : 0;
        term[i] = storage[i];
        mpfr_init2(term[i], TERM_BITS);
        reference_decide(f, format, x[i], target, TERM_BITS, LOSS, decide_term, term[i]);
        if (grad)
            reference_decide(f, format, x[i], target, TERM_BITS, GRAD, decide_scaled,
                             &(struct scaled){&grad[i], format, n});
    }

    mpfr_t sum, quotient;
    mpfr_init2(sum, SUM_BITS);
    mpfr_init2(quotient, SUM_BITS);
    mpfr_sum(sum, term, n, MPFR_RNDN);
    mpfr_div_ui(quotient, sum, n, MPFR_RNDN); /* n = 0: 0/0 = NaN */
    want_from_enclosure(mean, format, quotient, quotient);
    *condition = condition_number(sum, term, n);

    for (size_t i = 0; i < n; i++)
        mpfr_clear(term[i]);
    mpfr_clear(quotient);
    mpfr_clear(sum);
    free(term);
    free(storage);
}
