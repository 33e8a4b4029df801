/* The metric's corner cases: powers of two, subnormals, zeros, overflow, NaN, signs. Exact values are given
   as enclosures of width 0, that is, as numbers. */
#include "harness/metric/metric.h"

#include <criterion/criterion.h>
#include <float.h>

/* What is wanted when the exact value is the decimal or hex number `exact`, to 400 bits. */
static struct want want_of(const struct format *format, const char *exact)
{
    struct want want;
    mpfr_t value;
    mpfr_init2(value, 400);
    mpfr_set_str(value, exact, 0, MPFR_RNDN);
    cr_assert(want_from_enclosure(&want, format, value, value));
    mpfr_clear(value);
    return want;
}

static struct error error_of(int format, double got, const char *exact)
{
    struct want want = want_of(&formats[format], exact);
    return metric_measure(got, &want);
}

struct row {
    int format;
    double got;
    const char *exact;
    enum error_class class;
    double ulp;
    bool rounded;
};

static const struct row rows[] = {
    /* at and around a power of two, ulp is that of the exact value's binade */
    {F32, 1, "1", IN_ULPS, 0, true},
    {F32, 0x1.000002p0, "1", IN_ULPS, 1, false},
    {F32, 0x1.fffffep-1, "1", IN_ULPS, 0.5, false},
    {F32, 1, "0x1.ffffffp-1", IN_ULPS, 0.5, true}, /* exact below 1: a tie, to even */
    {F32, 0x1.fffffep-1, "0x1.ffffffp-1", IN_ULPS, 0.5, false},
    {F32, 1, "0x1.fffffep-1", IN_ULPS, 1, false},
    {F32, 1, "0x1.000001p0", IN_ULPS, 0.5, true},
    {F32, 0x1.000002p0, "0x1.000001p0", IN_ULPS, 0.5, false},
    {F64, 1, "0x1.fffffffffffff8p-1", IN_ULPS, 0.5, true},
    {F64, 0x1.0000000000001p0, "1", IN_ULPS, 1, false},
    {F64, 0x1.fffffffffffffp-1, "1", IN_ULPS, 0.5, false},
    {F64, 2.5, "2.25", IN_ULPS, 0x1p49, false},
    /* subnormals: ulp is constant */
    {F32, 0x1p-149, "0x1p-149", IN_ULPS, 0, true},
    {F32, 0x1p-149, "0x1p-150", IN_ULPS, 0.5, false}, /* a tie: RN is 0 */
    {F32, 0, "0x1p-150", IN_ULPS, 0.5, true},
    {F32, 0, "0x1.8p-150", VANISHED, 0, false},
    {F32, 0x1p-149, "0x1.8p-150", IN_ULPS, 0.25, true},
    {F32, 0x1p-148, "0x1p-149", IN_ULPS, 1, false},
    {F32, 0x1p-126, "0x1.fffffcp-127", IN_ULPS, 1, false},
    {F64, 0x1p-1074, "0x1.8p-1075", IN_ULPS, 0.25, true},
    {F64, 0, "0x1.8p-1075", VANISHED, 0, false},
    {F64, 0x1p-1074, "0x1p-2000", IN_ULPS, 1, false},
    {F64, 0, "0x1p-2000", IN_ULPS, 0x1p-926, true},
    /* exact zero is measured in the smallest subnormal */
    {F32, 0x1p-149, "0", IN_ULPS, 1, false},
    {F32, 1, "0", IN_ULPS, 0x1p149, false},
    {F64, -0x1p-1074, "0", IN_ULPS, 1, false},
    {F32, 0, "0", IN_ULPS, 0, true},
    {F32, -0.0, "0", ZERO_SIGN, 0, true},
    {F32, 0, "-0", ZERO_SIGN, 0, true},
    {F32, -0.0, "-0", IN_ULPS, 0, true},
    {F32, -0.0, "0x1p-151", ZERO_SIGN, 0, true},
    /* overflow and infinities */
    {F32, (double)FLT_MAX, "0x1.fffffep127", IN_ULPS, 0, true},
    {F32, (double)INFINITY, "0x1.fffffep127", OVERFLOW, 0, false},
    {F32, (double)INFINITY, "0x1.ffffffp127", IN_ULPS, 0, true}, /* the tie rounds to infinity */
    {F32, (double)FLT_MAX, "0x1.ffffffp127", BOUNDED, 0, false},
    {F32, (double)FLT_MAX, "0x1.fffffeffp127", IN_ULPS, 0.498046875, true},
    {F64, (double)INFINITY, "1e400", IN_ULPS, 0, true},
    {F64, DBL_MAX, "1e400", BOUNDED, 0, false},
    {F64, 100, "inf", BOUNDED, 0, false},
    {F64, (double)INFINITY, "inf", IN_ULPS, 0, true},
    {F64, -(double)INFINITY, "inf", WRONG_SIGN, 0, false},
    {F64, -(double)INFINITY, "3", OVERFLOW, 0, false},
    /* NaN, either way round, is never 0 ulp */
    {F64, (double)NAN, "1", NAN_MISMATCH, 0, false},
    {F64, (double)NAN, "inf", NAN_MISMATCH, 0, false},
    {F64, 0, "nan", NAN_MISMATCH, 0, false},
    {F64, (double)INFINITY, "nan", NAN_MISMATCH, 0, false},
    {F64, (double)NAN, "nan", IN_ULPS, 0, true},
    /* signs */
    {F32, -1, "1", WRONG_SIGN, 0, false},
    {F32, -0x1p-149, "0x1p-151", WRONG_SIGN, 0, false},
    {F32, 0, "-1", VANISHED, 0, false},
    {F32, -0.0, "1", VANISHED, 0, false},
};

Test(metric, table)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct row *r = &rows[i];
        struct error e = error_of(r->format, r->got, r->exact);
        cr_expect_eq(e.class, r->class, "row %zu: got %a for %s: class %d, not %d", i, r->got, r->exact,
                     e.class, r->class);
        cr_expect(e.ulp == (long double)r->ulp, "row %zu: got %a for %s: %Lg ulp, not %g", i, r->got,
                  r->exact, e.ulp, r->ulp);
        cr_expect_eq(e.rounded, r->rounded, "row %zu: got %a for %s", i, r->got, r->exact);
    }
}

Test(metric, errors_beyond_a_double)
{
    struct error e = error_of(F64, 1e-7, "0x1p-1074");
    cr_expect(e.class == IN_ULPS && e.ulp > 2.0e316L && e.ulp < 2.1e316L);
}

Test(metric, lost_means_no_correct_bit)
{
    static const struct {
        int format;
        double got;
        const char *exact;
        bool lost;
    } cases[] = {{F32, -1.9e-10, "-1", true},
                 {F32, -0.5, "-1", true},
                 {F32, -0.51, "-1", false},
                 {F32, 1.49, "1", false},
                 {F32, 1.5, "1", true},
                 {F32, 1e-7, "1e-9", true},
                 {F32, 100, "215", true},
                 {F32, 0x1p-149, "0x1.4p-149", false},
                 {F32, 0x1p-148, "0x1.45p-149", false},
                 {F32, 0x1p-149, "0x1.4p-148", true}, /* by 1.5 of 2.5 units */
                 /* Around the limits by less than the 40 bits of an error that is shown. */
                 {F64, 100, "199.9999999999968", false},
                 {F64, 100, "200", true},
                 {F64, 100, "199.999999999999999999", false},
                 {F64, 100, "200.000000000000000001", true},
                 {F64, -3, "-2.0000000000000004", false},
                 {F64, -3, "-1.9999999999999999999", true},
                 {F64, -3, "-2.0000000000000000001", false},
                 {F64, 0x1p-1074, "0x1p-1073", false},
                 {F64, 0x1p-1074, "0x1.00000000000001p-1073", true},
                 {F64, 0x3p-1074, "0x1.ffffffffffffffp-1074", true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct want want = want_of(&formats[cases[i].format], cases[i].exact);
        struct error e = metric_measure(cases[i].got, &want);
        cr_expect_eq(e.lost, cases[i].lost, "%g for %s", cases[i].got, cases[i].exact);
    }
}

/* A correctly rounded result has at most 0.5 ulp, its neighbours at least 0.5. */
Test(metric, correct_rounding_is_half_an_ulp)
{
    uint64_t bits = 12345;
    for (int f = 0; f < FORMATS; f++)
        for (int i = 0; i < 20000; i++) {
            mpfr_t value;
            struct want want;
            mpfr_init2(value, 200);
            bits = bits * 6364136223846793005 + 1442695040888963407;
            mpfr_set_ui_2exp(value, bits >> 4 | 1, (long)(bits % 2400) - 1200, MPFR_RNDN);
            cr_assert(want_from_enclosure(&want, &formats[f], value, value));
            mpfr_clear(value);
            if (isinf(want.rounded) || want.rounded == 0)
                continue;
            int64_t k = format_ordinal(&formats[f], want.rounded);
            struct error e = metric_measure(want.rounded, &want),
                         up = metric_measure(format_at_ordinal(&formats[f], k + 1), &want),
                         down = metric_measure(format_at_ordinal(&formats[f], k - 1), &want);
            cr_assert(e.rounded && e.ulp <= 0.5L);
            cr_assert(!up.rounded && (error_class_is_failure(up.class) || up.ulp >= 0.25L));
            cr_assert(!down.rounded && (error_class_is_failure(down.class) || down.ulp >= 0.25L));
        }
}

/* A failure is worse than any number of ulps; of two numbers the greater one is. */
Test(metric, which_of_two_errors_is_worse)
{
    struct error one = {.class = IN_ULPS, .ulp = 1}, many = {.class = IN_ULPS, .ulp = 1e9L},
                 zero = {.class = ZERO_SIGN}, vanished = {.class = VANISHED}, nan = {.class = NAN_MISMATCH};
    cr_assert(metric_error_is_worse(&many, &one) && !metric_error_is_worse(&one, &many));
    cr_assert(metric_error_is_worse(&vanished, &many) && !metric_error_is_worse(&many, &vanished));
    cr_assert(metric_error_is_worse(&nan, &zero) && !metric_error_is_worse(&zero, &nan));
    cr_assert(metric_error_is_worse(&one, &zero) && !metric_error_is_worse(&zero, &one));
    cr_assert(!metric_error_is_worse(&vanished, &nan) && !metric_error_is_worse(&nan, &vanished));
}
