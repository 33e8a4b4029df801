#include "harness/judge/places.h"

#include "harness/base/allocate.h"
#include "harness/base/random.h"
#include "harness/judge/company.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Lengths at which loops of 2 to 512 lanes begin and end, and on both sides of where a kernel may change its way. */
static const unsigned short lengths[] = {
    0,    1,    2,    3,    4,    5,    6,    7,    8,    9,    10,   11,   12,   13,  14,
    15,   16,   17,   23,   24,   25,   31,   32,   33,   47,   48,   49,   63,   64,  65,
    95,   100,  127,  128,  129,  191,  255,  256,  257,  383,  511,  512,  513,  767, 999,
    1000, 1023, 1024, 1025, 1100, 1535, 2047, 2048, 2049, 3000, 4095, 4096, 4097, 5000};
enum { LENGTHS = sizeof lengths / sizeof *lengths, CHANCE = 21, TRIALS = LENGTHS + CHANCE, USUAL = 5000 };

/* In a call of so few elements the other place is one among PADDED. */
enum { FEW = 2, PADDED = 64, PIECE = 256 };

static const int repetitions[LEVELS] = {[QUICK] = 1, [FULL] = 8, [EXHAUSTIVE] = 8};

/* One trial: n inputs, and the results that they had in one call. */
struct trial {
    const struct choice *choice;
    const struct group *group;
    struct guard *guard;
    struct faults *faults;
    uint64_t number, state;
    size_t n;
    struct input *input;
    double *result[OUTPUTS];
    bool *had[OUTPUTS];       /* whether there was one */
    size_t *order, *straight; /* straight[i] = i */
};

/* Calls the kernel on inputs[order[0 .. n - 1]]. */
static void call(struct trial *t, const struct input inputs[], const size_t order[], size_t n, uint64_t shape)
{
    const struct format *f = t->choice->format;
    guard_place(t->guard, f, n, t->group->operands, shape);
    for (size_t i = 0; i < n; i++) {
        format_store(f, t->guard->at[GUARD_X], i, inputs[order[i]].x);
        format_store(f, t->guard->at[GUARD_Y], i, inputs[order[i]].target);
    }
    guard_seal(t->guard);
    guard_call(t->guard, t->choice->kernel->code, t->faults, STAGE_PLACES, t->number);
}

static double got(const struct trial *t, int output, size_t i)
{
    return format_load(t->choice->format, t->guard->at[GUARD_LOSS + output], i);
}

/* An exact value's comparison with a result that stands beside another. */
static void compare(struct summary *summary, const struct trial *t, double sign, int output, size_t i,
                    double result)
{
    struct want want[OUTPUTS];
    const struct input *at = &t->input[i];
    reference(&want[LOSS], &want[GRAD], &t->group->formula, t->choice->format, at->x, at->target);
    if (sign < 0)
        want[output] = want_negated(&want[output]);
    summary_add(&summary->ideal[output], t->group->space, at, result, &want[output]);
}

/* The call's element j holds input i: what it came to, beside what it was before. */
static void look(struct summary *summary, const struct trial *t, double sign, enum fault fault, size_t i,
                 size_t j, size_t n)
{
    for (int k = 0; k < OUTPUTS; k++) {
        double now = got(t, k, j), before = t->result[k][i];
        struct fault_at at = {STAGE_PLACES, t->number, n, (int64_t)j, t->input[i], 0, now, before};
        if (!guard_has(t->guard, k, j) || !t->had[k][i] || !guard_differs(now, before))
            continue;
        faults_add(&summary->faults, fault, &at, 1);
        compare(summary, t, sign, k, i, now);
        compare(summary, t, sign, k, i, before);
    }
}

/* Few inputs, each at some place of a longer call among others. */
static void look_padded(struct summary *summary, struct trial *t, double sign, const struct places_plan *plan)
{
    struct input padded[PADDED];
    random_order(t->order, PADDED, &t->state);
    company_fill(padded, PADDED, COMPANY_ANY, plan->cases, t->group->space, t->choice->format, &t->state);
    memcpy(padded, t->input, t->n * sizeof *padded);
    call(t, padded, t->order, PADDED, random_next(&t->state));
    for (size_t j = 0; j < PADDED; j++)
        if (t->order[j] < t->n)
            look(summary, t, sign, FAULT_POSITION, t->order[j], j, PADDED);
}

/* Many, in another order and in pieces. */
static void look_in_pieces(struct summary *summary, struct trial *t, double sign)
{
    random_order(t->order, t->n, &t->state);
    for (size_t start = 0, piece; start < t->n; start += piece) {
        size_t longest = t->n / 2 < PIECE ? t->n / 2 : PIECE;
        piece = 1 + random_below(&t->state, longest);
        piece = piece < t->n - start ? piece : t->n - start;
        call(t, t->input, t->order + start, piece, random_next(&t->state));
        for (size_t j = 0; j < piece; j++)
            look(summary, t, sign, FAULT_POSITION, t->order[start + j], j, piece);
    }
}

static size_t length_of(uint64_t number, uint64_t *state)
{
    uint64_t k = number % TRIALS;
    if (k < LENGTHS)
        return lengths[k];
    double most = k % 3 ? USUAL : 1100, least = k % 3 ? 1 : 1000;
    return (size_t)(least * pow(most / least, random_uniform(state)));
}

static void run_trial(struct summary *summary, struct trial *t, double sign, const struct places_plan *plan)
{
    enum company company = (enum company)((t->number + t->number / TRIALS) % COMPANIES);
    company_fill(t->input, t->n, company, plan->cases, t->group->space, t->choice->format, &t->state);
    uint64_t shape = random_next(&t->state);
    call(t, t->input, t->straight, t->n, shape);
    for (int k = 0; k < OUTPUTS; k++)
        for (size_t i = 0; i < t->n; i++) {
            t->result[k][i] = got(t, k, i);
            t->had[k][i] = guard_has(t->guard, k, i);
        }
    if (t->n > FEW)
        look_in_pieces(summary, t, sign);
    else
        look_padded(summary, t, sign, plan);
    call(t, t->input, t->straight, t->n, shape);
    for (size_t i = 0; i < t->n; i++)
        look(summary, t, sign, FAULT_STATE, i, i, t->n);
}

size_t places_longest(enum level level)
{
    return level == QUICK ? USUAL : (1 << 17) + 3;
}

static struct trial trial_make(size_t longest, const struct choice *choice, const struct group *group,
                               struct faults *faults)
{
    struct trial t = {.choice = choice,
                      .group = group,
                      .faults = faults,
                      .input = allocate(longest, sizeof *t.input),
                      .order = allocate(longest, sizeof *t.order),
                      .straight = allocate(longest, sizeof *t.straight)};
    for (int k = 0; k < OUTPUTS; k++) {
        t.result[k] = allocate(longest, sizeof *t.result[k]);
        t.had[k] = allocate(longest, sizeof *t.had[k]);
    }
    for (size_t i = 0; i < longest; i++)
        t.straight[i] = i;
    return t;
}

static void trial_free(struct trial *t)
{
    for (int k = 0; k < OUTPUTS; k++) {
        free(t->result[k]);
        free(t->had[k]);
    }
    free(t->input);
    free(t->order);
    free(t->straight);
}

static void run_numbered(struct summary *summary, struct trial *t, double sign,
                         const struct places_plan *plan, uint64_t number, size_t n)
{
    uint64_t state = plan->seed * 0x10001 + number;
    t->number = number;
    t->state = random_next(&state);
    t->n = n > 0 ? n : length_of(number, &t->state);
    run_trial(summary, t, sign, plan);
}

static uint64_t trials_of(enum level level)
{
    return (uint64_t)TRIALS * (uint64_t)repetitions[level];
}

/* 90 MiB for 2^20 doubles, which is why it is one at a time. */
void places_run_longest(struct summary *summary, const struct choice *choice, const struct group *group,
                        double sign, const struct places_plan *plan)
{
#pragma omp critical(places_longest)
    {
        struct trial t = trial_make(plan->longest, choice, group, &summary->faults);
        struct guard guard = guard_make(plan->longest);
        t.guard = &guard;
        run_numbered(summary, &t, sign, plan, trials_of(plan->level) + 1, plan->longest);
        guard_free(&guard);
        trial_free(&t);
    }
}

void places_run(struct summary *summary, const struct choice *choice, const struct group *group, double sign,
                const struct places_plan *plan, struct guard *guard)
{
    uint64_t trials = trials_of(plan->level);
    struct trial t = trial_make(places_longest(plan->level), choice, group, &summary->faults);
    t.guard = guard;
    for (uint64_t number = 0; number < trials; number++)
        run_numbered(summary, &t, sign, plan, number, 0);
    run_numbered(summary, &t, sign, plan, trials, places_longest(plan->level));
    trial_free(&t);
}
