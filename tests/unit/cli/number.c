/* Numbers on the command line. */
#include "harness/cli/number.h"

#include <criterion/criterion.h>
#include <math.h>

Test(number, is_rounded_once_to_each_format)
{
    struct number n;
    cr_assert(number_parse(&n, "0.1"));
    cr_expect_eq(n.value[F32], (double)0.1F);
    cr_expect_eq(n.value[F64], 0.1);
    /* just above the tie of two floats, by less than a double can tell: twice rounded, it would go down */
    cr_assert(number_parse(&n, "1.00000005960464477539062500000001"));
    cr_expect_eq(n.value[F32], 0x1.000002p0);
    cr_assert(number_parse(&n, " -50"));
    cr_expect_eq(n.value[F32], -50);
    cr_assert(number_parse(&n, "0x1p-149"));
    cr_expect_eq(n.value[F32], 0x1p-149);
    cr_assert(number_parse(&n, "-inf") && isinf(n.value[F64]) && signbit(n.value[F64]));
    cr_assert(number_parse(&n, "nan") && isnan(n.value[F32]));
}

Test(number, reads_bits_of_one_format)
{
    struct number n;
    cr_assert(number_parse(&n, "0b32:3f7fffff"));
    cr_expect_eq(n.only, &formats[F32]);
    cr_expect_eq(n.value[F32], 0x1.fffffep-1);
    cr_assert(number_parse(&n, "0b64:c049000000000000"));
    cr_expect_eq(n.only, &formats[F64]);
    cr_expect_eq(n.value[F64], -50);
}

Test(number, refuses_what_is_none)
{
    static const char *const bad[] = {"",
                                      " ",
                                      "x",
                                      "1x",
                                      "0b32:3f7ffff",
                                      "0b32:3f7fffff0",
                                      "0b64:3f800000",
                                      "0b32:",
                                      "0b16:3c00",
                                      "0b32:3f80000g",
                                      "1 2",
                                      "--5"};
    struct number n;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        cr_expect_not(number_parse(&n, bad[i]), "'%s'", bad[i]);
}
