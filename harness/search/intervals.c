#include "harness/search/intervals.h"

#include "harness/base/random.h"

#include <math.h>

static void append(struct intervals *s, int64_t low, int64_t high, size_t targeting)
{
    if (s->count < INTERVALS && low < high)
        s->at[s->count++] = (struct search_interval){.range = {low, high}, .targeting = targeting};
}

/* From one value to another. A term with two operands takes some of its targets on each. */
static void append_between(struct intervals *s, const struct term *term, double from, double to)
{
    size_t number = s->count, ways = targeting_count(term);
    for (size_t k = 0; k < ways; k++)
        if (ways == 1 || (number + k) % 4 == 0)
            append(s, range_ordinal(from), range_ordinal(to), k);
}

static void append_mirrored(struct intervals *s, const struct term *term, double from, double to)
{
    append_between(s, term, from, to);
    append_between(s, term, -to, -from);
}

/* No bound is a number that a person would write: a branch would hide between two intervals. */
static void make_logits(struct intervals *s, const struct term *term)
{
    static const int exponents[] = {-1022, -512, -160, -126, -64, -54, -48, -32, -16, -8, -4, -2, -1, 0};
    append_mirrored(s, term, 0, 1.37 * 0x1p-1022);
    for (size_t i = 0; i + 1 < sizeof exponents / sizeof *exponents; i++)
        append_mirrored(s, term, ldexp(1.37, exponents[i]), ldexp(1.37, exponents[i + 1]));
    for (int x = 1; x < 64; x++)
        append_mirrored(s, term, x + 0.37, x + 1.37);
    for (int x = 64; x < 768; x += 32)
        append_mirrored(s, term, x + 0.37, x + 32.37);
    append_mirrored(s, term, 768.37, 4321);
    append_mirrored(s, term, 4321, 1.37 * 0x1p64);
    append_mirrored(s, term, 1.37 * 0x1p64, formats[F64].max);
}

static void make_probabilities(struct intervals *s, const struct term *term)
{
    append_between(s, term, 0, 1.37 * 0x1p-1022);
    for (int k = -1022; k < -62; k += 120)
        append_between(s, term, ldexp(1.37, k), ldexp(1.37, k + 120));
    for (int k = -62; k < -2; k++)
        append_between(s, term, ldexp(1.37, k), ldexp(1.37, k + 1));
    append_between(s, term, 1.37 / 4, 1 - 1.37 / 4);
    for (int k = 2; k < 50; k++)
        append_between(s, term, 1 - ldexp(1.37, -k), 1 - ldexp(1.37, -k - 1));
    append_between(s, term, 1 - 1.37 * 0x1p-50, 1);
}

void intervals_make(struct intervals *s, const struct term *term, uint64_t seed)
{
    s->count = s->picks = 0;
    s->random = seed;
    (term->space == LOGIT ? make_logits : make_probabilities)(s, term);
}

static uint64_t width(const struct search_interval *i)
{
    return range_width(&i->range);
}

/* Whether a is to be halved before b: the larger error, and of equal ones the wider. */
static bool is_before(const struct search_interval *a, const struct search_interval *b, enum output by)
{
    return a->score[by] > b->score[by] || (a->score[by] == b->score[by] && width(a) > width(b));
}

static size_t choose(struct intervals *s, size_t number)
{
    size_t best = 0;
    if (number % 8 == 7)
        return (size_t)(random_next(&s->random) % s->count);
    for (size_t i = 1; i < s->count; i++)
        if (number % 8 == 3 ? width(&s->at[i]) > width(&s->at[best])
                            : is_before(&s->at[i], &s->at[best], number % 2 ? GRAD : LOSS))
            best = i;
    return best;
}

void intervals_pick(struct intervals *s)
{
    for (s->picks = 0; s->picks < PICKS && s->count > 0; s->picks++) {
        size_t k = choose(s, s->picks);
        struct search_interval *half = s->picked[s->picks], whole = s->at[k];
        int64_t middle = whole.range.low + (int64_t)(width(&whole) / 2);
        s->at[k] = s->at[--s->count];
        half[0] = half[1] = whole;
        half[0].range.high = middle;
        half[1].range.low = middle < whole.range.high ? middle + 1 : middle;
    }
}

static void sample(struct search_interval *interval, struct lane *lane)
{
    struct targeting by = targeting_at(lane->choice->kernel->term, interval->targeting);
    size_t n = range_samples(&interval->range, SAMPLES);
    lane_begin(lane);
    for (size_t i = 0; i < n; i++) {
        double x = range_value(range_sample(&interval->range, i, n, &lane->random));
        lane_add(lane, x, targeting_pick(&by, x, &lane->random));
    }
    lane_flush(lane);
    for (int k = 0; k < OUTPUTS; k++) {
        interval->score[k] = 0;
        for (size_t i = 0; i < lane->batch->n; i++)
            interval->score[k] = fmax(interval->score[k], lane->batch->result[k].ulp[i]);
    }
}

void intervals_sample(struct intervals *s, struct lane *lane, size_t first, size_t step)
{
    for (size_t k = first; k < s->picks; k += step)
        for (int half = 0; half < 2; half++)
            sample(&s->picked[k][half], lane);
}

void intervals_return(struct intervals *s)
{
    for (size_t k = 0; k < s->picks; k++)
        for (int half = 0; half < 2; half++) {
            const struct search_interval *new = &s->picked[k][half];
            size_t last = 0;
            if (width(new) < SAMPLES) /* every input of it was tried */
                continue;
            if (s->count < INTERVALS) {
                s->at[s->count++] = *new;
                continue;
            }
            for (size_t i = 1; i < s->count; i++)
                if (is_before(&s->at[last], &s->at[i], (k + (size_t)half) % 2 ? GRAD : LOSS))
                    last = i;
            s->at[last] = *new;
        }
    s->picks = 0;
}
