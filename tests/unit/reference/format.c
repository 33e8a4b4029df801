#include "reference/format.h"

#include "harness/base/random.h"
#include "tests/support/sample.h"

#include <criterion/criterion.h>
#include <float.h>
#include <math.h>

static const double powers[] = {0x1p-149, 0x1p-127, 0x1p-126, 0x1p-125, 0x1p-1, 1, 2, 0x1p24, 0x1p127};

Test(format, parameters)
{
    cr_expect_eq(formats[F32].precision, FLT_MANT_DIG);
    cr_expect_eq(formats[F32].emin, FLT_MIN_EXP - 1);
    cr_expect_eq(formats[F32].emax, FLT_MAX_EXP - 1);
    cr_expect_eq(formats[F32].max, (double)FLT_MAX);
    cr_expect_eq(formats[F32].least, (double)FLT_TRUE_MIN);
    cr_expect_eq(formats[F32].size, 4);
    cr_expect_eq(formats[F64].precision, DBL_MANT_DIG);
    cr_expect_eq(formats[F64].emin, DBL_MIN_EXP - 1);
    cr_expect_eq(formats[F64].emax, DBL_MAX_EXP - 1);
    cr_expect_eq(formats[F64].max, DBL_MAX);
    cr_expect_eq(formats[F64].least, DBL_TRUE_MIN);
    cr_expect_eq(formats[F64].size, 8);
    cr_expect_eq(format_find("f32"), &formats[F32]);
    cr_expect_eq(format_find("f64"), &formats[F64]);
    cr_expect_null(format_find("f16"));
}

Test(format, ulp_exponent)
{
    cr_expect_eq(format_ulp_exponent(&formats[F32], 0), -23);
    cr_expect_eq(format_ulp_exponent(&formats[F32], 127), 104);
    cr_expect_eq(format_ulp_exponent(&formats[F32], -126), -149);
    cr_expect_eq(format_ulp_exponent(&formats[F32], -127), -149);
    cr_expect_eq(format_ulp_exponent(&formats[F32], -100000), -149);
    cr_expect_eq(format_ulp_exponent(&formats[F64], 0), -52);
    cr_expect_eq(format_ulp_exponent(&formats[F64], -1023), -1074);
    cr_expect_eq(format_ulp_exponent(&formats[F64], 1024), 972);
}

Test(format, rounding_to_nearest_even)
{
    const struct format *f32 = &formats[F32];
    cr_expect_eq(format_round(f32, 1 + 0x1p-24), 1);
    cr_expect_eq(format_round(f32, 1 + 0x1p-23 + 0x1p-24), 1 + 0x1p-22);
    cr_expect_eq(format_round(f32, 1 + 0x1p-24 + 0x1p-52), 1 + 0x1p-23);
    cr_expect_eq(format_round(f32, 0x1p-150), 0);
    cr_expect_eq(format_round(f32, 0x1.0000000000001p-150), 0x1p-149);
    cr_expect_eq(format_round(f32, 0x1.8p-149), 0x1p-148);
    cr_expect_eq(format_round(f32, 0x1.fffffefffffffp127), (double)FLT_MAX);
    cr_expect_eq(format_round(f32, 0x1.ffffffp127), (double)INFINITY);
    cr_expect(signbit(format_round(f32, -0.0)));
    cr_expect_eq(format_round(&formats[F64], 1 + 0x1p-52), 1 + 0x1p-52);
}

Test(format, bits)
{
    cr_expect_eq(format_bits(&formats[F32], 1), 0x3f800000);
    cr_expect_eq(format_bits(&formats[F32], -0.0), 0x80000000);
    cr_expect_eq(format_bits(&formats[F32], (double)INFINITY), 0x7f800000);
    cr_expect_eq(format_bits(&formats[F64], 1), 0x3ff0000000000000);
    cr_expect_eq(format_bits(&formats[F64], -2), 0xc000000000000000);
    cr_expect_eq(format_value(&formats[F32], 0x00000001), 0x1p-149);
    cr_expect_eq(format_value(&formats[F64], 0x7fefffffffffffff), DBL_MAX);
    cr_expect(isnan(format_value(&formats[F32], 0x7fc12345)));
    cr_expect_eq(format_bits(&formats[F32], format_value(&formats[F32], 0x7fc12345)), 0x7fc12345);
    uint64_t r = 1;
    for (int i = 0; i < 100000; i++) {
        const struct format *f = &formats[i % FORMATS];
        uint64_t bits = random_next(&r) >> (64 - 8 * f->size);
        double x = format_value(f, bits);
        cr_assert(isnan(x) || format_bits(f, x) == bits, "%a", x);
    }
}

/* Ordinals count the values of the format one by one. */
Test(format, ordinals_round_trip_and_are_in_order)
{
    uint64_t r = 2;
    for (int i = 0; i < 100000; i++) {
        const struct format *f = &formats[i % FORMATS];
        double x = sample_any(&r, f);
        if (isnan(x))
            continue;
        int64_t ordinal = format_ordinal(f, x);
        cr_assert_eq(format_bits(f, format_at_ordinal(f, ordinal)), format_bits(f, x), "%a", x);
        if (isinf(x))
            continue;
        double above = format_at_ordinal(f, ordinal + 1), below = format_at_ordinal(f, ordinal - 1);
        if (x != 0) {
            double up =
                i % FORMATS == F32 ? (double)nextafterf((float)x, INFINITY) : nextafter(x, (double)INFINITY);
            cr_assert_eq(above, up, "%a", x);
            cr_assert(below < x, "%a", x);
        }
    }
}

Test(format, neighbours)
{
    for (int f = 0; f < FORMATS; f++) {
        const struct format *format = &formats[f];
        int64_t infinity = format_infinity_ordinal(format);
        cr_expect_eq(format_ordinal(format, 0), 0);
        cr_expect_eq(format_ordinal(format, -0.0), -1);
        cr_expect(signbit(format_at_ordinal(format, -1)));
        cr_expect_eq(format_ordinal(format, format->least), 1);
        cr_expect_eq(format_ordinal(format, -format->least), -2);
        cr_expect_eq(format_ordinal(format, (double)INFINITY), infinity);
        cr_expect_eq(format_ordinal(format, -(double)INFINITY), -1 - infinity);
        cr_expect_eq(format_at_ordinal(format, infinity - 1), format->max);
        cr_expect_eq(format_at_ordinal(format, -infinity), -format->max);
        cr_expect_eq(format_at_ordinal(format, infinity), (double)INFINITY);
        cr_expect_eq(format_at_ordinal(format, -1 - infinity), -(double)INFINITY);
        for (size_t i = 0; i < sizeof powers / sizeof *powers; i++) {
            double x = powers[i], ulp = ldexp(1, format_ulp_exponent(format, ilogb(x)));
            double ulp_below = ldexp(1, format_ulp_exponent(format, ilogb(x) - 1));
            cr_expect_eq(format_at_ordinal(format, format_ordinal(format, x) + 1), x + ulp, "%a", x);
            cr_expect_eq(format_at_ordinal(format, format_ordinal(format, x) - 1), x - ulp_below, "%a", x);
            cr_expect_eq(format_at_ordinal(format, format_ordinal(format, -x) - 1), -x - ulp, "%a", x);
        }
    }
    cr_expect_eq(format_infinity_ordinal(&formats[F32]), 0x7f800000);
    cr_expect_eq(format_infinity_ordinal(&formats[F64]), 0x7ff0000000000000);
}

Test(format, arrays)
{
    float single[3] = {0};
    double wide[3] = {0};
    format_store(&formats[F32], single, 1, 0.1);
    format_store(&formats[F64], wide, 2, 0.1);
    cr_expect_eq((double)single[1], (double)0.1F);
    cr_expect_eq(wide[2], 0.1);
    cr_expect_eq(format_load(&formats[F32], single, 1), (double)0.1F);
    cr_expect_eq(format_load(&formats[F64], wide, 2), 0.1);
    cr_expect(single[0] == 0 && single[2] == 0 && wide[0] == 0 && wide[1] == 0);
}
