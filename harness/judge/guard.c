#include "harness/judge/guard.h"

#include "harness/base/allocate.h"
#include "harness/foreign/call.h"
#include "harness/foreign/slots.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What memory holds where nobody has written: a NaN in either format. A kernel may return this very NaN for one of
   its inputs; so a second call finds another filling, a number. */
enum { FILLING = 0xff, OTHER_FILLING = 0x7f };

struct guard guard_make(size_t room)
{
    struct guard g = {.size = (room + GUARD_SHIFTS + 2 * GUARD_MARGIN) * sizeof(double)};
    g.size = (g.size + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE;
    for (int i = 0; i < GUARD_ARRAYS; i++)
        g.memory[i] = allocate_aligned(CACHE_LINE, g.size, 1);
    for (int i = 0; i < 2; i++)
        g.kept[i] = allocate_aligned(CACHE_LINE, g.size, 1);
    return g;
}

void guard_free(struct guard *g)
{
    for (int i = 0; i < GUARD_ARRAYS; i++)
        free(g->memory[i]);
    for (int i = 0; i < 2; i++)
        free(g->kept[i]);
}

/* The part of each memory that a block uses, margins included. */
static size_t used(const struct guard *g)
{
    return (g->n + GUARD_SHIFTS + 2 * GUARD_MARGIN) * g->format->size;
}

void guard_place(struct guard *g, const struct format *format, size_t n, int inputs, uint64_t shape)
{
    g->format = format;
    g->n = n;
    g->inputs = inputs;
    for (int i = 0; i < GUARD_ARRAYS; i++)
        g->at[i] = g->memory[i] + (GUARD_MARGIN + (shape >> 8 * i & (GUARD_SHIFTS - 1))) * format->size;
    for (int i = 0; i < inputs; i++)
        memset(g->memory[i], FILLING, used(g));
}

void guard_seal(struct guard *g)
{
    for (int i = 0; i < g->inputs; i++)
        memcpy(g->kept[i], g->memory[i], used(g));
}

void guard_load(struct guard *g, const struct format *format, size_t n, const void *x, const void *y,
                uint64_t shape)
{
    guard_place(g, format, n, y ? 2 : 1, shape);
    memcpy(g->at[GUARD_X], x, n * format->size);
    if (y)
        memcpy(g->at[GUARD_Y], y, n * format->size);
    guard_seal(g);
}

/* A call on its way: whose faults, and where. */
struct watch {
    struct guard *guard;
    struct faults *faults;
    enum fault_stage stage;
    uint64_t block;
};

/* The call, at an element. */
static struct fault_at place_of(const struct watch *w, int64_t index)
{
    const struct guard *g = w->guard;
    struct fault_at at = {w->stage, w->block, g->n, index, {(double)NAN, 0}, 0, 0, 0};
    if (index >= 0 && (size_t)index < g->n)
        at.input = (struct input){format_load(g->format, g->at[GUARD_X], (size_t)index),
                                  g->inputs == 2 ? format_load(g->format, g->at[GUARD_Y], (size_t)index) : 0};
    return at;
}

static void add(const struct watch *w, enum fault fault, int64_t index, unsigned parts)
{
    struct fault_at at = place_of(w, index);
    at.parts = parts;
    faults_add(w->faults, fault, &at, 1);
}

/* What a foreign kernel's program did. */
static void add_outcome(const struct watch *w, const struct call_outcome *outcome)
{
    for (size_t i = 0; i < outcome->troubles; i++)
        add(w, outcome->trouble[i].fault, outcome->trouble[i].index, outcome->trouble[i].parts);
    w->guard->unanswered = outcome->unanswered;
    w->guard->is_unanswered = outcome->unanswered > 0 ? outcome->is_unanswered : NULL;
}

static void add_difference(const struct watch *w, size_t i, double now, double before)
{
    struct fault_at at = place_of(w, (int64_t)i);
    at.got = now;
    at.before = before;
    faults_add(w->faults, FAULT_STATE, &at, 1);
}

/* Whether all bytes are the filling. */
static bool is_filled(const char *bytes, size_t size, int filling)
{
    return size == 0 || ((unsigned char)bytes[0] == filling && memcmp(bytes, bytes + 1, size - 1) == 0);
}

/* The first byte that is not. */
static size_t first_other(const char *bytes, size_t size, int filling)
{
    size_t i = 0;
    while (i < size && (unsigned char)bytes[i] == filling)
        i++;
    return i;
}

/* What lies around an output. */
static void check_around(const struct watch *w, int array, int filling)
{
    const struct guard *g = w->guard;
    const char *memory = g->memory[array], *at = g->at[array], *end = at + g->n * g->format->size;
    size_t before = (size_t)(at - memory), after = used(g) - (size_t)(end - memory);
    if (!is_filled(end, after, filling))
        add(w, FAULT_OVERRUN, (int64_t)(g->n + first_other(end, after, filling) / g->format->size), 0);
    else if (!is_filled(memory, before, filling)) /* counted downwards from the array */
        add(w, FAULT_OVERRUN,
            (int64_t)(first_other(memory, before, filling) / g->format->size) -
                (int64_t)(before / g->format->size),
            0);
}

/* What was written into an input, or around it. */
static void check_input(const struct watch *w, int array)
{
    struct guard *g = w->guard;
    if (memcmp(g->memory[array], g->kept[array], used(g)) == 0)
        return;
    size_t i = 0;
    while (g->memory[array][i] == g->kept[array][i])
        i++;
    memcpy(g->memory[array], g->kept[array], used(g));
    int64_t index = (int64_t)(i / g->format->size) -
                    (int64_t)((size_t)(g->at[array] - g->memory[array]) / g->format->size);
    add(w, index >= 0 && (size_t)index < g->n ? FAULT_INPUTS : FAULT_OVERRUN, index, 0);
}

static void run_kernel(const struct guard *g, const void *what)
{
    const struct ganloss_kernel *code = what;
    if (g->format == &formats[F32])
        code->f32(g->n, (float *)g->at[GUARD_X], g->inputs == 2 ? (float *)g->at[GUARD_Y] : NULL,
                  (float *)g->at[GUARD_LOSS], (float *)g->at[GUARD_GRAD]);
    else
        code->f64(g->n, (double *)g->at[GUARD_X], g->inputs == 2 ? (double *)g->at[GUARD_Y] : NULL,
                  (double *)g->at[GUARD_LOSS], (double *)g->at[GUARD_GRAD]);
}

static void call(const struct watch *w, const struct guarded *guarded, int filling)
{
    struct guard *g = w->guard;
    const struct environment usual = environment_usual();
    for (int i = GUARD_LOSS; i < GUARD_ARRAYS; i++)
        memset(g->memory[i], filling, used(g));
    call_forget();
    guarded->run(g, guarded->what);
    add_outcome(w, call_outcome());
    struct environment now = environment_now();
    unsigned parts = environment_difference(&now, &usual);
    if (parts) {
        environment_set(&usual);
        add(w, FAULT_ENVIRONMENT, 0, parts);
    }
    for (int i = GUARD_LOSS; i < GUARD_ARRAYS; i++)
        check_around(w, i, filling);
    for (int i = 0; i < g->inputs; i++)
        check_input(w, i);
}

/* Whether an element of an output is the filling, so that it may be unwritten. */
static bool any_untouched(const struct guard *g, unsigned outputs)
{
    uint32_t any = 0;
    for (int k = 0; k < OUTPUTS; k++)
        if (!(outputs >> k & 1)) {
            continue;
        } else if (g->format == &formats[F32]) {
            const uint32_t *bits = (const uint32_t *)(const void *)g->at[GUARD_LOSS + k];
#pragma omp simd reduction(| : any)
            for (size_t i = 0; i < g->n; i++)
                any |= bits[i] == UINT32_MAX;
        } else {
            const uint64_t *bits = (const uint64_t *)(const void *)g->at[GUARD_LOSS + k];
#pragma omp simd reduction(| : any)
            for (size_t i = 0; i < g->n; i++)
                any |= bits[i] == UINT64_MAX;
        }
    return any;
}

/* Copies of both outputs. */
static void keep(char *kept[OUTPUTS], const struct guard *g)
{
    for (int k = 0; k < OUTPUTS; k++) {
        kept[k] = allocate(g->n, g->format->size);
        memcpy(kept[k], g->at[GUARD_LOSS + k], g->n * g->format->size);
    }
}

static void put_back(char *kept[OUTPUTS], const struct guard *g)
{
    for (int k = 0; k < OUTPUTS; k++) {
        memcpy(g->at[GUARD_LOSS + k], kept[k], g->n * g->format->size);
        free(kept[k]);
    }
}

/* Calls once more, onto the other filling: what was the first and now is the second, or a number made of it,
   is unwritten. Such results are NaN in what is judged. */
static void call_again(const struct watch *w, const struct guarded *guarded)
{
    struct guard *g = w->guard;
    size_t size = g->format->size, first = g->n;
    char *before[OUTPUTS];
    keep(before, g);
    call(w, guarded, OTHER_FILLING);
    for (int k = 0; k < OUTPUTS; k++)
        for (size_t i = 0; i < g->n && guarded->outputs >> k & 1 && g->unanswered == 0; i++)
            if (is_filled(before[k] + i * size, size, FILLING) &&
                !isnan(format_load(g->format, g->at[GUARD_LOSS + k], i)))
                first = i < first ? i : first;
    put_back(before, g);
    g->unanswered = 0;
    g->is_unanswered = NULL;
    if (first < g->n)
        add(w, FAULT_UNWRITTEN, (int64_t)first, 0);
}

void guard_run(struct guard *g, const struct guarded *guarded, struct faults *faults, enum fault_stage stage,
               uint64_t block)
{
    struct watch w = {g, faults, stage, block};
    g->missing = 0;
    call(&w, guarded, FILLING);
    if (g->unanswered == 0 && any_untouched(g, guarded->outputs))
        call_again(&w, guarded);
}

void guard_call(struct guard *g, const struct ganloss_kernel *code, struct faults *faults,
                enum fault_stage stage, uint64_t block)
{
    const struct foreign *foreign = slots_foreign(code);
    unsigned missing = foreign ? foreign->kernel.missing : 0;
    guard_run(g, &(struct guarded){run_kernel, code, (1U << LOSS | 1U << GRAD) & ~missing}, faults, stage,
              block);
    g->missing = missing;
}

bool guard_has(const struct guard *g, int output, size_t i)
{
    return !(g->missing >> output & 1) && !(g->is_unanswered && g->is_unanswered[i]);
}

void guard_call_twice(struct guard *g, const struct ganloss_kernel *code, struct faults *faults,
                      enum fault_stage stage, uint64_t block)
{
    struct watch w = {g, faults, stage, block};
    char *before[OUTPUTS];
    guard_call(g, code, faults, stage, block);
    if (g->unanswered > 0)
        return;
    keep(before, g);
    call(&w, &(struct guarded){run_kernel, code, 0}, FILLING);
    for (int k = 0; k < OUTPUTS; k++) {
        if (memcmp(before[k], g->at[GUARD_LOSS + k], g->n * g->format->size) == 0)
            continue;
        for (size_t i = 0; i < g->n && guard_has(g, k, i); i++) {
            double now = format_load(g->format, g->at[GUARD_LOSS + k], i);
            double first = format_load(g->format, before[k], i);
            if (guard_differs(now, first))
                add_difference(&w, i, now, first);
        }
    }
    put_back(before, g);
    g->unanswered = 0; /* of the first call, all were answered */
    g->is_unanswered = NULL;
}

bool guard_differs(double a, double b)
{
    return !(isnan(a) && isnan(b)) && (a != b || !signbit(a) != !signbit(b));
}
