/* limits_peak.c -- twelve independent chains of multiply-adds: enough to keep every unit busy, however long
   one takes. The chains are named, so that each stays in a register. */
#include "limits.h"
#include "timing.h"

#include <math.h>
#if defined __x86_64__
#include <immintrin.h>
#endif

enum { CHAINS = 12 };
#define EACH(DO) DO(a0) DO(a1) DO(a2) DO(a3) DO(a4) DO(a5) DO(a6) DO(a7) DO(a8) DO(a9) DO(a10) DO(a11)
#define START(a) , a = one
#define TAKE(a)  one = one + a;

typedef double chain(uint64_t links);

/* What every CPU of the kind has: perhaps without a fused multiply-add, which then is two instructions. */
typedef float any_f32 __attribute__((vector_size(16)));
typedef double any_f64 __attribute__((vector_size(16)));
#define LINK(a) a = a * half + one;

static double any_f32_chain(uint64_t links)
{
    any_f32 half = {0.5F, 0.5F, 0.5F, 0.5F}, one = {1, 1, 1, 1} EACH(START);
    while (links-- > 0) {
        EACH(LINK)
    }
    EACH(TAKE)
    return (double)one[0];
}

static double any_f64_chain(uint64_t links)
{
    any_f64 half = {0.5, 0.5}, one = {1, 1} EACH(START);
    while (links-- > 0) {
        EACH(LINK)
    }
    EACH(TAKE)
    return one[0];
}
#undef LINK

#if defined __x86_64__

#define LINK(a) a = _mm256_fmadd_ps(a, half, one);
__attribute__((target("avx2,fma"))) static double avx2_f32_chain(uint64_t links)
{
    __m256 half = _mm256_set1_ps(0.5F), one = _mm256_set1_ps(1) EACH(START);
    while (links-- > 0) {
        EACH(LINK)
    }
    EACH(TAKE)
    return (double)one[0];
}
#undef LINK

#define LINK(a) a = _mm256_fmadd_pd(a, half, one);
__attribute__((target("avx2,fma"))) static double avx2_f64_chain(uint64_t links)
{
    __m256d half = _mm256_set1_pd(0.5), one = _mm256_set1_pd(1) EACH(START);
    while (links-- > 0) {
        EACH(LINK)
    }
    EACH(TAKE)
    return (double)one[0];
}
#undef LINK

#define LINK(a) a = _mm512_fmadd_ps(a, half, one);
__attribute__((target("avx512f"))) static double avx512_f32_chain(uint64_t links)
{
    __m512 half = _mm512_set1_ps(0.5F), one = _mm512_set1_ps(1) EACH(START);
    while (links-- > 0) {
        EACH(LINK)
    }
    EACH(TAKE)
    return (double)one[0];
}
#undef LINK

#define LINK(a) a = _mm512_fmadd_pd(a, half, one);
__attribute__((target("avx512f"))) static double avx512_f64_chain(uint64_t links)
{
    __m512d half = _mm512_set1_pd(0.5), one = _mm512_set1_pd(1) EACH(START);
    while (links-- > 0) {
        EACH(LINK)
    }
    EACH(TAKE)
    return (double)one[0];
}
#undef LINK
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
    return (double)LINKS * CHAINS * (double)(chains[isa].bytes / format->size) / least;
}
