/* isa.h -- instruction sets a kernel may need, and what this CPU can run. */
#ifndef GANLOSS_LOSSES_ISA_H
#define GANLOSS_LOSSES_ISA_H

#include <stdbool.h>

enum isa { ISA_ANY, ISA_AVX2, ISA_AVX512, ISAS };

/* "any", "avx2" (with FMA), "avx512" (F, DQ, VL, BW). */
extern const char *const isa_names[ISAS];

/* Whether CPU and operating system can run this instruction set. */
bool isa_runs(enum isa isa);

/* The last of those that run. */
enum isa isa_best(void);

#endif
