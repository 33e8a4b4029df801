#include "harness/inputs/cases.h"

#include "harness/base/allocate.h"
#include "harness/base/random.h"

#include <math.h>
#include <stdlib.h>

const char *const level_names[LEVELS + 1] = {"quick", "full", "exhaustive", NULL};

const double cases_labels[CASES_LABELS] = {0, 1, 0.5, 0.9, 0.1};

enum { NEIGHBOURS = 100 };

/* Samples of each random stratum. */
static const size_t samples[LEVELS] = {[QUICK] = 1000, [FULL] = 40000};

struct list {
    double *at;
    size_t count, room;
    const struct format *format;
};

static void add(struct list *list, double x)
{
    if (list->count == list->room) {
        list->room = 2 * list->room + 1024;
        list->at = allocate_again(list->at, list->room, sizeof *list->at);
    }
    list->at[list->count++] = format_round(list->format, x);
}

/* The value and its neighbours, NEIGHBOURS on either side, infinities at most. */
static void add_neighbours(struct list *list, double x)
{
    int64_t centre = format_ordinal(list->format, format_round(list->format, x));
    int64_t top = format_infinity_ordinal(list->format), bottom = -1 - top;
    for (int64_t k = centre - NEIGHBOURS; k <= centre + NEIGHBOURS; k++)
        if (k >= bottom && k <= top)
            add(list, format_at_ordinal(list->format, k));
}

static void add_specials(struct list *list)
{
    const struct format *f = list->format;
    const double magnitudes[] = {
        f->least, 2 * f->least,    ldexp(1, f->emin) - f->least, ldexp(1, f->emin), 0.5, 1, 2,
        f->max,   (double)INFINITY};
    for (size_t i = 0; i < sizeof magnitudes / sizeof *magnitudes; i++) {
        add(list, magnitudes[i]);
        add(list, -magnitudes[i]);
    }
    add(list, 0.0);
    add(list, -0.0);
    add(list, (double)NAN);
    /* another payload, and the sign bit */
    uint64_t infinity = format_bits(f, (double)INFINITY), sign = format_bits(f, -0.0);
    add(list, format_value(f, sign | infinity | infinity >> 4 | 5));
}

static void add_logits(struct list *list, size_t n, uint64_t *state)
{
    const struct format *f = list->format;
    double range = f == &formats[F32] ? 112 : 760; /* past the end of every subnormal tail */
    for (size_t i = 0; i < points_logit_count; i++) {
        add_neighbours(list, points_logit[i].at);
        add_neighbours(list, -points_logit[i].at);
    }
    for (size_t i = 0; i < n; i++) {
        add(list, format_value(f, random_next(state) >> (64 - 8 * f->size))); /* uniform in its bits */
        add(list, range * (2 * random_uniform(state) - 1));                   /* uniform in its value */
        /* the scale of logits in training, from 2^-6 to 2^6 */
        double magnitude = exp2(12 * random_uniform(state) - 6);
        add(list, random_next(state) & 1 ? magnitude : -magnitude);
    }
}

static void add_probabilities(struct list *list, size_t n, uint64_t *state)
{
    const struct format *f = list->format;
    for (size_t i = 0; i < points_probability_count; i++)
        add_neighbours(list, points_probability[i].at);
    for (int k = 1; k <= f->precision - f->emin; k++) {
        add(list, ldexp(1, -k));
        add(list, 1 - ldexp(1, -k));
    }
    for (size_t i = 0; i < n; i++) {
        uint64_t one = format_bits(f, 1.0);
        add(list, format_value(f, random_next(state) % (one + 1))); /* uniform in its bits, within [0, 1] */
        add(list, random_uniform(state));                           /* uniform in its value */
        double tail = exp2(-(double)f->precision * random_uniform(state));
        add(list, 1 - tail); /* log-uniform distance from 1 */
    }
}

/* Labels: hard ones, usual smoothings, the least and the greatest below 1. Each stands with every logit. */
static size_t set_targets(const struct format *f, double targets[], size_t room)
{
    const double all[] = {0, 1, 0.9, 0.1, 0.5, f->least, 1 - ldexp(1, -f->precision)};
    size_t count = sizeof all / sizeof *all;
    for (size_t i = 0; i < count && i < room; i++)
        targets[i] = format_round(f, all[i]);
    return count;
}

/* The logit at which sigmoid(s) - t cancels. */
static double cancelling_logit(double t)
{
    return log(t) - log1p(-t);
}

struct cases cases_make(enum space space, int operands, const struct format *format, enum level level,
                        uint64_t seed)
{
    struct list list = {.format = format};
    uint64_t state = seed + 16 * (uint64_t)space + format->size;

    add_specials(&list);
    (space == LOGIT ? add_logits : add_probabilities)(&list, samples[level], &state);
    if (operands < 2)
        return (struct cases){.x = list.at, .count = list.count};

    double targets[16];
    size_t labels = set_targets(format, targets, 16);
    for (size_t k = 0; k < labels; k++)
        if (targets[k] > 0 && targets[k] < 1)
            add_neighbours(&list, cancelling_logit(targets[k]));
    struct cases cases = {.count = list.count * labels};
    cases.x = allocate(cases.count, sizeof *cases.x);
    cases.target = allocate(cases.count, sizeof *cases.target);
    for (size_t k = 0; k < labels; k++)
        for (size_t i = 0; i < list.count; i++) {
            cases.x[k * list.count + i] = list.at[i];
            cases.target[k * list.count + i] = targets[k];
        }
    free(list.at);
    return cases;
}

void cases_free(struct cases *cases)
{
    free(cases->x);
    free(cases->target);
}
