/* The inputs: all there, in the format, reproducible. */
#include "harness/inputs/cases.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static bool contains(const struct cases *c, const struct format *f, double x)
{
    for (size_t i = 0; i < c->count; i++)
        if (format_bits(f, c->x[i]) == format_bits(f, x))
            return true;
    return false;
}

Test(cases, hold_specials_and_neighbours)
{
    for (int f = 0; f < FORMATS; f++) {
        const struct format *format = &formats[f];
        struct cases c = cases_make(LOGIT, 1, format, QUICK, 1);
        const double specials[] = {0.0,
                                   -0.0,
                                   format->least,
                                   -format->least,
                                   format->max,
                                   (double)INFINITY,
                                   -(double)INFINITY,
                                   ldexp(1, format->emin)};
        for (size_t i = 0; i < sizeof specials / sizeof *specials; i++)
            cr_expect(contains(&c, format, specials[i]), "%s %a", format->name, specials[i]);
        for (size_t p = 0; p < points_logit_count; p++)
            for (int k = -100; k <= 100; k += 20) {
                int64_t at = format_ordinal(format, format_round(format, -points_logit[p].at));
                cr_expect(contains(&c, format, format_at_ordinal(format, at + k)), "%s: %s, %d floats off",
                          format->name, points_logit[p].why, k);
            }
        size_t nans = 0;
        for (size_t i = 0; i < c.count; i++)
            nans += isnan(c.x[i]) ? 1 : 0;
        cr_expect_geq(nans, 2);
        cases_free(&c);
    }
}

/* Every value is one of the format; on D, most lie in [0, 1], and the tails at 0 and 1 are there. */
Test(cases, stay_in_the_format)
{
    for (int space = LOGIT; space <= PROB; space++) {
        struct cases c = cases_make((enum space)space, 1, &formats[F32], QUICK, 7);
        size_t inside = 0;
        for (size_t i = 0; i < c.count; i++) {
            cr_assert(isnan(c.x[i]) || (double)(float)c.x[i] == c.x[i]);
            inside += c.x[i] >= 0 && c.x[i] <= 1 ? 1 : 0;
        }
        cr_expect(space == LOGIT || inside > c.count / 2);
        cases_free(&c);
    }
    struct cases c = cases_make(PROB, 1, &formats[F64], QUICK, 7);
    for (int k = 1; k <= 53; k++)
        cr_expect(contains(&c, &formats[F64], 1 - ldexp(1, -k)));
    for (int k = 1; k <= 1074; k += 13)
        cr_expect(contains(&c, &formats[F64], ldexp(1, -k)));
    cases_free(&c);
}

Test(cases, follow_the_seed)
{
    struct cases a = cases_make(LOGIT, 1, &formats[F64], QUICK, 3),
                 b = cases_make(LOGIT, 1, &formats[F64], QUICK, 3),
                 c = cases_make(LOGIT, 1, &formats[F64], QUICK, 4);
    cr_assert_eq(a.count, b.count);
    cr_expect_eq(memcmp(a.x, b.x, a.count * sizeof *a.x), 0);
    cr_expect_neq(memcmp(a.x, c.x, a.count * sizeof *a.x), 0);
    cases_free(&a);
    cases_free(&b);
    cases_free(&c);
}

Test(cases, pair_every_logit_with_every_label)
{
    struct cases c = cases_make(LOGIT, 2, &formats[F32], QUICK, 1);
    bool zero = false, one = false, cancels = false;
    for (size_t i = 0; i < c.count; i++) {
        cr_assert(c.target[i] >= 0 && c.target[i] <= 1 && (double)(float)c.target[i] == c.target[i]);
        zero = zero || (c.target[i] == 0 && c.x[i] == -(double)INFINITY);
        one = one || (c.target[i] == 1 && c.x[i] == (double)INFINITY);
        cancels = cancels || (c.target[i] == (double)0.9F && fabs(c.x[i] - log(9)) < 1e-5);
    }
    cr_expect(zero && one && cancels);
    cases_free(&c);
}

Test(cases, full_is_larger_and_contains_the_points)
{
    struct cases quick = cases_make(LOGIT, 1, &formats[F32], QUICK, 1),
                 full = cases_make(LOGIT, 1, &formats[F32], FULL, 1);
    cr_expect_gt(full.count, 5 * quick.count);
    cases_free(&quick);
    cases_free(&full);
}
