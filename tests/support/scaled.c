#include "tests/support/scaled.h"

#include "reference/reference.h"

struct scaled {
    float scale, rounded;
    size_t n;
};

/* Both ends of what encloses the gradient, scaled and rounded outwards, then to a float: they are alike, or
   it is too wide. */
static bool decide(void *to, enum output output, mpfr_t low, mpfr_t high)
{
    (void)output;
    struct scaled *s = to;
    float end[2];
    mpfr_t product;
    mpfr_init2(product, mpfr_get_prec(low) + mpfr_get_prec(high) + 256);
    for (int i = 0; i < 2; i++) {
        mpfr_rnd_t outwards = (i == 0) == (s->scale >= 0) ? MPFR_RNDD : MPFR_RNDU;
        mpfr_mul_d(product, i ? high : low, (double)s->scale, outwards);
        mpfr_div_ui(product, product, s->n, outwards);
        end[i] = mpfr_get_flt(product, MPFR_RNDN);
    }
    mpfr_clear(product);
    s->rounded = end[0];
    return end[0] == end[1] || (isnan(end[0]) && isnan(end[1]));
}

float scaled_gradient(const struct term *term, float x, float scale, size_t n)
{
    struct scaled s = {.scale = scale, .n = n};
    reference_decide(reference_ideal(term), &formats[F32], (double)x, 0, 64, GRAD, decide, &s);
    return s.rounded;
}
