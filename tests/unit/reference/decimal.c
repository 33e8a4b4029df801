/* Decimals of the reference against Arb's ball: 40 digits are the correctly rounded ones where the text is
   within half a unit of its last digit (and as much more as the balls are wide: a critic's score may be
   a tie). */
#include "reference/reference.h"
#include "tests/oracle/arb_terms.h"
#include "tests/support/sample.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { INPUTS = 1000, DIGITS = 40, PRECISION = 2000 };

/* Digits from the first that is not 0, and the power of ten of the last. */
static void measure_text(const char *text, int *digits, long *last)
{
    const char *e = strchr(text, 'e'), *point = strchr(text, '.');
    size_t length = e ? (size_t)(e - text) : strlen(text);
    *last = (e ? strtol(e + 1, NULL, 10) : 0) - (point ? (long)(text + length - point) - 1 : 0);
    *digits = 0;
    for (size_t i = 0; i < length; i++)
        *digits += text[i] >= '0' && text[i] <= '9' && (*digits > 0 || text[i] != '0');
}

static bool is_right(const char *text, const arb_t exact)
{
    char half_text[40];
    int digits;
    long last;
    measure_text(text, &digits, &last);
    snprintf(half_text, sizeof half_text, "5e%ld", last - 1);
    arb_t written, half;
    arb_init(written);
    arb_init(half);
    arb_set_str(written, text, PRECISION);
    arb_set_str(half, half_text, PRECISION);
    arb_sub(written, written, exact, PRECISION);
    arb_abs(written, written);
    bool good = digits == DIGITS && !arb_gt(written, half);
    arb_clear(half);
    arb_clear(written);
    return good;
}

static double draw(const struct arb_term *term, const struct format *format, uint64_t *r)
{
    for (;;) {
        double x = term->input == ON_PROBABILITY ? sample_probability(r, format) : sample_logit(r, format);
        if (term->input == ON_PROBABILITY ? x > 1e-300 && x < 1 : x != 0 && fabs(x) < 700)
            return x;
    }
}

Test(decimal, forty_digits_are_correctly_rounded)
{
    arb_t exact[OUTPUTS];
    arb_init(exact[LOSS]);
    arb_init(exact[GRAD]);
    for (int i = 0; i < arb_term_count; i++) {
        uint64_t r = (uint64_t)i;
        const struct formula *formula = reference_ideal(term_find(arb_terms[i].id));
        size_t wrong = 0;
        for (int n = 0; n < INPUTS; n++) {
            const struct format *format = &formats[n % FORMATS];
            double x = draw(&arb_terms[i], format, &r), t = sample_target(&r, format);
            char text[DIGITS + 32];
            arb_ideal(exact[LOSS], exact[GRAD], &arb_terms[i], x, t, PRECISION);
            for (int k = 0; k < (arb_terms[i].input == SCORE ? 1 : OUTPUTS); k++) {
                reference_decimal(text, DIGITS, formula, format, x, t, (enum output)k);
                if (!is_right(text, exact[k]) && wrong++ == 0)
                    printf("%s %s at %a, target %a: %s\n", arb_terms[i].id, output_names[k], x, t, text);
            }
        }
        cr_expect_eq(wrong, 0, "%s: %zu wrong", arb_terms[i].id, wrong);
    }
    arb_clear(exact[GRAD]);
    arb_clear(exact[LOSS]);
}

/* Where the notation changes, what has no digits, and ties at the last digit. */
Test(decimal, notation)
{
    static const struct {
        const char *term;
        double x, t;
        enum output output;
        int digits;
        const char *text;
    } rows[] = {
        {"wasserstein.d_fake", 0.5, 0, LOSS, 3, "0.500"},
        {"wasserstein.d_real", 0.0625, 0, LOSS, 3, "-0.0625"},
        {"wasserstein.d_fake", 0x1p-10, 0, LOSS, 4, "0.0009766"},
        {"wasserstein.d_fake", 0x1p-14, 0, LOSS, 4, "6.104e-5"},
        {"wasserstein.d_fake", 123, 0, LOSS, 4, "123.0"},
        {"wasserstein.d_fake", 123, 0, LOSS, 3, "1.23e+2"},
        {"wasserstein.d_fake", 2.5, 0, LOSS, 1, "2e+0"},
        {"wasserstein.d_fake", (double)NAN, 0, LOSS, 5, "nan"},
        {"wasserstein.d_real", (double)INFINITY, 0, LOSS, 5, "-inf"},
        {"wasserstein.d_real", (double)INFINITY, 0, GRAD, 2, "-1.0"},
        {"nonsaturating.g", (double)INFINITY, 0, LOSS, 5, "0"},
        {"nonsaturating.g", (double)INFINITY, 0, GRAD, 5, "-0"},
        {"minimax.g", -(double)INFINITY, 0, LOSS, 5, "-0"},
        {"nonsaturating.g", 0, 0, LOSS, 10, "0.6931471806"},
        {"nonsaturating.g", 100, 0, LOSS, 5, "3.7201e-44"},
        {"bce.target", 0, 0.5, GRAD, 5, "0"},
        {"nonsaturating.g", 1e300, 0, LOSS, 5, "0"},
        {"minimax.g", -1e300, 0, GRAD, 5, "-0"},
        /* 2.5 and a positive tail is above the tie */
        {"minimax.d_fake", 4200.5, 0, LOSS, 4, "4.201e+3"},
        {"minimax.d_fake", 5000.5, 0, LOSS, 4, "5.001e+3"},
        {"minimax.d_fake", 1e9 + 0.5, 0, LOSS, 10, "1.000000001e+9"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[64];
        reference_decimal(text, rows[i].digits, reference_ideal(term_find(rows[i].term)), &formats[F64],
                          rows[i].x, rows[i].t, rows[i].output);
        cr_expect_str_eq(text, rows[i].text, "%s at %a: got %s, want %s", rows[i].term, rows[i].x, text,
                         rows[i].text);
    }
}
