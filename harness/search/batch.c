#include "harness/search/batch.h"

#include "harness/base/random.h"

struct input search_batch_input(const struct search_batch *b, size_t i)
{
    return (struct input){b->x[i], b->target[i]};
}

/* Of n inputs number i stands at place lead + (i * step + turn) mod n, step being prime to n; before these
   stand `lead` inputs again. */
struct order {
    size_t step, turn, lead;
};

static size_t place_of(const struct order *by, size_t i, size_t n)
{
    return by->lead + (i * by->step + by->turn) % n;
}

static void call(struct search_batch *b, const struct choice *choice, struct summary *found, uint64_t number,
                 const struct order *by, uint64_t shape)
{
    struct guard *g = b->guard;
    int operands = choice->kernel->term->operands;
    guard_place(g, choice->format, by->lead + b->n, operands, shape);
    double *x = (double *)(void *)g->at[GUARD_X], *y = (double *)(void *)g->at[GUARD_Y];
    for (size_t i = 0; i < by->lead + b->n; i++) {
        size_t from = i < by->lead ? i % b->n : i - by->lead;
        size_t place = i < by->lead ? i : place_of(by, from, b->n);
        x[place] = b->x[from];
        if (operands == 2)
            y[place] = b->target[from];
    }
    guard_seal(g);
    guard_call(g, choice->kernel->code, &found->faults, STAGE_SEARCH, number);
}

static double result(const struct search_batch *b, int output, size_t place)
{
    return ((const double *)(const void *)b->guard->at[GUARD_LOSS + output])[place];
}

/* A result elsewhere, beside the exact value. */
static void compare(struct summary *found, const struct search_batch *b, const struct choice *choice,
                    int output, size_t i, double got)
{
    struct want want[OUTPUTS];
    const struct input at = search_batch_input(b, i);
    reference(&want[LOSS], &want[GRAD], reference_ideal(choice->kernel->term), choice->format, at.x,
              at.target);
    summary_add(&found->ideal[output], choice->kernel->term->space, &at, got, &want[output]);
}

static void repeat(struct search_batch *b, const struct choice *choice, struct summary *found,
                   uint64_t number, const struct order *by, uint64_t shape)
{
    call(b, choice, found, number, by, shape);
    for (size_t i = 0; i < b->n; i++)
        for (int k = 0; k < OUTPUTS; k++) {
            size_t place = place_of(by, i, b->n);
            double now = result(b, k, place), before = b->got[k][i];
            if (!guard_has(b->guard, k, place) || !guard_differs(now, before))
                continue;
            const struct fault_at at = {
                STAGE_SEARCH, number, by->lead + b->n, (int64_t)place, search_batch_input(b, i), 0,
                now,          before};
            faults_add(&found->faults, FAULT_POSITION, &at, 1);
            compare(found, b, choice, k, i, now);
        }
}

bool search_batch_run(struct search_batch *b, const struct choice *choice, struct summary *found,
                      uint64_t number, unsigned positions)
{
    const struct order straight = {1, 0, 0};
    uint64_t state = number, shape = random_next(&state);
    call(b, choice, found, number, &straight, shape);
    if (b->guard->unanswered > 0)
        return false;
    for (size_t i = 0; i < b->n; i++)
        for (int k = 0; k < OUTPUTS; k++)
            b->got[k][i] = result(b, k, i);
    if (shape >> 60 == 0) {
        uint64_t other = random_next(&state);
        const struct order turned = {b->n > 2 ? b->n - 1 : 1, other >> 32, 0};
        repeat(b, choice, found, number, &turned, other);
    }
    for (unsigned lead = 1; lead <= positions; lead++)
        repeat(b, choice, found, number, &(struct order){1, 0, lead}, shape);
    return true;
}
