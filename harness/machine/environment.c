#include "harness/machine/environment.h"

#include <fenv.h>
#include <stdio.h>
#include <string.h>

const char *const environment_part_names[ENVIRONMENT_PARTS] = {"the rounding mode", "flushing of subnormals",
                                                               "exception traps", "the x87 control word",
                                                               "the x87 stack (or MMX without emms)"};

/* Where each kind of setting lies in the control register. */
#if defined __x86_64__
enum {
    ROUNDING_BITS = 0x6000,
    FLUSHING_BITS = 0x8040,
    TRAP_BITS = 0x1f80,
    USUAL = 0x1f80,
    USUAL_X87 = 0x37f
};

/* What fnstenv writes. It also masks the x87's exceptions, which the control word undoes. */
struct x87 {
    uint16_t control, unused_1, status, unused_2, tags, unused_3;
    uint32_t pointers[4];
};

struct environment environment_now(void)
{
    struct x87 x87;
    uint32_t mxcsr;
    __asm__ volatile("fnstenv %0" : "=m"(x87));
    __asm__ volatile("fldcw %0" : : "m"(x87.control));
    __asm__ volatile("stmxcsr %0" : "=m"(mxcsr));
    return (struct environment){mxcsr & (ROUNDING_BITS | FLUSHING_BITS | TRAP_BITS), x87.control,
                                x87.status >> 11 & 7, x87.tags};
}

void environment_set(const struct environment *e)
{
    uint32_t mxcsr = e->control;
    __asm__ volatile("fninit\n\tfldcw %0" : : "m"(e->x87));
    __asm__ volatile("ldmxcsr %0" : : "m"(mxcsr));
}
#elif defined __aarch64__
enum {
    ROUNDING_BITS = 0xc00000,
    FLUSHING_BITS = 0x3080000, /* FZ, DN: NaN by default, FZ16 */
    TRAP_BITS = 0x9f00,
    USUAL = 0,
    USUAL_X87 = 0
};

struct environment environment_now(void)
{
    uint64_t fpcr;
    __asm__ volatile("mrs %0, fpcr" : "=r"(fpcr));
    return (struct environment){(uint32_t)fpcr & (ROUNDING_BITS | FLUSHING_BITS | TRAP_BITS), 0, 0, 0xffff};
}

void environment_set(const struct environment *e)
{
    uint64_t fpcr = e->control;
    __asm__ volatile("msr fpcr, %0" : : "r"(fpcr));
}
#else /* what C itself can see */
enum { ROUNDING_BITS = -1, FLUSHING_BITS = 0, TRAP_BITS = 0, USUAL = FE_TONEAREST, USUAL_X87 = 0 };

struct environment environment_now(void)
{
    return (struct environment){(uint32_t)fegetround(), 0, 0, 0xffff};
}

void environment_set(const struct environment *e)
{
    fesetround((int)e->control);
}
#endif

struct environment environment_usual(void)
{
    return (struct environment){USUAL, USUAL_X87, 0, 0xffff};
}

unsigned environment_difference(const struct environment *a, const struct environment *b)
{
    uint32_t control = a->control ^ b->control;
    return (control & (uint32_t)ROUNDING_BITS ? ENVIRONMENT_ROUNDING : 0U) |
           (control & (uint32_t)FLUSHING_BITS ? ENVIRONMENT_FLUSHING : 0U) |
           (control & (uint32_t)TRAP_BITS ? ENVIRONMENT_TRAPS : 0U) |
           (a->x87 != b->x87 ? ENVIRONMENT_X87 : 0U) |
           (a->top != b->top || a->empty != b->empty ? ENVIRONMENT_STACK : 0U);
}

void environment_text(char text[ENVIRONMENT_TEXT], unsigned parts)
{
    size_t at = 0;
    text[0] = '\0';
    for (int i = 0; i < ENVIRONMENT_PARTS; i++)
        if (parts & 1U << i)
            at += (size_t)snprintf(text + at, ENVIRONMENT_TEXT - at, "%s%s", at > 0 ? ", " : "",
                                   environment_part_names[i]);
}
