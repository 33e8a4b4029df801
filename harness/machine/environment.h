/* environment.h -- the floating-point environment of a thread: what every operation of it depends on besides its
   operands, and what a kernel must leave as it found it. */
#ifndef GANLOSS_HARNESS_MACHINE_ENVIRONMENT_H
#define GANLOSS_HARNESS_MACHINE_ENVIRONMENT_H

#include <stdint.h>

struct environment {
    uint32_t control; /* rounding, FTZ, DAZ, which exceptions trap: of MXCSR, or of FPCR */
    uint16_t x87, top,
        empty; /* x86: the x87's control word, its top of stack, and its tags (0xffff: empty) */
};

/* What differs, as bits. */
enum environment_part {
    ENVIRONMENT_ROUNDING = 1,
    ENVIRONMENT_FLUSHING = 2, /* FTZ, DAZ */
    ENVIRONMENT_TRAPS = 4,
    ENVIRONMENT_X87 = 8,   /* the x87's control word */
    ENVIRONMENT_STACK = 16 /* numbers left on its stack, or MMX without emms: long double then gives NaN */
};
enum { ENVIRONMENT_PARTS = 5 };
extern const char *const environment_part_names[ENVIRONMENT_PARTS];

/* The calling thread's. */
struct environment environment_now(void);

/* What a program begins with and this one is written for: to nearest, no flushing, no traps, an empty stack. */
struct environment environment_usual(void);

/* The parts in which they differ; 0: none. Flags that exceptions have raised are no part of it. */
unsigned environment_difference(const struct environment *a, const struct environment *b);

/* Makes it the calling thread's; no flags are raised then. */
void environment_set(const struct environment *environment);

/* Writes the names of the parts, with commas between. */
enum { ENVIRONMENT_TEXT = 160 };
void environment_text(char text[ENVIRONMENT_TEXT], unsigned parts);

#endif
