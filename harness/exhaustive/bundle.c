#include "harness/exhaustive/bundle.h"

#include "harness/base/allocate.h"
#include "harness/base/random.h"
#include "harness/exhaustive/ahead.h"

#include <stdlib.h>
#include <string.h>

/* Calls by chance have up to so many elements, those by turns exactly; in one window of so many all are in one call. */
enum { CALL = 512, REPEATED = 16, LONG = 16 };
enum { STEPS = BUNDLE_WINDOWS };

/* Of foreign kernels, for which short calls are dear, one of so many windows is called again, and in longer ones. */
enum { FOREIGN_REPEATED = 128, FOREIGN_CALL = WINDOW };

struct bundle_room *bundle_room_make(size_t members, uint64_t seed, bool any_foreign)
{
    struct bundle_room *room = allocate_aligned(CACHE_LINE, 1, sizeof *room);
    room->guard = guard_make(WINDOW);
    orders_make(&room->orders, seed);
    room->first = allocate(members * OUTPUTS * WINDOW, sizeof *room->first);
    room->unanswered = allocate(members * STRIPS, sizeof *room->unanswered);
    memset(room->unanswered, 0, members * STRIPS * sizeof *room->unanswered);
    room->ahead = any_foreign ? ahead_make(members) : NULL;
    return room;
}

void bundle_room_free(struct bundle_room *room)
{
    guard_free(&room->guard);
    free(room->first);
    free(room->unanswered);
    ahead_free(room->ahead);
    free(room);
}

static float *first_of(const struct bundle_room *room, size_t member, int output)
{
    return room->first + (member * OUTPUTS + (size_t)output) * WINDOW;
}

void bundle_begin(struct bundle_room *room, const struct bundle *b, const struct lot lot[STRIPS])
{
    for (uint32_t j = 0; j < STRIPS; j++) {
        struct strip *s = &room->strip[j];
        uint32_t first = lot[j].chunk * CHUNK;
        *s = (struct strip){.lot = lot[j], .pass = {b->group, NULL, b->group->formula}};
        s->pass.formula.label = lot[j].label;
        const struct screen *screen = b->plan->screen;
        s->pass.screen = !screen ? screen_find(&s->pass.formula, isa_best()) : screen->run ? screen : NULL;
        s->audited = (uint32_t)(random_hash(b->plan->seed, lot[j].chunk) & (CHUNK - 1));
        for (uint32_t i = 0; i < SEGMENT; i++)
            room->label[(uint32_t)j * SEGMENT + i] = (float)lot[j].label;
        if (lot[j].judged)
            block_scale(s->scale, &s->pass, float_of_bits(first), float_of_bits(first + CHUNK - 1));
    }
}

/* The inputs of a step. */
static void fill(struct bundle_room *room, uint32_t step)
{
    for (uint32_t j = 0; j < STRIPS; j++) {
        uint32_t first = room->strip[j].lot.chunk * CHUNK + step * SEGMENT;
        float *x = room->x + j * SEGMENT;
#pragma omp simd
        for (uint32_t i = 0; i < SEGMENT; i++)
            x[i] = float_of_bits(first + i);
    }
}

/* One call's inputs: those at places `start` and the n - 1 after it. */
static void place(struct bundle_room *room, const struct bundle *b, size_t start, size_t n, uint64_t shape)
{
    struct guard *g = &room->guard;
    guard_place(g, &formats[F32], n, b->group->operands, shape);
    float *x = (float *)(void *)g->at[GUARD_X], *y = (float *)(void *)g->at[GUARD_Y];
    order_take(&room->order, start, n, room->x, x);
    if (b->group->operands == 2)
        order_take(&room->order, start, n, room->label, y);
    guard_seal(g);
}

/* Calls one function on what is placed, and puts the results where their inputs are. */
static void call(struct summary *summary, struct bundle_room *room, uint64_t block,
                 const struct ganloss_kernel *code, size_t start, float *to[OUTPUTS])
{
    struct guard *g = &room->guard;
    guard_call(g, code, &summary->faults, STAGE_FLOATS, block);
    for (int k = 0; k < OUTPUTS; k++)
        order_put(&room->order, start, g->n, (const float *)(const void *)g->at[GUARD_LOSS + k], to[k]);
}

/* The calls that a window is cut into: all of `whole` elements, or, for 0, of up to `most` by chance; half of these
   `near_powers` of two, where vectors end and pieces are left, as a foreign kernel has few such calls. */
struct cut {
    size_t whole, most;
    uint64_t shape;
    bool near_powers;
};

/* How many elements the call at a place has. */
static size_t length_of(size_t start, const struct cut *cut)
{
    uint64_t chance = random_hash(cut->shape, start);
    size_t n = cut->whole ? cut->whole : 1 + (size_t)(chance % cut->most);
    if (cut->near_powers && chance >> 63)
        n = ((size_t)1 << (1 + (chance >> 16) % 8)) + (chance >> 32) % 3 - 1;
    return n < WINDOW - start ? n : WINDOW - start;
}

static struct cut first_cut(uint64_t shape)
{
    bool is_long = random_hash(shape, 1) % LONG == 0;
    return (struct cut){is_long ? WINDOW - random_hash(shape, 2) % (WINDOW / 2) : 0, CALL, shape, false};
}

/* Every function on the window, in room->order: their first results. Call by call, so that twins share what libm
   answers. */
static void run_first(struct summary summaries[], struct bundle_room *room, const struct bundle *b,
                      uint64_t block, struct cut cut)
{
    for (size_t start = 0, n; start < WINDOW; start += n) {
        n = length_of(start, &cut);
        place(room, b, start, n, random_hash(cut.shape, start + WINDOW));
        for (size_t m = 0; m < b->group->members; m++) {
            size_t index = b->group->member[m].index;
            float *to[OUTPUTS] = {first_of(room, m, LOSS), first_of(room, m, GRAD)};
            if (b->contenders[index].runs && !b->contenders[index].is_foreign)
                call(&summaries[index], room, block, &b->contenders[index].code, start, to);
        }
    }
}

/* One function on the window: its other results; false: there are not all. */
static bool run_one(struct summary *summary, struct bundle_room *room, const struct bundle *b, uint64_t block,
                    const struct ganloss_kernel *code, struct cut cut)
{
    float *to[OUTPUTS] = {room->other[LOSS], room->other[GRAD]};
    bool answered = true;
    for (size_t start = 0, n; start < WINDOW; start += n) {
        n = length_of(start, &cut);
        place(room, b, start, n, random_hash(cut.shape, start + WINDOW));
        call(summary, room, block, code, start, to);
        answered = answered && room->guard.unanswered == 0;
    }
    return answered;
}

static struct block block_of(const struct bundle_room *room, uint32_t strip, uint32_t step)
{
    const struct strip *s = &room->strip[strip];
    return (struct block){&s->pass,
                          s->lot.chunk * CHUNK + step * SEGMENT,
                          SEGMENT,
                          room->x + strip * SEGMENT,
                          {s->scale[LOSS], s->scale[GRAD]}};
}

/* Results of one function in another order, or of another function: faults of the given kind where they are not its
   first, and judged there. */
static void look(struct summary *summary, struct bundle_room *room, const struct bundle *b, uint64_t block,
                 uint32_t step, size_t member, enum fault fault)
{
    double sign = b->contenders[b->group->member[member].index].sign;
    for (uint32_t j = 0; j < STRIPS; j++) {
        const float *got[OUTPUTS], *other[OUTPUTS];
        if (room->unanswered[member * STRIPS + j])
            continue;
        struct fault_at at = {.stage = STAGE_FLOATS, .block = block, .n = WINDOW, .index = -1};
        uint64_t count = 0;
        for (int k = 0; k < OUTPUTS; k++) {
            got[k] = first_of(room, member, k) + j * SEGMENT;
            other[k] = room->other[k] + j * SEGMENT;
            if (memcmp(got[k], other[k], SEGMENT * sizeof(float)) == 0)
                continue;
            for (uint32_t i = 0; i < SEGMENT; i++)
                if (tally_differs(got[k][i], other[k][i]) && count++ == 0) {
                    at.index = j * SEGMENT + i;
                    at.input = (struct input){(double)room->x[at.index], (double)room->label[at.index]};
                    at.got = (double)other[k][i];
                    at.before = (double)got[k][i];
                }
        }
        faults_add(&summary->faults, fault, &at, count);
        if (count > 0 && room->strip[j].lot.judged) {
            struct block here = block_of(room, j, step);
            tally_begin(&room->space, &here, b->comparer);
            tally_elsewhere(summary, &room->space, &here, sign, got, other, b->comparer);
        }
    }
}

/* Every function once more: in another order; or, to audit, the kernels themselves where their twins ran, in the same
   calls, so that results that differ depend on what was called, or libm was asked, before. Foreign kernels have no twins:
   they are called where `foreign` is not 0, in calls of up to so many. */
static void run_again(struct summary summaries[], struct bundle_room *room, const struct bundle *b,
                      uint64_t block, uint32_t step, struct cut cut, enum fault fault, size_t foreign)
{
    for (size_t m = 0; m < b->group->members; m++) {
        size_t index = b->group->member[m].index;
        const struct contender *contender = &b->contenders[index];
        if (!contender->runs || (contender->is_foreign && foreign == 0))
            continue;
        cut.most = contender->is_foreign ? foreign : CALL;
        cut.near_powers = contender->is_foreign && cut.whole == 0;
        if (run_one(&summaries[index], room, b, block,
                    fault == FAULT_STATE ? contender->choice->kernel->code : &contender->code, cut))
            look(&summaries[index], room, b, block, step, m, fault);
    }
}

static bool audit_screens(const struct bundle_room *room, uint32_t step, bool *audited)
{
    *audited = false;
    for (uint32_t j = 0; j < STRIPS; j++) {
        const struct strip *s = &room->strip[j];
        if (!s->lot.judged || s->audited / SEGMENT != step)
            continue;
        struct block here = block_of(room, j, step);
        *audited = true;
        if (block_audit_fails(&here, s->audited % SEGMENT))
            return false;
    }
    return true;
}

static void tally(struct summary summaries[], struct bundle_room *room, const struct bundle *b, uint32_t step)
{
    for (uint32_t j = 0; j < STRIPS; j++) {
        struct block here = block_of(room, j, step);
        if (!room->strip[j].lot.judged)
            continue;
        tally_begin(&room->space, &here, b->comparer);
        for (size_t m = 0; m < b->group->members; m++) {
            size_t index = b->group->member[m].index;
            if (room->unanswered[m * STRIPS + j]) {
                summaries[index].unanswered += SEGMENT;
                continue;
            }
            const float *got[OUTPUTS] = {first_of(room, m, LOSS) + j * SEGMENT,
                                         first_of(room, m, GRAD) + j * SEGMENT};
            if (b->contenders[index].runs)
                tally_results(&summaries[index], &room->space, &here, b->contenders[index].sign,
                              b->contenders[index].choice->kernel->missing, got, b->comparer);
        }
    }
}

/* Foreign kernels on the windows from this step on, in the order that each has. */
static void ask_ahead(struct summary summaries[], struct bundle_room *room, const struct bundle *b,
                      uint32_t step)
{
    bool labels = b->group->operands == 2;
    uint64_t block = b->number * STEPS + step;
    ahead_begin(room->ahead, labels, random_hash(b->plan->seed + 2, block));
    for (uint32_t s = 0; s < AHEAD_STEPS; s++) {
        uint64_t shape = random_hash(b->plan->seed + 1, block + s);
        fill(room, step + s);
        room->order = order_by_chance(&room->orders, shape);
        ahead_put(room->ahead, s, &room->order, room->x, labels ? room->label : NULL);
    }
    for (size_t m = 0; m < b->group->members; m++) {
        size_t index = b->group->member[m].index;
        if (b->contenders[index].runs && b->contenders[index].is_foreign)
            ahead_call(room->ahead, m, &b->contenders[index].code, &summaries[index].faults, block);
    }
}

static void take_ahead(struct bundle_room *room, const struct bundle *b, uint32_t step)
{
    for (size_t m = 0; m < b->group->members; m++) {
        const struct contender *contender = &b->contenders[b->group->member[m].index];
        float *to[OUTPUTS] = {first_of(room, m, LOSS), first_of(room, m, GRAD)};
        if (contender->runs && contender->is_foreign)
            ahead_take(to, &room->unanswered[m * STRIPS], room->ahead, m, step % AHEAD_STEPS);
    }
}

/* What is done with one window; false: MPFR found the screen outside its bound. */
static bool judge_window(struct summary summaries[], const struct bundle *b, struct bundle_room *room,
                         uint32_t step)
{
    uint64_t block = b->number * STEPS + step, shape = random_hash(b->plan->seed + 1, block);
    bool audited;
    if (room->ahead && step % AHEAD_STEPS == 0)
        ask_ahead(summaries, room, b, step);
    fill(room, step);
    room->order = order_by_chance(&room->orders, shape);
    run_first(summaries, room, b, block, first_cut(shape));
    if (room->ahead)
        take_ahead(room, b, step);
    if (!audit_screens(room, step, &audited))
        return false;
    if (audited)
        run_again(summaries, room, b, block, step, first_cut(shape), FAULT_STATE, 0);
    if (random_hash(shape, 3) % REPEATED == 0) {
        room->order = order_by_chance(&room->orders, random_hash(shape, 4));
        run_again(summaries, room, b, block, step, (struct cut){0, CALL, random_hash(shape, 5), false},
                  FAULT_POSITION, random_hash(shape, 3) % FOREIGN_REPEATED == 0 ? FOREIGN_CALL : 0);
    }
    for (unsigned turn = 0; turn < b->plan->positions; turn++) {
        room->order = order_by_turn(&room->orders, turn);
        run_again(summaries, room, b, block, step,
                  (struct cut){CALL, CALL, random_hash(shape, 6 + turn), false}, FAULT_POSITION, CALL);
    }
    tally(summaries, room, b, step);
    return true;
}

bool bundle_windows(struct summary summaries[], const struct bundle *b, struct bundle_room *room,
                    uint32_t first, uint32_t count)
{
    for (uint32_t step = first; step < first + count; step++)
        if (!judge_window(summaries, b, room, step))
            return false;
    return true;
}

bool bundle_judge(struct summary summaries[], const struct bundle *b, const struct lot lot[STRIPS],
                  struct bundle_room *room)
{
    bundle_begin(room, b, lot);
    return bundle_windows(summaries, b, room, 0, STEPS);
}
