/* ranges.c -- binades in words. */
#include "harness/compare/ranges.h"

#include "harness/compare/differences_block.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static struct differences_output with_inputs(void)
{
    struct differences_output of = {.both = true};
    of.binade = calloc(DIFFERENCES_BINADES, sizeof *of.binade);
    for (size_t b = 0; b < DIFFERENCES_BINADES; b++)
        of.binade[b].inputs = 1;
    return of;
}

static bool is_different(const struct differences_binade *b, int side)
{
    (void)side;
    return b->different > 0;
}

static void expect(const struct format *format, size_t count, const double x[], const char *text)
{
    struct differences_output of = with_inputs();
    char found[RANGES_TEXT];
    for (size_t i = 0; i < count; i++)
        of.binade[differences_binade(format, x[i])].different = 1;
    cr_expect_eq(ranges_text(found, format, &of, is_different, 0), count);
    cr_expect_str_eq(found, text);
    free(of.binade);
}

Test(ranges, binades_are_joined_in_the_order_of_numbers)
{
    for (int f = 0; f < FORMATS; f++) {
        const struct format *format = &formats[f];
        expect(format, 0, NULL, "");
        expect(format, 1, (const double[]){1.5}, "[2^0, 2^1)");
        expect(format, 1, (const double[]){-1.5}, "(-2^1, -2^0]");
        expect(format, 3, (const double[]){-1, -2.5, -4}, "(-2^3, -2^0]");
        expect(format, 3, (const double[]){3, 0.25, -8}, "(-2^4, -2^3], [2^-2, 2^-1), [2^1, 2^2)");
        expect(format, 4, (const double[]){3, 0.25, -0.25, -8},
               "(-2^4, -2^3], (-2^-1, -2^-2], [2^-2, 2^-1) and 1 more");
        expect(format, 6, (const double[]){1, 4, 16, 64, 256, 1024},
               "[2^0, 2^1), [2^2, 2^3), [2^4, 2^5) and 3 more");
        expect(format, 1, (const double[]){(double)INFINITY}, "[inf, inf] or NaN");
        expect(format, 1, (const double[]){-(double)INFINITY}, "[-inf, -inf] or NaN");
        expect(format, 1, (const double[]){format->least},
               format == &formats[F32] ? "[0, 2^-126)" : "[0, 2^-1022)");
        expect(format, 2, (const double[]){0.0, -0.0},
               format == &formats[F32] ? "(-2^-126, 2^-126)" : "(-2^-1022, 2^-1022)");
    }
}

Test(ranges, what_has_no_inputs_does_not_part_two_neighbours)
{
    struct differences_output of = with_inputs();
    char found[RANGES_TEXT];
    of.binade[differences_binade(&formats[F32], 1)].different = 1;
    of.binade[differences_binade(&formats[F32], 4)].different = 1;
    of.binade[differences_binade(&formats[F32], 2)].inputs = 0;
    cr_expect_eq(ranges_text(found, &formats[F32], &of, is_different, 0), 2);
    cr_expect_str_eq(found, "[2^0, 2^3)");
    free(of.binade);
}
