/* limits_peak.c -- twelve independent chains of multiply-adds: enough to keep every unit busy, however long
   one takes. The chains are named, so that each stays in a register. */
#include "harness/machine/limits_peak.h"

#include "harness/base/timing.h"

#include <math.h>
#if defined __x86_64__
#include <immintrin.h>
#endif

enum { CHAINS = 12 };
#define EACH(DO) DO(a0) DO(a1) DO(a2) DO(a3) DO(a4) DO(a5) DO(a6) DO(a7) DO(a8) DO(a9) DO(a10) DO(a11)
#define START(a) , a = one
#define TAKE(a)  one = one + a;

typedef double chain(uint64_t links);

/* What a chain does: with vectors of this type, `all` to make one of equal numbers, and LINK for a link. */
#define CHAIN(vector, all, LINK)                                                                             \
    vector half = all(0.5), one = all(1) EACH(START);                                                        \
    while (links-- > 0) {                                                                                    \
        EACH(LINK)                                                                                           \
    }                                                                                                        \
    EACH(TAKE)                                                                                               \
    return (double)one[0]

/* What every CPU of the kind has: perhaps without a fused multiply-add, which then is two instructions. */
typedef float any_f32 __attribute__((vector_size(16)));
typedef double any_f64 __attribute__((vector_size(16)));
#define ALL_F32(x)  ((any_f32){x, x, x, x})
#define ALL_F64(x)  ((any_f64){x, x})
#define LINK_ANY(a) a = a * half + one;

static double any_f32_chain(uint64_t links)
{
    CHAIN(any_f32, ALL_F32, LINK_ANY);
}

static double any_f64_chain(uint64_t links)
{
    CHAIN(any_f64, ALL_F64, LINK_ANY);
}

#if defined __x86_64__

#define LINK_AVX2_F32(a) a = _mm256_fmadd_ps(a, half, one);
__attribute__((target("avx2,fma"))) static double avx2_f32_chain(uint64_t links)
{
    CHAIN(__m256, _mm256_set1_ps, LINK_AVX2_F32);
}

#define LINK_AVX2_F64(a) a = _mm256_fmadd_pd(a, half, one);
__attribute__((target("avx2,fma"))) static double avx2_f64_chain(uint64_t links)
{
    CHAIN(__m256d, _mm256_set1_pd, LINK_AVX2_F64);
}

#define LINK_AVX512_F32(a) a = _mm512_fmadd_ps(a, half, one);
__attribute__((target("avx512f"))) static double avx512_f32_chain(uint64_t links)
{
    CHAIN(__m512, _mm512_set1_ps, LINK_AVX512_F32);
}

#define LINK_AVX512_F64(a) a = _mm512_fmadd_pd(a, half, one);
__attribute__((target("avx512f"))) static double avx512_f64_chain(uint64_t links)
{
    CHAIN(__m512d, _mm512_set1_pd, LINK_AVX512_F64);
}

#else
#define avx2_f32_chain   NULL
#define avx2_f64_chain   NULL
#define avx512_f32_chain NULL
#define avx512_f64_chain NULL
#endif

static const struct {
    chain *of[FORMATS];
    size_t bytes; /* of a register */
} chains[ISAS] = {
    [ISA_ANY] = {{[F32] = any_f32_chain, [F64] = any_f64_chain}, 16},
    [ISA_AVX2] = {{[F32] = avx2_f32_chain, [F64] = avx2_f64_chain}, 32},
    [ISA_AVX512] = {{[F32] = avx512_f32_chain, [F64] = avx512_f64_chain}, 64},
};

double limits_peak(enum isa isa, const struct format *format)
{
    enum { RUNS = 7, LINKS = 100000 };
    double least = (double)INFINITY;
    for (int run = 0; run < RUNS; run++) {
        int64_t start = timing_now();
        double end = chains[isa].of[format - formats](LINKS);
        __asm__ volatile("" : : "r"(&end) : "memory");
        least = fmin(least, (double)(timing_now() - start));
    }
    size_t lanes = chains[isa].bytes / format->size;
    return (double)LINKS * CHAINS * (double)lanes / least;
}
