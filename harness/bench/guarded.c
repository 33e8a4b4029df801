#include "harness/bench/guarded.h"

#include "harness/base/allocate.h"
#include "harness/base/interrupt.h"
#include "harness/base/random.h"
#include "harness/bench/arrays.h"
#include "harness/judge/guard.h"
#include "harness/machine/environment.h"
#include "harness/record/faults_json.h"
#include "harness/record/faults_text.h"
#include "harness/record/rerun.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { GUARDED_MOST = 65536 };

static void run_mean(const struct guard *guard, const void *what)
{
    const struct bench_row *row = what;
    const struct ganloss_kernel *code = row->choice.kernel->code;
    enum ganloss_reduction reduction = (enum ganloss_reduction)row->reduction;
    void *x = guard->at[GUARD_X], *y = guard->inputs == 2 ? guard->at[GUARD_Y] : NULL;
    if (guard->format == &formats[F32])
        ganloss_mean_f32(code->f32, reduction, guard->n, x, y, (float *)(void *)guard->at[GUARD_GRAD]);
    else
        ganloss_mean_f64(code->f64, reduction, guard->n, x, y, (double *)(void *)guard->at[GUARD_GRAD]);
}

static void run_training(const struct guard *guard, const void *what)
{
    const struct bench_row *row = what;
    const struct ganloss_loss *loss = ganloss_loss_find(row->choice.kernel->term->id);
    void *x = guard->at[GUARD_X], *y = guard->inputs == 2 ? guard->at[GUARD_Y] : NULL;
    if (guard->format == &formats[F32])
        ganloss_loss_f32(loss, guard->n, x, y, 1, (float *)(void *)guard->at[GUARD_GRAD]);
    else
        ganloss_loss_f64(loss, guard->n, x, y, 1, (double *)(void *)guard->at[GUARD_GRAD]);
}

/* Begins a call on the beginning of the pool. */
static void place(struct guard *guard, const struct bench *bench, const struct bench_row *row)
{
    const void *y = row->choice.kernel->term->operands == 2 ? bench->arrays.y : NULL;
    guard_load(guard, row->choice.format, row->batch, bench->arrays.x, y,
               random_hash(bench->arrays.seed, row->batch));
}

static void guard_row(struct bench *bench, struct bench_row *row, struct guard *guard, uint64_t number)
{
    struct bench_row beginning = *row;
    const struct ganloss_kernel *code = row->choice.kernel->code;
    beginning.copies = 1;
    beginning.batch = row->batch < GUARDED_MOST ? row->batch : GUARDED_MOST;
    bench_arrays_load(&bench->arrays, &beginning);
    place(guard, bench, &beginning);
    guard_call_twice(guard, code, &row->faults, STAGE_TIMING, number);
    if (row->reduction < 0 || faults_fail(&row->faults)) /* the batch kernel's losses are on the stack */
        return;
    place(guard, bench, &beginning);
    const struct guarded call = {row->reduction == TRAINING ? run_training : run_mean, &beginning,
                                 1U << GRAD};
    guard_run(guard, &call, &row->faults, STAGE_TIMING, number);
}

static bool same_kernel(const struct bench_row *a, const struct bench_row *b)
{
    return a->choice.kernel == b->choice.kernel && a->choice.format == b->choice.format;
}

/* The first row of the same kernel. */
static size_t first_of(const struct bench *bench, size_t i)
{
    size_t first = 0;
    while (!same_kernel(&bench->rows[first], &bench->rows[i]))
        first++;
    return first;
}

/* A kernel's faults are those of all its rows, and take their samples from all. */
static void spread(struct bench *bench)
{
    struct faults *all = allocate(bench->count, sizeof *all); /* of the kernel whose first row it is */
    memset(all, 0, bench->count * sizeof *all);
    for (size_t i = 0; i < bench->count; i++)
        faults_merge(&all[first_of(bench, i)], &bench->rows[i].faults);
    for (size_t i = 0; i < bench->count; i++) {
        struct bench_row *row = &bench->rows[i];
        if (!faults_fail(&all[first_of(bench, i)]))
            continue;
        row->faults = (struct faults){0};
        row->samples = row->iterations = 0;
        row->fails = true;
        row->instructions = (double)NAN;
        if (first_of(bench, i) == i)
            row->faults = all[i];
    }
    free(all);
}

void bench_guard_rows(struct bench *bench, bool after_timing)
{
    struct guard guard = guard_make(GUARDED_MOST);
    for (size_t i = 0; i < bench->count && !interrupted(); i++)
        if (!bench->rows[i].fails && (!after_timing || bench->rows[i].samples > 0))
            guard_row(bench, &bench->rows[i], &guard, i);
    guard_free(&guard);
    spread(bench);
}

void bench_guard_environment(struct bench_row *row)
{
    const struct environment usual = environment_usual(), now = environment_now();
    struct fault_at at = {STAGE_TIMING, 0, row->batch, -1, {(double)NAN, 0}, 0, 0, 0};
    at.parts = environment_difference(&now, &usual);
    if (at.parts) {
        environment_set(&usual);
        faults_add(&row->faults, FAULT_ENVIRONMENT, &at, 1);
    }
}

size_t bench_guard_failed(const struct bench *bench)
{
    size_t failed = 0;
    for (size_t i = 0; i < bench->count; i++)
        failed += bench->rows[i].fails ? 1 : 0;
    return failed;
}

void bench_guard_print(FILE *to, const struct bench *bench)
{
    for (size_t i = 0; i < bench->count; i++) {
        char id[ID_SIZE];
        choice_id(id, &bench->rows[i].choice);
        char *rerun =
            rerun_text(&bench->rows[i].choice, "it is not timed; rerun: ganloss bench '%s' --seed %llu", id,
                       (unsigned long long)bench->arrays.seed);
        faults_print_failures(to, &bench->rows[i].choice, &bench->rows[i].faults, rerun);
        free(rerun);
    }
}

json_t *bench_guard_json(const struct bench *bench)
{
    json_t *section = json_array();
    for (size_t i = 0; i < bench->count; i++)
        faults_json_add(section, &bench->rows[i].choice, &bench->rows[i].faults);
    return section;
}
