#include "reference/reference.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A missing formula fails to link. */
#define TERM(name, ...) extern const struct formula formula_##name;
#include "losses/losses.def"

static const struct formula *const ideal[TERMS] = {
#define TERM(name, ...) [TERM_##name] = &formula_##name,
#include "losses/losses.def"
};

const char *const output_names[OUTPUTS] = {"loss", "grad"};

const struct formula *reference_ideal(const struct term *term)
{
    return ideal[term - terms];
}

/* MPFR's widest exponent range; it is kept per thread, and setting it costs nothing beside a logarithm. */
static void widen_range(void)
{
    mpfr_set_emin(mpfr_get_emin_min());
    mpfr_set_emax(mpfr_get_emax_max());
}

static void evaluate(struct value out[OUTPUTS], const struct formula *f, const struct format *format,
                     double x, double t, mpfr_prec_t precision)
{
    for (int k = 0; k < OUTPUTS; k++)
        mpfr_set_prec(out[k].tail, precision);
    f->evaluate(&out[LOSS], &out[GRAD], format, x, isnan(f->label) ? t : f->label);
    for (int k = 0; k < OUTPUTS; k++)
        value_scale(&out[k], f->weight);
}

/* Ziv's loop: runs `decide` on ever narrower enclosures until each output is decided. Every formula's
   error is proved and every undecidable (exact) case is marked exact by the formula, so that the loop
   ends; a limit that no input reaches turns a wrong proof into a crash instead of a hang. */
enum { PRECISION_LIMIT = 1 << 16 };

static void ziv(const struct formula *f, const struct format *format, double x, double t,
                mpfr_prec_t precision, bool wanted[OUTPUTS], decider *decide, void *to)
{
    struct value out[OUTPUTS];
    mpfr_t low, high;

    widen_range();
    value_init(&out[LOSS], precision);
    value_init(&out[GRAD], precision);
    mpfr_init2(low, precision);
    mpfr_init2(high, precision);
    for (; wanted[LOSS] || wanted[GRAD]; precision = 2 * precision + 2) {
        if (precision > PRECISION_LIMIT) {
            fprintf(stderr, "ganloss: reference undecided at %a, label %a (%s)\n", x, t, format->name);
            abort();
        }
        evaluate(out, f, format, x, t, precision);
        for (int k = 0; k < OUTPUTS; k++) {
            if (!wanted[k] || isinf(out[k].ulps))
                continue;
            value_enclose(low, high, &out[k]);
            wanted[k] = !decide(to, (enum output)k, low, high);
        }
    }
    mpfr_clear(high);
    mpfr_clear(low);
    value_clear(&out[GRAD]);
    value_clear(&out[LOSS]);
}

void reference_decide(const struct formula *f, const struct format *format, double x, double t,
                      mpfr_prec_t precision, enum output output, decider *decide, void *to)
{
    bool wanted[OUTPUTS] = {[LOSS] = output == LOSS, [GRAD] = output == GRAD};
    ziv(f, format, x, t, precision, wanted, decide, to);
}

void reference_decide_both(const struct formula *f, const struct format *format, double x, double t,
                           mpfr_prec_t precision, decider *decide, void *to)
{
    ziv(f, format, x, t, precision, (bool[OUTPUTS]){true, true}, decide, to);
}

struct wants {
    struct want *want[OUTPUTS];
    const struct format *format;
};

static bool decide_want(void *to, enum output output, mpfr_t low, mpfr_t high)
{
    struct wants *wants = to;
    return want_from_enclosure(wants->want[output], wants->format, low, high);
}

void reference(struct want *loss, struct want *grad, const struct formula *f, const struct format *format,
               double x, double t)
{
    struct wants wants = {{loss, grad}, format};
    /* 10 bits beyond the format decide nearly every rounding and give the ULP error to 2^-20 and better;
       63 and 127 bits are what MPFR does in one and two words. */
    ziv(f, format, x, t, format->precision < 30 ? 63 : 127, (bool[OUTPUTS]){loss != NULL, grad != NULL},
        decide_want, &wants);
}

struct decimal {
    char *text;
    int digits;
};

/* Plain notation where that is short, else an exponent; trailing zeros are kept: they are digits. */
static void write_decimal(char text[], const char *significand, mpfr_exp_t exponent, int digits)
{
    const char *sign = *significand == '-' ? "-" : "";
    significand += *sign == '-';
    if (exponent >= -3 && exponent <= 0)
        sprintf(text, "%s0.%.*s%s", sign, (int)-exponent, "000", significand);
    else if (exponent > 0 && exponent < digits)
        sprintf(text, "%s%.*s.%s", sign, (int)exponent, significand, significand + exponent);
    else
        sprintf(text, "%s%c%s%se%+ld", sign, *significand, digits > 1 ? "." : "", significand + 1,
                (long)exponent - 1);
}

static bool decide_decimal(void *to, enum output output, mpfr_t low, mpfr_t high)
{
    (void)output;
    struct decimal *decimal = to;
    bool tiny = mpfr_regular_p(low) && mpfr_get_exp(low) < -((mpfr_exp_t)1 << 59);
    if (!mpfr_regular_p(low) || tiny) {
        if (mpfr_zero_p(low) && !mpfr_zero_p(high))
            return false;
        const char *name = mpfr_nan_p(low) ? "nan" : mpfr_inf_p(low) ? "inf" : "0";
        sprintf(decimal->text, "%s%s", !mpfr_nan_p(low) && mpfr_signbit(low) ? "-" : "", name);
        return true;
    }
    mpfr_exp_t low_exponent, high_exponent;
    char *low_digits = mpfr_get_str(NULL, &low_exponent, 10, (size_t)decimal->digits, low, MPFR_RNDN);
    char *high_digits = mpfr_get_str(NULL, &high_exponent, 10, (size_t)decimal->digits, high, MPFR_RNDN);
    bool decided = low_exponent == high_exponent && strcmp(low_digits, high_digits) == 0;
    if (decided)
        write_decimal(decimal->text, low_digits, low_exponent, decimal->digits);
    mpfr_free_str(low_digits);
    mpfr_free_str(high_digits);
    return decided;
}

void reference_decimal(char text[], int digits, const struct formula *f, const struct format *format,
                       double x, double t, enum output output)
{
    struct decimal decimal = {text, digits};
    reference_decide(f, format, x, t, 127 + 4 * digits, output, decide_decimal, &decimal);
}

void reference_thread_end(void)
{
    mpfr_free_cache2(MPFR_FREE_LOCAL_CACHE);
}
