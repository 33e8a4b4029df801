/* environment.c -- every part of the floating-point environment is seen when it is changed, and put back. */
#include "harness/machine/environment.h"

#include <criterion/criterion.h>
#include <fenv.h>
#include <string.h>

static unsigned changed(void)
{
    struct environment now = environment_now(), usual = environment_usual();
    return environment_difference(&now, &usual);
}

static void put_back(void)
{
    struct environment usual = environment_usual();
    environment_set(&usual);
    cr_assert_eq(changed(), (unsigned)0);
}

Test(environment, a_program_begins_with_the_usual_one)
{
    cr_assert_eq(changed(), (unsigned)0);
}

Test(environment, rounding_modes_are_seen)
{
    const int modes[] = {FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO};
    for (int i = 0; i < 3; i++) {
        fesetround(modes[i]);
        cr_assert_eq(changed() & ENVIRONMENT_ROUNDING, (unsigned)ENVIRONMENT_ROUNDING);
        put_back();
        cr_assert_eq(fegetround(), FE_TONEAREST);
    }
}

Test(environment, raised_flags_are_no_change)
{
    feraiseexcept(FE_ALL_EXCEPT);
    cr_assert_eq(changed(), (unsigned)0);
}

#if defined __x86_64__
#include <xmmintrin.h>

Test(environment, flushing_and_traps_are_seen)
{
    const struct {
        unsigned bit, part;
    } rows[] = {{0x8000, ENVIRONMENT_FLUSHING}, {0x0040, ENVIRONMENT_FLUSHING}, {0x1000, ENVIRONMENT_TRAPS}};
    for (int i = 0; i < 3; i++) {
        _mm_setcsr(_mm_getcsr() ^ rows[i].bit);
        cr_assert_eq(changed(), (unsigned)rows[i].part);
        put_back();
    }
}

Test(environment, the_x87_is_seen)
{
    uint16_t single = 0x7f;
    __asm__ volatile("fldcw %0" : : "m"(single));
    cr_assert_eq(changed(), (unsigned)ENVIRONMENT_X87);
    put_back();
    __asm__ volatile("fld1"); /* one number left */
    cr_assert_eq(changed(), (unsigned)ENVIRONMENT_STACK);
    put_back();
    __asm__ volatile("pxor %%mm0, %%mm0" : : : "memory"); /* MMX, without emms */
    cr_assert_eq(changed(), (unsigned)ENVIRONMENT_STACK);
    put_back();
    __asm__ volatile("fincstp"); /* nothing on it, but it has been turned */
    cr_assert_eq(changed(), (unsigned)ENVIRONMENT_STACK);
    put_back();
    __asm__ volatile("fld1\n\tfstp %st(0)"); /* used, and left clean */
    cr_assert_eq(changed(), (unsigned)0);
}
#endif

Test(environment, parts_are_named)
{
    char text[ENVIRONMENT_TEXT];
    environment_text(text, ENVIRONMENT_ROUNDING | ENVIRONMENT_FLUSHING);
    cr_assert_str_eq(text, "the rounding mode, flushing of subnormals");
    environment_text(text, (1U << ENVIRONMENT_PARTS) - 1); /* there is room for all */
    cr_assert(strstr(text, environment_part_names[ENVIRONMENT_PARTS - 1]) != NULL);
}
