#include "harness/search/lane.h"

#include "harness/base/random.h"
#include "harness/search/note.h"

struct lane lane_make(const struct choice *choice, uint64_t seed)
{
    struct lane lane = {.choice = choice, .random = seed, .sound = true};
    lane.ideal = ideal_of(choice->kernel->term);
    lane.screen = screen_f64_find(&lane.ideal.formula, isa_best());
    return lane;
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

static void count(struct lane *lane)
{
    const struct search_batch *b = lane->batch;
    for (size_t i = 0; i < b->n; i++) {
        const unsigned char code[OUTPUTS] = {b->code[LOSS][i], b->code[GRAD][i]};
        struct input input = search_batch_input(b, i);
        if (lane->distinct)
            tried_count(&lane->counted, code);
        else
            tried_list_add(&lane->tried, &input, code);
    }
}

/* An output that there is not: nothing to find in it. */
static void pass_over(struct search_batch *b, int output)
{
    for (size_t i = 0; i < b->n; i++) {
        b->result[output].class[i] = IN_ULPS;
        b->result[output].ulp[i] = 0;
        b->code[output][i] = TRIED_NOTHING;
    }
}

void lane_flush(struct lane *lane)
{
    struct search_batch *b = lane->batch;
    uint64_t audited = 0;
    if (b->done)
        return;
    b->done = true;
    if (b->n == 0 || !lane->sound)
        return;
    const double *got[OUTPUTS] = {b->got[LOSS], b->got[GRAD]};
    if (!search_batch_run(b, lane->choice, &lane->found, lane->batches++, lane->positions)) {
        lane->found.unanswered += b->n;
        for (int k = 0; k < OUTPUTS; k++)
            pass_over(b, k);
        return;
    }
    lane->sound = probe_run(b->result, lane->screen, &lane->ideal, b->n, b->x,
                            lane->choice->kernel->term->operands == 2 ? b->target : NULL, got, &audited);
    lane->found.inputs += b->n;
    lane->audited += audited;
    for (int k = 0; k < OUTPUTS && lane->sound; k++)
        if (!choice_has(lane->choice, (enum output)k))
            pass_over(b, k);
        else
            lane->sound = note_batch(&lane->found, b, lane->choice, &lane->ideal, (enum output)k);
    if (lane->sound)
        count(lane);
}

void lane_add(struct lane *lane, double x, double target)
{
    struct search_batch *b = lane->batch;
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
