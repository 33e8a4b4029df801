#include "harness/exhaustive/ahead.h"

#include "harness/base/allocate.h"
#include "harness/base/random.h"

#include <stdlib.h>
#include <string.h>

enum { TWICE = 16 };

/* What came of one member's call, as the call had it. */
struct answers {
    float result[OUTPUTS][AHEAD_ROOM];
    float missing[AHEAD_ROOM]; /* 1 where there is no result */
    bool any_missing;
};

struct ahead {
    struct guard guard;
    bool is_sealed;
    struct order order[AHEAD_STEPS];
    struct answers **member; /* each made when it is called first */
    size_t members;
};

struct ahead *ahead_make(size_t members)
{
    struct ahead *a = allocate(1, sizeof *a);
    *a = (struct ahead){.guard = guard_make(AHEAD_ROOM), .members = members};
    a->member = allocate(members, sizeof *a->member);
    for (size_t m = 0; m < members; m++)
        a->member[m] = NULL;
    return a;
}

void ahead_free(struct ahead *a)
{
    if (!a)
        return;
    for (size_t m = 0; m < a->members; m++)
        free(a->member[m]);
    free(a->member);
    guard_free(&a->guard);
    free(a);
}

void ahead_begin(struct ahead *a, bool labels, uint64_t shape)
{
    guard_place(&a->guard, &formats[F32], AHEAD_ROOM, labels ? 2 : 1, shape);
    a->is_sealed = false;
}

static float *array(const struct guard *g, int which)
{
    return (float *)(void *)g->at[which];
}

void ahead_put(struct ahead *a, uint32_t s, const struct order *order, const float x[WINDOW],
               const float label[WINDOW])
{
    a->order[s] = *order;
    order_take(order, 0, WINDOW, x, array(&a->guard, GUARD_X) + s * WINDOW);
    if (label)
        order_take(order, 0, WINDOW, label, array(&a->guard, GUARD_Y) + s * WINDOW);
}

void ahead_call(struct ahead *a, size_t member, const struct ganloss_kernel *code, struct faults *faults,
                uint64_t block)
{
    struct guard *g = &a->guard;
    struct answers *to = a->member[member];
    if (!to)
        to = a->member[member] = allocate_aligned(CACHE_LINE, 1, sizeof *to);
    if (!a->is_sealed)
        guard_seal(g);
    a->is_sealed = true;
    if (random_hash(block, member) % TWICE == 0)
        guard_call_twice(g, code, faults, STAGE_FLOATS, block);
    else
        guard_call(g, code, faults, STAGE_FLOATS, block);
    for (int k = 0; k < OUTPUTS; k++)
        memcpy(to->result[k], array(g, GUARD_LOSS + k), sizeof to->result[k]);
    to->any_missing = g->unanswered > 0;
    for (size_t i = 0; i < AHEAD_ROOM && to->any_missing; i++)
        to->missing[i] = g->is_unanswered[i];
}

void ahead_take(float *to[OUTPUTS], bool unanswered[STRIPS], struct ahead *a, size_t member, uint32_t s)
{
    const struct answers *from = a->member[member];
    float missing[WINDOW];
    for (int k = 0; k < OUTPUTS; k++)
        order_put(&a->order[s], 0, WINDOW, from->result[k] + s * WINDOW, to[k]);
    memset(unanswered, 0, STRIPS * sizeof *unanswered);
    if (!from->any_missing)
        return;
    order_put(&a->order[s], 0, WINDOW, from->missing + s * WINDOW, missing);
    for (size_t i = 0; i < WINDOW; i++)
        unanswered[i / SEGMENT] = unanswered[i / SEGMENT] || missing[i] > 0;
}
