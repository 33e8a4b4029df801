#include "harness/judge/company.h"

#include "harness/base/random.h"

#include <math.h>
#include <stdlib.h>

/* Where inputs come from, and how far along the chance is. */
struct source {
    const struct cases *cases;
    enum space space;
    const struct format *format;
    uint64_t *state;
};

static double any(const struct source *s)
{
    return s->cases->x[random_below(s->state, s->cases->count)];
}

/* A number in the middle of its binade, away from the ends of the format. */
static double number(const struct source *s)
{
    double x = any(s);
    while (isnan(x) || isinf(x))
        x = any(s);
    return x;
}

/* Of the sign and binade of x. */
static double like(const struct source *s, double x)
{
    int exponent;
    double part = frexp(x, &exponent);
    if (part == 0)
        return x;
    double other = ldexp(copysign(0.5 + 0.5 * random_uniform(s->state), x), exponent);
    other = format_round(s->format, other);
    return isinf(other) || (s->space == PROB && other > 1) ? x : other;
}

static double special(const struct source *s)
{
    const struct format *f = s->format;
    const double values[] = {(double)NAN, (double)INFINITY, -(double)INFINITY, 0.0, -0.0, f->least,
                             -f->least,   f->max,           -f->max,           1.0};
    return values[random_below(s->state, sizeof values / sizeof *values)];
}

static double extreme(const struct source *s, size_t i)
{
    bool logit = s->space == LOGIT;
    double tiny = ldexp(0.5 + random_uniform(s->state), -(int)random_below(s->state, 120));
    double huge = logit ? ldexp(0.5 + random_uniform(s->state), (int)random_below(s->state, 120)) : 1 - tiny;
    double x = i % 2 ? tiny : huge;
    return format_round(s->format, logit && random_next(s->state) & 1 ? -x : x);
}

static double mirrored(const struct source *s, double x)
{
    return s->space == LOGIT ? -x : format_round(s->format, 1 - x);
}

static double pick(const struct source *s, enum company company, const struct input before[], size_t i,
                   size_t n, size_t odd)
{
    switch (company) {
    case COMPANY_ALIKE:
        return i == 0 ? number(s) : like(s, before[0].x);
    case COMPANY_MIRRORED:
        return i % 2 ? mirrored(s, before[i - 1].x) : any(s);
    case COMPANY_EQUAL:
        return i > 0 && random_below(s->state, 6) ? before[i - 1].x : any(s);
    case COMPANY_SPECIAL:
        return random_below(s->state, 4) ? number(s) : special(s);
    case COMPANY_EXTREME:
        return extreme(s, i);
    case COMPANY_ODD:
        if (i == odd && n > 1)
            return random_next(s->state) & 1 ? any(s) : special(s);
        return i == 0 || (odd == 0 && i == 1) ? number(s) : like(s, before[odd == 0 ? 1 : 0].x);
    default:
        return any(s);
    }
}

static int compare_inputs(const void *a, const void *b)
{
    const struct input *p = a, *q = b;
    return input_before(p, q) ? -1 : input_before(q, p);
}

static double label(const struct source *s)
{
    if (!s->cases->target)
        return 0;
    return random_next(s->state) & 1 ? s->cases->target[random_below(s->state, s->cases->count)]
                                     : format_round(s->format, random_uniform(s->state));
}

void company_fill(struct input inputs[], size_t n, enum company company, const struct cases *cases,
                  enum space space, const struct format *format, uint64_t *state)
{
    struct source s = {cases, space, format, state};
    size_t odd = n > 0 ? random_below(state, n) : 0;
    bool mixed = random_next(state) & 1;
    double one = label(&s);
    for (size_t i = 0; i < n; i++) {
        inputs[i].x = pick(&s, company, inputs, i, n, odd);
        inputs[i].target = mixed ? label(&s) : one;
    }
    if (company == COMPANY_SORTED)
        qsort(inputs, n, sizeof *inputs, compare_inputs);
}
