/* isa.h -- instruction sets a kernel may need, and what this CPU can run. */
#ifndef GANLOSS_LOSSES_ISA_H
#define GANLOSS_LOSSES_ISA_H

#include <stdbool.h>

enum isa { ISA_ANY, ISA_AVX2, ISA_AVX512, ISAS };

/* "any", "avx2" (with FMA), "avx512" (F, DQ, VL, BW). */
extern const char *const isa_names[ISAS];

/* Whether CPU and operating system can run this instruction set. */
bool isa_runs(enum isa isa);

/* What is compiled once per instruction set has a name that ends in that set's: a table of what there is, NULL
   where a set is not of this architecture. What isa_runs() allows is there. */
#if defined __x86_64__
#define ISA_TABLE(name)                                                                                      \
    {                                                                                                        \
        [ISA_ANY] = name##_any, [ISA_AVX2] = name##_avx2, [ISA_AVX512] = name##_avx512                       \
    }
#else
#define ISA_TABLE(name)                                                                                      \
    {                                                                                                        \
        [ISA_ANY] = name##_any                                                                               \
    }
#endif

/* The last of those that run; where the environment variable GANLOSS_ISA names one, at most that one. A name that
   there is not is as good as none. It is found out once per process. */
enum isa isa_best(void);

/* The instruction set of that name; ISAS: none. */
enum isa isa_find(const char *name);

#endif
