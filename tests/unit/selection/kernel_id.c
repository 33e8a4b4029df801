/* The parts of a kernel's name, and what is none. */
#include "harness/selection/kernel_id.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

Test(kernel_id, has_three_parts)
{
    struct kernel_id id;
    cr_assert(kernel_id_read(&id, "bce.real/stable/f32"));
    cr_assert_str_eq(id.term, "bce.real");
    cr_assert_str_eq(id.variant, "stable");
    cr_assert_str_eq(id.format, "f32");
    cr_assert(kernel_id_read(&id, "nonsaturating.g/stable (PyTorch 1.13.1)/f64"), "a library beside it");
    cr_assert_str_eq(id.variant, "stable (PyTorch 1.13.1)");
}

Test(kernel_id, what_is_no_name)
{
    static const char *const none[] = {"",
                                       "bce.real",
                                       "bce.real/stable",
                                       "bce.real/stable/",
                                       "bce.real//f32",
                                       "/stable/f32",
                                       "bce.real/stable/f16",
                                       "bce.real/stable/f3",
                                       "bce.real/stable/f32 ",
                                       "bce.real/stable/f32/",
                                       "bce.real/stable/f32/loss",
                                       "bce.real/stable/f64/f64"};
    struct kernel_id id;
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        cr_expect_not(kernel_id_read(&id, none[i]), "%s", none[i]);
}

/* A part that does not fit is not cut. */
Test(kernel_id, as_long_as_there_is_room)
{
    struct kernel_id id;
    char variant[KERNEL_ID_VARIANT + 1], text[2 * KERNEL_ID_VARIANT];
    memset(variant, 'v', sizeof variant);
    for (size_t length = KERNEL_ID_VARIANT - 1; length <= KERNEL_ID_VARIANT; length++) {
        variant[length] = '\0';
        snprintf(text, sizeof text, "bce.real/%s/f32", variant);
        cr_expect_eq(kernel_id_read(&id, text), length < KERNEL_ID_VARIANT);
        variant[length] = 'v';
    }
}
