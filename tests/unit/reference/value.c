/* Rounding to the formats, decisions on enclosures, and the limits that are part of a term's definition. */
#include "reference/reference.h"

#include <criterion/criterion.h>
#include <float.h>

enum { BITS = 300 };
#define INF          ((double)INFINITY)
#define NOT_A_NUMBER ((double)NAN)

/* The want of exactly head + tail. */
static struct want want_of(const struct format *format, double head, double tail)
{
    struct want want;
    mpfr_t x;
    mpfr_init2(x, 2200);
    mpfr_set_d(x, head, MPFR_RNDN);
    mpfr_add_d(x, x, tail, MPFR_RNDN);
    cr_assert(want_from_enclosure(&want, format, x, x));
    mpfr_clear(x);
    return want;
}

struct row {
    double head, tail, rounded;
    int ulp_exponent;
};

static void check_rows(const struct format *format, const struct row rows[], size_t count)
{
    for (size_t i = 0; i < 2 * count; i++) {
        const struct row *row = &rows[i / 2];
        double sign = i % 2 ? -1 : 1;
        struct want got = want_of(format, sign * row->head, sign * row->tail);
        cr_expect_eq(got.rounded, sign * row->rounded, "%a + %a: %a", row->head, row->tail, got.rounded);
        cr_expect_eq(!signbit(got.rounded), sign > 0, "%a + %a", row->head, row->tail);
        cr_expect_eq(got.ulp_exponent, row->ulp_exponent, "%a + %a: %d", row->head, row->tail,
                     got.ulp_exponent);
        cr_expect_eq(got.sign, (int)sign);
        double beyond_head = got.high - ldexp(sign * row->head, -got.ulp_exponent) + got.low;
        cr_expect_float_eq(beyond_head, ldexp(sign * row->tail, -got.ulp_exponent), 0x1p-40, "%a + %a",
                           row->head, row->tail);
        struct want other = want_of(format, -sign * row->head, -sign * row->tail);
        struct want negated = want_negated(&got);
        cr_expect(negated.rounded == other.rounded && !signbit(negated.rounded) == !signbit(other.rounded) &&
                      negated.sign == other.sign && negated.ulp_exponent == other.ulp_exponent &&
                      negated.high == other.high && negated.low == other.low && negated.format == format,
                  "the negative of %a + %a", row->head, row->tail);
    }
}

Test(value, rounding_to_f32)
{
    static const struct row rows[] = {
        {1, 0, 1, -23},
        {1, 0x1p-24, 1, -23},                      /* tie to even, down */
        {1 + 0x1p-23, 0x1p-24, 1 + 0x1p-22, -23},  /* tie to even, up */
        {1 + 0x1p-24, 0x1p-900, 1 + 0x1p-23, -23}, /* a tie and a tiny tail */
        {1 + 0x1p-24, -0x1p-900, 1, -23},
        {1, 0x1p-900, 1, -23}, /* just above and below a power of two */
        {1, -0x1p-900, 1, -24},
        {1, -0x1p-25, 1, -24}, /* the tie below one is half as far */
        {1, -0x1.8p-25, 1 - 0x1p-24, -24},
        {0x1p-149, 0, 0x1p-149, -149},
        {0x1p-150, 0, 0, -149}, /* half the smallest subnormal */
        {0x1p-150, 0x1p-900, 0x1p-149, -149},
        {0x1p-150, -0x1p-900, 0, -149},
        {0x1.8p-149, 0, 0x1p-148, -149},
        {0x1.4p-148, 0, 0x1p-148, -149},
        {0x1.4p-148, 0x1p-900, 0x1.8p-148, -149},
        {0x1p-126, -0x1p-150, 0x1p-126, -149}, /* between subnormal and normal */
        {0x1p-126, -0x1.8p-150, 0x1p-126 - 0x1p-149, -149},
        {0x1p-126, 0x1p-150, 0x1p-126, -149},
        {0x1.000002p-126, 0x1p-150, 0x1.000004p-126, -149},
        {0x1.fffffep127, 0, 0x1.fffffep127, 104},
        {0x1.fffffep127, 0x1.ffffffp102, 0x1.fffffep127, 104},
        {0x1.fffffep127, 0x1p103, INF, 104}, /* the overflow threshold rounds to even: infinity */
        {0x1.ffffffp127, -0x1p-900, 0x1.fffffep127, 104},
        {0x1p128, 0, INF, 105},
    };
    check_rows(&formats[F32], rows, sizeof rows / sizeof *rows);
}

Test(value, rounding_to_f64)
{
    static const struct row rows[] = {
        {1, 0x1p-53, 1, -52},
        {1 + 0x1p-52, 0x1p-53, 1 + 0x1p-51, -52},
        {1, 0x1.00001p-53, 1 + 0x1p-52, -52},
        {1, -0x1p-900, 1, -53},
        {0x1p-1074, 0, 0x1p-1074, -1074},
        {0x1p-1022, -0x1p-1074, 0x1p-1022 - 0x1p-1074, -1074},
        {DBL_MAX, 0x1.fffffp969, DBL_MAX, 971},
        {DBL_MAX, 0x1p970, INF, 971},
    };
    check_rows(&formats[F64], rows, sizeof rows / sizeof *rows);
}

/* What no double can say: multiples of a quarter of the smallest f64 subnormal. */
Test(value, rounding_below_the_smallest_double)
{
    static const struct {
        long quarters;
        double rounded;
    } rows[] = {{1, 0},         {2, 0},         {3, 0x1p-1074},  {4, 0x1p-1074},   {5, 0x1p-1074},
                {6, 0x1p-1073}, {7, 0x1p-1073}, {10, 0x1p-1073}, {11, 0x1.8p-1073}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct want want;
        mpfr_t x;
        mpfr_init2(x, 64);
        mpfr_set_si_2exp(x, -rows[i].quarters, -1076, MPFR_RNDN);
        cr_assert(want_from_enclosure(&want, &formats[F64], x, x));
        cr_expect_eq(want.rounded, -rows[i].rounded, "%ld quarters", rows[i].quarters);
        cr_expect(signbit(want.rounded));
        cr_expect_eq(want.ulp_exponent, -1074);
        cr_expect_eq(want.high, -0.25 * (double)rows[i].quarters);
        cr_expect_eq(want.sign, -1);
        mpfr_clear(x);
    }
}

/* An enclosure that reaches over a decision decides nothing. */
Test(value, undecided_enclosures)
{
    static const struct {
        double low, high;
        bool decided;
    } rows[] = {
        {1 + 0x1p-52, 1 + 0x1p-51, true},
        {1 + 0x1p-24, 1 + 0x1.000001p-24, false}, /* from the tie upwards */
        {1 + 0x1.fp-25, 1 + 0x1.1p-24, false},    /* over the tie */
        {1 - 0x1p-53, 1, false},                  /* over a power of two */
        {1 - 0x1p-53, 1 + 0x1p-52, false},
        {0, 0x1p-1074, false}, /* from 0: the sign */
        {-0x1p-1074, 0x1p-1074, false},
        {0x1p-1074, 0x1p-1070, false}, /* exponents differ */
        {0x1p-200, 0x1.8p-200, true},  /* rounds to 0 either way */
        {1.5, 1.5 + 0x1p-45, true},    /* 2^-22 ulp */
        {1.5, 1.5 + 0x1p-43, false},   /* 2^-20 ulp */
        {1.5, 1.5 + 0x1p-30, false},   /* rounds alike, but exact / ulp is not known */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct want want;
        mpfr_t low, high;
        mpfr_inits2(BITS, low, high, (mpfr_ptr)0);
        mpfr_set_d(low, rows[i].low, MPFR_RNDN);
        mpfr_set_d(high, rows[i].high, MPFR_RNDN);
        cr_expect_eq(want_from_enclosure(&want, &formats[F32], low, high), rows[i].decided, "[%a, %a]",
                     rows[i].low, rows[i].high);
        mpfr_clears(low, high, (mpfr_ptr)0);
    }
}

/* head + tail (1 + d) is enclosed outwards, by no more than its bound and a rounding. */
Test(value, enclosures)
{
    static const struct {
        double head, tail, ulps;
    } rows[] = {{0, 1, 1},         {1, 0x1p-250, 3},       {300, -0x1p-70, 6},
                {-1, 0x1.8p-3, 4}, {0x1p900, 0x1p-900, 2}, {0, -0x1.8p-1000, 5},
                {1, -1, 1}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct value v;
        mpfr_t low, high, bound;
        value_init(&v, 64);
        mpfr_inits2(2200, low, high, bound, (mpfr_ptr)0);
        value_set(&v, rows[i].head);
        mpfr_set_d(v.tail, rows[i].tail, MPFR_RNDN);
        v.ulps = (long double)rows[i].ulps;
        value_enclose(low, high, &v);
        for (int side = -1; side <= 1; side += 2) {
            /* head + tail (1 + side ulps 2^-64) is inside, head + tail (1 + side (ulps + 4) 2^-64) is not */
            for (int extra = 0; extra <= 4; extra += 4) {
                mpfr_set_d(bound, side * (rows[i].ulps + extra), MPFR_RNDN);
                mpfr_mul_2si(bound, bound, -64, MPFR_RNDN);
                mpfr_add_ui(bound, bound, 1, MPFR_RNDN);
                mpfr_mul_d(bound, bound, rows[i].tail, MPFR_RNDN);
                mpfr_add_d(bound, bound, rows[i].head, MPFR_RNDN);
                cr_expect_eq(mpfr_cmp(low, bound) <= 0 && mpfr_cmp(bound, high) <= 0, extra == 0,
                             "row %zu, side %d, extra %d", i, side, extra);
            }
        }
        mpfr_clears(low, high, bound, (mpfr_ptr)0);
        value_clear(&v);
    }
}

static bool identical(double a, double b)
{
    return (isnan(a) && isnan(b)) || (a == b && !signbit(a) == !signbit(b));
}

/* Limits of value and gradient, with the sign of zero from the side on which it is approached. */
Test(value, limits)
{
    static const struct {
        const char *term;
        double x, t, loss, grad;
    } rows[] = {
        {"minimax.d_real", INF, 0, 0, -0.0},
        {"minimax.d_real", -INF, 0, INF, -1},
        {"minimax.d_fake", INF, 0, INF, 1},
        {"minimax.d_fake", -INF, 0, 0, 0},
        {"minimax.g", INF, 0, -INF, -1},
        {"minimax.g", -INF, 0, -0.0, -0.0},
        {"nonsaturating.d_real", INF, 0, 0, -0.0},
        {"nonsaturating.d_real", -INF, 0, INF, -1},
        {"nonsaturating.d_fake", INF, 0, INF, 1},
        {"nonsaturating.d_fake", -INF, 0, 0, 0},
        {"nonsaturating.g", INF, 0, 0, -0.0},
        {"nonsaturating.g", -INF, 0, INF, -1},
        {"bce.d_real", INF, 0, 0, -0.0},
        {"bce.d_real", -INF, 0, INF, -0.5},
        {"bce.d_fake", INF, 0, INF, 0.5},
        {"bce.d_fake", -INF, 0, 0, 0},
        {"bce.g", INF, 0, -INF, -1},
        {"bce.g", -INF, 0, -0.0, -0.0},
        {"bce.target", INF, 0, INF, 1},
        {"bce.target", -INF, 0, 0, 0},
        {"bce.target", INF, 1, 0, -0.0},
        {"bce.target", -INF, 1, INF, -1},
        {"bce.target", INF, 0.25, INF, 0.75},
        {"bce.target", -INF, 0.25, INF, -0.25},
        {"bce.target", INF, 0x1p-1074, INF, 1},
        {"bce.target", -INF, 0x1p-1074, INF, -0x1p-1074},
        {"bce.target", 0, 0.5, 0x1.62e42fefa39efp-1, 0},
        {"bce.target", 1, -0.5, NOT_A_NUMBER, NOT_A_NUMBER},
        {"bce.target", 1, 1.5, NOT_A_NUMBER, NOT_A_NUMBER},
        {"bce.target", 1, NOT_A_NUMBER, NOT_A_NUMBER, NOT_A_NUMBER},
        {"bce.target", NOT_A_NUMBER, 0.5, NOT_A_NUMBER, NOT_A_NUMBER},
        {"wasserstein.d_real", INF, 0, -INF, -1},
        {"wasserstein.d_real", -INF, 0, INF, -1},
        {"wasserstein.d_fake", INF, 0, INF, 1},
        {"wasserstein.d_fake", -INF, 0, -INF, 1},
        {"wasserstein.g", INF, 0, -INF, -1},
        {"wasserstein.g", -INF, 0, INF, -1},
        {"wasserstein.d_real", 0, 0, -0.0, -1},
        {"wasserstein.d_fake", -0.0, 0, -0.0, 1},
        {"wasserstein.g", -0.0, 0, 0, -1},
        {"minimax.d_real@D", 0, 0, INF, -INF},
        {"minimax.d_real@D", -0.0, 0, INF, -INF},
        {"minimax.d_real@D", 1, 0, 0, -1},
        {"minimax.d_real@D", 0.5, 0, 0x1.62e42fefa39efp-1, -2},
        {"minimax.d_fake@D", 0, 0, 0, 1},
        {"minimax.d_fake@D", -0.0, 0, 0, 1},
        {"minimax.d_fake@D", 1, 0, INF, INF},
        {"minimax.g@D", 0, 0, -0.0, -1},
        {"minimax.g@D", -0.0, 0, -0.0, -1},
        {"minimax.g@D", 1, 0, -INF, -INF},
        {"nonsaturating.g@D", 0, 0, INF, -INF},
        {"nonsaturating.g@D", 1, 0, 0, -1},
        {"minimax.d_real@D", -0x1p-1074, 0, NOT_A_NUMBER, NOT_A_NUMBER},
        {"minimax.d_fake@D", 1 + 0x1p-52, 0, NOT_A_NUMBER, NOT_A_NUMBER},
        {"minimax.d_real@D", 0x1p-1074, 0, 0x1.74385446d71c3p+9, -INF},
        {"minimax.g@D", INF, 0, NOT_A_NUMBER, NOT_A_NUMBER},
        {"nonsaturating.g@D", -INF, 0, NOT_A_NUMBER, NOT_A_NUMBER},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct want loss, grad;
        reference(&loss, &grad, reference_ideal(term_find(rows[i].term)), &formats[F64], rows[i].x,
                  rows[i].t);
        cr_expect(identical(loss.rounded, rows[i].loss), "%s at %g, %g: loss %a", rows[i].term, rows[i].x,
                  rows[i].t, loss.rounded);
        cr_expect(identical(grad.rounded, rows[i].grad), "%s at %g, %g: gradient %a", rows[i].term, rows[i].x,
                  rows[i].t, grad.rounded);
    }
    for (size_t i = 0; i < TERMS; i++) {
        struct want loss, grad;
        reference(&loss, &grad, reference_ideal(&terms[i]), &formats[F32], NOT_A_NUMBER, 0.5);
        cr_expect(isnan(loss.rounded) && isnan(grad.rounded) && loss.sign == 0 && grad.sign == 0, "%s",
                  terms[i].id);
    }
}

/* 1 - 2^-25 is a tie of f32: what is left of softplus and sigmoid decides it, however small. */
Test(value, tails_decide_ties)
{
    const struct formula *target = reference_ideal(term_find("bce.target"));
    for (double s = 10; s < 1e38; s *= 7) {
        struct want loss, grad;
        reference(&loss, &grad, target, &formats[F32], s, 0x1p-25);
        cr_expect_eq(grad.rounded, s > 16.7 ? 1 - 0x1p-24 : grad.rounded, "%g: %a", s, grad.rounded);
        cr_expect_eq(grad.ulp_exponent, -24);
        double power = ldexp(1, ilogb(s) | 1);
        reference(&loss, &grad, target, &formats[F32], power, 0x1p-25);
        cr_expect(power < 20 || loss.rounded == power, "%a: %a", power, loss.rounded);
        reference(&loss, &grad, target, &formats[F32], -power, 0x1.000002p-1);
        cr_expect(power < 20 || loss.rounded == power * 0x1.000002p-1, "%a: %a", power, loss.rounded);
    }
    /* 0x1.000006 * 0.75 = 0x1.800009p-1 lies half way between floats, the even one of which is below */
    struct want loss, grad;
    reference(&loss, &grad, target, &formats[F32], -0x1.000006p+100, 0.75);
    cr_expect_eq(loss.rounded, 0x1.80000ap+99, "%a", loss.rounded);
    /* softplus just above a power of two and a float: never below, whatever the distance */
    const struct formula *fake = reference_ideal(term_find("minimax.d_fake"));
    for (double s = 64; s < 1e38; s *= 2) {
        reference(&loss, &grad, fake, &formats[F32], s, 0);
        cr_expect_eq(loss.rounded, s);
        cr_expect_eq(loss.ulp_exponent, ilogb(s) - 23);
        cr_expect_eq(grad.rounded, 1);
        cr_expect_eq(grad.ulp_exponent, -24, "sigmoid(%g) is below 1", s);
    }
}

/* Inputs on which Ziv's loop once had no end: everything cancels, or all that decides is e^-3.8e28. */
Test(value, own_formulas_end)
{
    static const struct {
        const char *variant;
        int format;
        double s, t, loss, grad;
    } rows[] = {
        {"add1e8", F64, 0, 0.5, 0x1.62e42f43d728p-1, 0},
        {"add1e12", F32, 0, 0.5, 0x1.62e43p-1, 0},
        {"add1e8", F64, -0x1p-1070, 0.5, 0x1.62e42f43d728p-1, -0x1p-1072},
        /* 0x1.2c0019p+6 is a tie, and the even float is below */
        {"clamp100", F32, -0x1p95, 0x1.80002p-1, 0x1.2c001ap+6, -0.0},
        {"clamp100", F32, 0x1.ed1e92p+94, 0x1.e45f92p-1, 0x1.59556p+2, 0},
        {"clamp100", F64, -INF, 0.5, 50, -0.0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct formula own;
        struct want loss, grad;
        cr_assert(reference_own(&own, term_find("bce.target"), rows[i].variant));
        reference(&loss, &grad, &own, &formats[rows[i].format], rows[i].s, rows[i].t);
        cr_expect_eq(loss.rounded, rows[i].loss, "%s at %a: loss %a", rows[i].variant, rows[i].s,
                     loss.rounded);
        cr_expect_eq(grad.rounded, rows[i].grad, "%s at %a: %a", rows[i].variant, rows[i].s, grad.rounded);
    }
}

/* A sum that has cancelled says nothing, whatever stands in it: it is asked again at a higher precision. */
static void cancels_below_500_bits(struct value *loss, struct value *grad, const struct format *format,
                                   double x, double label)
{
    (void)format;
    (void)label;
    bool cancelled = mpfr_get_prec(loss->tail) < 500;
    value_set(loss, 0);
    value_set(grad, 0);
    mpfr_set_d(loss->tail, cancelled ? 7 : x, MPFR_RNDN);
    mpfr_set_d(grad->tail, cancelled ? 0 : -x, MPFR_RNDN);
    loss->ulps = grad->ulps = cancelled ? (long double)INFINITY : 0;
}

Test(value, an_infinite_error_encloses_nothing)
{
    const struct formula formula = {cancels_below_500_bits, 0, 1};
    struct want loss, grad;
    for (int format = 0; format < FORMATS; format++) {
        reference(&loss, &grad, &formula, &formats[format], 3.25, 0);
        cr_expect(loss.rounded == 3.25 && loss.sign == 1, "%a", loss.rounded);
        cr_expect(grad.rounded == -3.25 && grad.sign == -1, "%a", grad.rounded);
    }
}
