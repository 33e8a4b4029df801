#include "harness/compare/differences_block.h"

#include "harness/base/allocate.h"
#include "harness/foreign/call.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

size_t differences_binade(const struct format *format, double x)
{
    return (size_t)(format_bits(format, x) >> (format->precision - 1));
}

double differences_binade_start(const struct format *format, size_t binade)
{
    return format_value(format, (uint64_t)binade << (format->precision - 1));
}

struct differences_block differences_block_make(size_t room, const struct differences_asked *asked)
{
    size_t size = asked->choice[0].format->size;
    struct differences_block b = {.x = allocate(room, size),
                                  .y = allocate(room, size),
                                  .labels = asked->choice[0].kernel->term->operands == 2,
                                  .unanswered = allocate(room, 1)};
    for (int s = 0; s < 2; s++)
        for (int k = 0; k < OUTPUTS; k++)
            b.got[s][k] = allocate(room, size);
    return b;
}

void differences_block_free(struct differences_block *b)
{
    free(b->x);
    free(b->y);
    free(b->unanswered);
    for (int s = 0; s < 2; s++)
        for (int k = 0; k < OUTPUTS; k++)
            free(b->got[s][k]);
}

static void run(struct differences_block *b, const struct choice *choice, int side)
{
    call_forget();
    choice_run(choice, b->n, b->x, b->labels ? b->y : NULL, b->got[side][LOSS], b->got[side][GRAD]);
    const struct call_outcome *outcome = call_outcome();
    if (outcome->unanswered == 0)
        return;
    b->any_unanswered = true;
    for (size_t i = 0; i < b->n && outcome->is_unanswered; i++)
        b->unanswered[i] |= outcome->is_unanswered[i];
}

/* The steps between two numbers. */
static uint64_t steps_between(const struct format *format, double a, double b)
{
    int64_t i = format_ordinal(format, a), j = format_ordinal(format, b);
    return i > j ? (uint64_t)i - (uint64_t)j : (uint64_t)j - (uint64_t)i;
}

static void add(struct differences_output *to, const struct differences_block *b, const struct format *format,
                size_t i, const double got[2])
{
    const struct input at = {format_load(format, b->x, i), b->labels ? format_load(format, b->y, i) : 0};
    if (to->different == 0 || input_before(&at, &to->first)) {
        to->first = at;
        memcpy(to->first_got, got, sizeof to->first_got);
    }
    to->different++;
    to->binade[differences_binade(format, at.x)].different++;
    if (isnan(got[0]) || isnan(got[1])) {
        to->nans++;
        return;
    }
    uint64_t steps = steps_between(format, got[0], got[1]);
    if (steps > to->most || (steps == to->most && input_before(&at, &to->most_at))) {
        to->most = steps;
        to->most_at = at;
        memcpy(to->most_got, got, sizeof to->most_got);
    }
}

static bool is_same(const struct format *format, const char *left, const char *right, size_t i)
{
    if (format == &formats[F32])
        return ((const uint32_t *)(const void *)left)[i] == ((const uint32_t *)(const void *)right)[i];
    return ((const uint64_t *)(const void *)left)[i] == ((const uint64_t *)(const void *)right)[i];
}

static void compare_output(struct differences_output *to, const struct differences_block *b,
                           const struct format *format, int k)
{
    const char *left = b->got[0][k], *right = b->got[1][k];
    bool same = memcmp(left, right, b->n * format->size) == 0;
    for (size_t i = 0; i < b->n && (!same || b->any_unanswered); i++) {
        if (b->any_unanswered && b->unanswered[i])
            continue;
        to->compared++;
        if (is_same(format, left, right, i))
            continue;
        const double got[2] = {format_load(format, left, i), format_load(format, right, i)};
        if (!isnan(got[0]) || !isnan(got[1]))
            add(to, b, format, i, got);
    }
    if (same && !b->any_unanswered)
        to->compared += b->n;
}

/* A chunk of floats lies in one binade. */
static void count_inputs(struct differences_output *to, const struct differences_block *b,
                         const struct format *format, bool one_binade)
{
    if (one_binade && b->n > 0)
        to->binade[differences_binade(format, format_load(format, b->x, 0))].inputs += b->n;
    for (size_t i = 0; i < b->n && !one_binade; i++)
        to->binade[differences_binade(format, format_load(format, b->x, i))].inputs++;
}

void differences_block_compare(struct differences *to, struct differences_block *b,
                               const struct differences_asked *asked)
{
    const struct format *format = asked->choice[0].format;
    b->any_unanswered = false;
    memset(b->unanswered, 0, b->n);
    for (int s = 0; s < 2; s++)
        run(b, &asked->choice[s], s);
    for (size_t i = 0; i < b->n && b->any_unanswered; i++)
        to->unanswered += b->unanswered[i];
    for (int k = 0; k < OUTPUTS; k++) {
        count_inputs(&to->of[k], b, format, to->every);
        if (to->of[k].both)
            compare_output(&to->of[k], b, format, k);
    }
}

void differences_block_judge(struct differences *to, const struct differences_block *b,
                             const struct differences_asked *asked)
{
    for (int s = 0; s < 2; s++) {
        const struct choice *c = &asked->choice[s];
        for (size_t i = 0; i < b->n; i++) {
            struct want want[OUTPUTS];
            double x = format_load(c->format, b->x, i), y = b->labels ? format_load(c->format, b->y, i) : 0;
            if (b->any_unanswered && b->unanswered[i])
                continue;
            reference(&want[LOSS], &want[GRAD], reference_ideal(c->kernel->term), c->format, x, y);
            for (int k = 0; k < OUTPUTS; k++) {
                if (!choice_has(c, (enum output)k))
                    continue;
                struct error error = metric_measure(format_load(c->format, b->got[s][k], i), &want[k]);
                struct differences_binade *binade = &to->of[k].binade[differences_binade(c->format, x)];
                if (error_class_is_failure(error.class) || error.lost)
                    binade->failures[s]++;
                else if (error.class == IN_ULPS)
                    binade->ulp[s] = fmax(binade->ulp[s], (double)error.ulp);
            }
        }
    }
}
