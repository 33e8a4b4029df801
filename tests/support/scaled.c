#include "tests/support/scaled.h"

struct scaled {
    double scale;
    size_t n;
    const struct format *format;
    struct want *want;
};

/* Both ends of what encloses the gradient, scaled and rounded outwards: they decide, or it is too wide. */
static bool decide(void *to, enum output output, mpfr_t low, mpfr_t high)
{
    (void)output;
    const struct scaled *s = to;
    mpfr_t end[2];
    for (int i = 0; i < 2; i++) {
        mpfr_ptr from = i ? high : low;
        mpfr_rnd_t outwards = (i == 0) == (s->scale >= 0) ? MPFR_RNDD : MPFR_RNDU;
        mpfr_init2(end[i], mpfr_get_prec(low) + mpfr_get_prec(high) + 256);
        mpfr_mul_d(end[i], from, s->scale, outwards);
        mpfr_div_ui(end[i], end[i], s->n, outwards);
    }
    bool decided =
        want_from_enclosure(s->want, s->format, end[s->scale >= 0 ? 0 : 1], end[s->scale >= 0 ? 1 : 0]);
    mpfr_clear(end[0]);
    mpfr_clear(end[1]);
    return decided;
}

void scaled_gradient(struct want *want, const struct term *term, const struct format *format, double x,
                     double y, double scale, size_t n)
{
    struct scaled s = {.scale = scale, .n = n, .format = format, .want = want};
    reference_decide(reference_ideal(term), format, x, y, 64, GRAD, decide, &s);
}
