#include "harness/search/lane.h"

#include "harness/base/random.h"

#include <math.h>

double value_at(int64_t ordinal)
{
    return format_at_ordinal(&formats[F64], ordinal);
}

int64_t ordinal_of(double x)
{
    return format_ordinal(&formats[F64], x);
}

int64_t random_between(uint64_t *random, int64_t low, int64_t high)
{
    uint64_t width = (uint64_t)high - (uint64_t)low + 1;
    return (int64_t)((uint64_t)low + (width ? random_next(random) % width : random_next(random)));
}

struct range space_range(enum space space)
{
    int64_t top = format_infinity_ordinal(&formats[F64]);
    return space == LOGIT ? (struct range){-1 - top, top} : (struct range){-OUTSIDE, ordinal_of(1) + OUTSIDE};
}

uint64_t range_width(const struct range *range)
{
    return (uint64_t)range->high - (uint64_t)range->low;
}

size_t range_samples(const struct range *range, size_t most)
{
    return range_width(range) < most ? (size_t)range_width(range) + 1 : most;
}

int64_t range_sample(const struct range *range, size_t i, size_t n, uint64_t *random)
{
    uint64_t count = range_width(range) + 1, step = count / n, rest = count % n;
    uint64_t first = i * step + i * rest / n, next = (i + 1) * step + (i + 1) * rest / n;
    return random_between(random, range->low + (int64_t)first, range->low + (int64_t)next - 1);
}

static const struct targeting targetings[] = {{TARGET_FIXED, 0},     {TARGET_FIXED, 1},   {TARGET_FIXED, 0.5},
                                              {TARGET_FIXED, 0.9},   {TARGET_FIXED, 0.1}, {TARGET_ANY, 0},
                                              {TARGET_CANCELLING, 0}};

size_t targeting_count(const struct term *term)
{
    return term->operands == 2 ? sizeof targetings / sizeof *targetings : 1;
}

struct targeting targeting_at(const struct term *term, size_t k)
{
    return targetings[k % targeting_count(term)];
}

double targeting_pick(const struct targeting *by, double x, uint64_t *random)
{
    if (by->kind == TARGET_ANY)
        return random_next(random) & 1 ? random_uniform(random) : exp2(-60 * random_uniform(random));
    if (by->kind == TARGET_FIXED || isnan(x))
        return by->value;
    double sigmoid = x < 0 ? exp(x) / (1 + exp(x)) : 1 / (1 + exp(-x));
    int64_t t = ordinal_of(sigmoid) + random_between(random, -3, 3);
    return fmin(fmax(value_at(t), 0), 1) + 0.0;
}

void lane_run(struct lane *lane)
{
    struct batch *b = lane->batch;
    if (!b->ran)
        choice_run(lane->choice, b->n, b->x, lane->choice->kernel->term->operands == 2 ? b->target : NULL,
                   b->got[LOSS], b->got[GRAD]);
    b->ran = true;
}

/* Most batches are full; the others differ in length so that a vector kernel's tails are tested, above all
   the lengths next to powers of two. */
static size_t next_limit(uint64_t *random)
{
    uint64_t r = random_next(random), any = r >> 32;
    size_t lengths[] = {1 + any % PROBE_BLOCK, ((size_t)2 << any / 3 % 9) - 1 + any % 3};
    return (r & 7) < 2 ? lengths[r & 7] : PROBE_BLOCK;
}

void lane_begin(struct lane *lane)
{
    lane_flush(lane);
    lane->batch->done = false;
    lane->batch->n = 0;
    lane->batch->limit = PROBE_BLOCK;
}

void lane_flush(struct lane *lane)
{
    struct batch *b = lane->batch;
    uint64_t audited = 0;
    if (b->done)
        return;
    b->ran = false;
    b->done = true;
    if (b->n == 0 || !lane->sound)
        return;
    lane->sound = probe(b->result, lane->choice, b->n, b->x, b->target, &audited);
    lane->found.inputs += b->n;
    lane->audited += audited;
    for (int k = 0; k < OUTPUTS && lane->sound; k++)
        lane_note(lane, (enum output)k);
}

void lane_add(struct lane *lane, double x, double target)
{
    struct batch *b = lane->batch;
    if (b->done) {
        lane_begin(lane);
        b->limit = next_limit(&lane->random);
    }
    b->x[b->n] = x;
    b->target[b->n++] = target;
    if (b->n >= b->limit)
        lane_flush(lane);
}

void lane_add_x(struct lane *lane, double x)
{
    const struct term *term = lane->choice->kernel->term;
    struct targeting by = targeting_at(term, lane->turn++);
    lane_add(lane, x, targeting_pick(&by, x, &lane->random));
}
