/* sleef_loop.c -- what one writes with SLEEF's vector functions of 1 ulp: mean and gradient of softplus(-x) in one pass. Compiled
   once per instruction set and format; NAME is the function's. */
#include <sleef.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __AVX512F__
#define BYTES      64
#define FLOATS(f)  f##16
#define DOUBLES(f) f##8
#else
#define BYTES      32
#define FLOATS(f)  f##8
#define DOUBLES(f) f##4
#endif
#ifdef REAL_F32
typedef float real;
typedef int32_t mask_element;
#define EXP   PASTE(FLOATS(Sleef_expf), _u10)
#define LOG1P PASTE(FLOATS(Sleef_log1pf), _u10)
#else
typedef double real;
typedef int64_t mask_element;
#define EXP   PASTE(DOUBLES(Sleef_expd), _u10)
#define LOG1P PASTE(DOUBLES(Sleef_log1pd), _u10)
#endif
#define PASTE_2(a, b) a##b
#define PASTE(a, b)   PASTE_2(a, b)

typedef real vector __attribute__((vector_size(BYTES)));
typedef mask_element mask __attribute__((vector_size(BYTES)));
enum { LANES = BYTES / sizeof(real) };

static vector some(const real x[], vector *sum, real factor)
{
    vector s, zero = {0};
    memcpy(&s, x, sizeof s);
    mask below = s < 0;
    vector a = (vector)(((mask)s & ~below) | ((mask)-s & below)), e = EXP(-a);
    vector numerator = (vector)((below & (mask)(zero + 1)) | (~below & (mask)e));
    *sum = (vector)(below & (mask)-s) + LOG1P(e);
    return -factor * numerator / (1 + e);
}

real NAME(size_t n, const real x[], real grad[]);
real NAME(size_t n, const real x[], real grad[])
{
    vector sum = {0}, loss;
    real total = 0, factor = 1 / (real)n;
    size_t i = 0;
    for (; i + LANES <= n; i += LANES) {
        vector g = some(x + i, &loss, factor);
        memcpy(grad + i, &g, sizeof g);
        sum += loss;
    }
    if (i < n) {
        real rest[LANES] = {0};
        memcpy(rest, x + i, (n - i) * sizeof *x);
        vector g = some(rest, &loss, factor);
        memcpy(grad + i, &g, (n - i) * sizeof *x);
        for (size_t j = 0; j < n - i; j++)
            total += loss[j];
    }
    for (size_t j = 0; j < LANES; j++)
        total += sum[j];
    return total / (real)n;
}
