#include "harness/batch/given.h"

#include "harness/base/allocate.h"
#include "harness/base/interrupt.h"
#include "harness/base/progress.h"
#include "harness/batch/grad.h"
#include "harness/batch/mean.h"
#include "harness/batch/run.h"
#include "harness/foreign/call.h"
#include "harness/foreign/slots.h"
#include "harness/judge/guard.h"
#include "harness/ranks/ranks.h"
#include "harness/record/fail_on.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What results hold before a call: a NaN in either format and, where that may be a result, a number. */
enum { FILLING = 0xff, OTHER_FILLING = 0x7f };

/* Up to this size rows run in parallel, each with arrays of its own. */
static const size_t small = ((size_t)1 << 20) + 1;

/* The arrays of a row's calls: x, y, loss, grad, each shifted by some elements. */
enum { ARRAYS = 4, SHIFTS = 16 };
struct arrays {
    char *memory[ARRAYS], *at[ARRAYS];
};

static struct arrays make_arrays(const struct batch_scan *scan, size_t n, const size_t shift[ARRAYS])
{
    size_t size = scan->source.group->format->size;
    struct arrays a;
    for (int i = 0; i < ARRAYS; i++) {
        size_t bytes = ((i == 2 ? 1 : n) + SHIFTS) * size;
        a.memory[i] = allocate_aligned(CACHE_LINE, (bytes + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE, 1);
        a.at[i] = a.memory[i] + shift[i] * size;
    }
    memcpy(a.at[0], scan->x, n * size);
    if (scan->y)
        memcpy(a.at[1], scan->y, n * size);
    return a;
}

static void free_arrays(struct arrays *a)
{
    for (int i = 0; i < ARRAYS; i++)
        free(a->memory[i]);
}

/* Asks for the mean and its gradient once; false: there was no answer. */
static bool call(const struct batch_subject *s, struct arrays *a, size_t n, int filling)
{
    size_t size = s->choice->format->size;
    memset(a->at[2], filling, size);
    memset(a->at[3], filling, n * size);
    call_forget();
    call_foreign(slots_foreign(s->choice->kernel->code), n, a->at[0], s->scan->y ? a->at[1] : NULL, a->at[2],
                 a->at[3]);
    bool answered = call_outcome()->unanswered == 0;
    batch_mean_check_answers(s, n);
    return answered;
}

/* Of a row's two calls: the mean is element -1, the gradients follow. */
static void read_pair(double pair[2], const struct batch_subject *s, struct arrays *const of[2], int64_t i)
{
    for (int k = 0; k < 2; k++)
        pair[k] = format_load(s->choice->format, of[k]->at[i < 0 ? 2 : 3], i < 0 ? 0 : (size_t)i);
}

/* The first result that differs between two calls; n: none does. */
static int64_t first_different(const struct batch_subject *s, struct arrays *const of[2], size_t n)
{
    double pair[2];
    for (int64_t i = choice_has(s->choice, LOSS) ? -1 : 0; i < (choice_has(s->choice, GRAD) ? (int64_t)n : 0);
         i++) {
        read_pair(pair, s, of, i);
        if (guard_differs(pair[0], pair[1]))
            return i;
    }
    return (int64_t)n;
}

static void add_difference(const struct batch_subject *s, struct arrays *const of[2], enum fault fault,
                           size_t n, int64_t i)
{
    double pair[2];
    struct fault_at at = {STAGE_MEANS, 0, n, i, {(double)NAN, 0}, 0, 0, 0};
    read_pair(pair, s, of, i);
    at.before = pair[0];
    at.got = pair[1];
    if (i >= 0)
        at.input = (struct input){format_load(s->choice->format, s->scan->x, (size_t)i),
                                  s->scan->y ? format_load(s->choice->format, s->scan->y, (size_t)i) : 0};
#pragma omp critical(batch_faults)
    faults_add(s->faults, fault, &at, 1);
}

static bool is_filled(const char *bytes, size_t size, int filling)
{
    return (unsigned char)*bytes == filling && memcmp(bytes, bytes + 1, size - 1) == 0;
}

/* Of two calls, whose results held other bytes before: whether result i is there in neither. */
static bool is_unwritten(const struct batch_subject *s, struct arrays *const of[2], int64_t i)
{
    size_t size = s->choice->format->size, at = i < 0 ? 0 : (size_t)i * size;
    int array = i < 0 ? 2 : 3;
    return is_filled(of[0]->at[array] + at, size, FILLING) &&
           is_filled(of[1]->at[array] + at, size, OTHER_FILLING);
}

/* Called again at the same places, its results are to be the same. Returns whether they are. */
static bool check_again(const struct batch_subject *s, struct arrays *const of[2], size_t n)
{
    int64_t i = first_different(s, of, n);
    if (i == (int64_t)n)
        return true;
    if (is_unwritten(s, of, i))
        batch_mean_add_fault(s, FAULT_UNWRITTEN, n, i, 0);
    else
        add_difference(s, of, FAULT_STATE, n, i);
    return false;
}

/* Calls it twice at the same places, and once at others. False: it did not answer each time. */
static bool ask(struct batch_given_row *row, const struct batch_subject *s, struct arrays *first)
{
    static const size_t none[ARRAYS] = {0}, others[ARRAYS] = {1, 2, 5, 3};
    size_t n = row->n, size = s->choice->format->size;
    struct arrays kept = make_arrays(s->scan, n, none), elsewhere;
    bool answered = call(s, first, n, FILLING);
    memcpy(kept.at[2], first->at[2], size);
    memcpy(kept.at[3], first->at[3], n * size);
    answered = answered && call(s, first, n, OTHER_FILLING);
    if (answered && check_again(s, (struct arrays *[]){&kept, first}, n)) {
        elsewhere = make_arrays(s->scan, n, others);
        answered = call(s, &elsewhere, n, FILLING);
        struct arrays *const of[] = {first, &elsewhere};
        int64_t i = answered ? first_different(s, of, n) : (int64_t)n;
        row->moved = i < (int64_t)n;
        if (row->moved)
            add_difference(s, of, FAULT_POSITION, n, i);
        free_arrays(&elsewhere);
    }
    free_arrays(&kept);
    return answered;
}

/* What of a mean is in a class that cancellation does not explain, as a set of record/fail_on.h. */
static unsigned classes_of(const struct batch_given_row *row)
{
    const struct error *e = &row->error.error;
    bool named = error_class_names[e->class] && !row->error.explained;
    unsigned lost = e->lost && !row->error.explained ? 1U << FAIL_ON_LOST : 0;
    return (named ? 1U << e->class : 0) | lost | row->grad.classes |
           (row->moved ? 1U << FAIL_ON_POSITION : 0);
}

static void judge(struct batch_given_row *row)
{
    const struct choice *c = &row->choice;
    const struct batch_mean_error *e = &row->error;
    double loss = choice_bound(c, LOSS), grad = choice_bound(c, GRAD);
    unsigned first_class = 1U << ZERO_SIGN | 1U << FAIL_ON_POSITION;
    if (isfinite(loss) &&
        ((error_class_is_failure(e->error.class) && !e->explained) || e->of_magnitudes > (long double)loss))
        row->faults |= 1U << GIVEN_MEAN;
    if (isfinite(grad) && (row->grad.classed > 0 || row->grad.ulp > (long double)grad))
        row->faults |= 1U << GIVEN_GRAD;
    row->met = c->fail_on & classes_of(row);
    if (row->met)
        row->faults |= 1U << GIVEN_NAMED;
    if (choice_is_first_class(c) && first_class & classes_of(row))
        row->faults |= 1U << GIVEN_FIRST;
    if (e->open > 0x1p-8)
        row->faults |= 1U << GIVEN_OPEN;
}

static void measure_row(struct batch_given_row *row, const struct batch_subject *s, double sign, size_t size)
{
    static const size_t none[ARRAYS] = {0};
    struct arrays arrays = make_arrays(s->scan, row->n, none);
    struct batch_exact exact = s->scan->exact[size];
    if (sign < 0)
        exact.sum = exact_sum_negated(&exact.sum);
    if (ask(row, s, &arrays)) {
        row->mean = format_load(s->choice->format, arrays.at[2], 0);
        row->error = batch_mean_error(row->mean, &exact, row->n, &row->choice);
        row->grad = batch_grad_alone(s->choice, row->n, arrays.at[3], &s->scan->gradients, sign);
        judge(row);
        row->done = true;
    } else if (!interrupted()) {
        row->unanswered = true;
    }
    free_arrays(&arrays);
}

static void measure(void *to, const struct batch_scan *scan, const struct group_member *member, size_t regime)
{
    struct batch_given *given = to;
    const struct batch_plan *plan = scan->plan;
    struct batch_given_row *rows = &given->at[(member->index * plan->regimes + regime) * plan->sizes];
    const struct batch_subject subject = {&plan->selection->at[member->index], scan,
                                          &given->faults[member->index]};
#pragma omp parallel for schedule(dynamic) if (scan->reached > 0 && scan->size[scan->reached - 1] <= small)
    for (size_t largest_first = 0; largest_first < scan->reached; largest_first++) {
        size_t s = scan->reached - 1 - largest_first;
        if (!interrupted())
            measure_row(&rows[s], &subject, member->sign, s);
        progress_add(rows[s].n);
    }
}

/* Where it does more than return results, no mean of it is believed. An error that it raised is about its batch alone. */
static void bar_faulty(struct batch_given *given)
{
    for (size_t i = 0; i < given->count; i++) {
        struct faults faults = given->faults[i / (given->count / given->kernels)];
        faults.of[FAULT_RAISED].count = 0;
        if (given->at[i].done && faults_fail(&faults)) {
            given->at[i].done = false;
            given->at[i].barred = true;
        }
    }
}

/* As batch_run() does (run.c). */
static void take_rows(void *to, const void *bytes, size_t size)
{
    struct batch_given *given = to;
    for (size_t i = 0; i < size / sizeof *given->at; i++) {
        struct batch_given_row row, *own = &given->at[i];
        memcpy(&row, (const char *)bytes + i * sizeof row, sizeof row);
        row.choice = own->choice;
        row.regime = own->regime;
        if (row.done || row.barred || row.unanswered)
            *own = row;
    }
}

void batch_given_run(struct batch_given *given, const struct batch_plan *plan)
{
    size_t members = plan->selection->count, count = members * plan->regimes * plan->sizes;
    *given = (struct batch_given){.at = allocate(count, sizeof *given->at),
                                  .faults = allocate(members, sizeof *given->faults),
                                  .kernels = members};
    memset(given->faults, 0, members * sizeof *given->faults);
    for (size_t c = 0; c < members; c++)
        for (size_t r = 0; r < plan->regimes; r++)
            for (size_t s = 0; s < plan->sizes; s++)
                given->at[given->count++] = (struct batch_given_row){.choice = plan->selection->at[c],
                                                                     .regime = plan->regime[r],
                                                                     .n = plan->size[r * plan->sizes + s]};
    batch_each(plan, 1, measure, given);
    ranks_gather(given->at, given->count * sizeof *given->at, take_rows, given);
    batch_gather_faults(given->faults, given->kernels);
    bar_faulty(given);
}

void batch_given_free(struct batch_given *given)
{
    free(given->at);
    free(given->faults);
    *given = (struct batch_given){0};
}
