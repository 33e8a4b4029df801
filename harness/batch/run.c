/* run.c -- every row: group by group and regime by regime. */
#include "harness/batch/run.h"

#include "harness/base/allocate.h"
#include "harness/base/interrupt.h"
#include "harness/base/progress.h"
#include "harness/base/timing.h"
#include "harness/batch/exact.h"
#include "harness/batch/measure.h"
#include "harness/batch/scan.h"
#include "harness/ranks/ranks.h"
#include "harness/selection/group.h"

#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static size_t reductions_of(const struct batch_plan *plan)
{
    size_t count = 0;
    for (int r = 0; r < GANLOSS_REDUCTIONS; r++)
        count += plan->reduction[r] ? 1 : 0;
    return count;
}

static void make_rows(struct batch_rows *rows, const struct batch_plan *plan)
{
    size_t count = plan->selection->count * plan->regimes * reductions_of(plan) * plan->sizes;
    size_t members = plan->selection->count;
    *rows = (struct batch_rows){.at = allocate(count, sizeof *rows->at),
                                .classes = allocate(members * plan->regimes, sizeof *rows->classes),
                                .class_count = members * plan->regimes,
                                .faults = allocate(members, sizeof *rows->faults),
                                .kernels = members};
    memset(rows->classes, 0, members * plan->regimes * sizeof *rows->classes);
    memset(rows->faults, 0, members * sizeof *rows->faults);
    for (size_t c = 0; c < plan->selection->count; c++)
        for (size_t r = 0; r < plan->regimes; r++)
            for (int k = 0; k < GANLOSS_REDUCTIONS; k++)
                for (size_t s = 0; s < plan->sizes && plan->reduction[k]; s++)
                    rows->at[rows->count++] = (struct batch_row){.choice = plan->selection->at[c],
                                                                 .regime = plan->regime[r],
                                                                 .n = plan->size[r * plan->sizes + s],
                                                                 .reduction = (enum ganloss_reduction)k};
}

static void measure_member(void *to, const struct batch_scan *scan, const struct group_member *member,
                           size_t regime)
{
    struct batch_rows *rows = to;
    const struct batch_plan *plan = scan->plan;
    struct batch_row *of[GANLOSS_REDUCTIONS] = {NULL};
    struct batch_row *next =
        &rows->at[(member->index * plan->regimes + regime) * reductions_of(plan) * plan->sizes];
    for (int k = 0; k < GANLOSS_REDUCTIONS; k++)
        if (plan->reduction[k]) {
            of[k] = next;
            next += plan->sizes;
        }
    batch_measure(of, &rows->classes[member->index * plan->regimes + regime], &rows->faults[member->index],
                  member, scan);
}

/* How many inputs the progress counts: the exact terms, and what the batch kernels read. */
static size_t work(const struct batch_plan *plan, const struct group *group, size_t regime, size_t calls)
{
    const size_t *size = plan->size + regime * plan->sizes;
    size_t total = size[plan->sizes - 1], rows = 0;
    for (size_t s = 0; s < plan->sizes; s++)
        rows += size[s];
    return total + rows * calls * group->members;
}

/* What is done with each kernel of a group, once its exact terms are there. */
struct measurer {
    batch_measurer *measure;
    void *to;
    size_t calls;
};

/* Returns the ns that the exact terms took. */
static double run_group(const struct measurer *m, const struct batch_plan *plan, const struct group *group,
                        size_t regime, const struct exact_source *source, double share)
{
    struct batch_scan scan;
    int64_t start = timing_now();
    char id[ID_SIZE], what[ID_SIZE + 96];
    choice_id(id, &plan->selection->at[group->member[0].index]);
    snprintf(what, sizeof what, "inputs of %s%s, %s%s", id, group->members > 1 ? " and its like" : "",
             plan->regime[regime]->name, exact_source_is_slow(source) ? " (exact by MPFR)" : "");
    progress_start(what, work(plan, group, regime, m->calls), plan->quiet);
    batch_scan_start(&scan, plan, regime, source, share);
    double taken = (double)(timing_now() - start);
    for (size_t i = 0; i < group->members && !interrupted(); i++)
        m->measure(m->to, &scan, &group->member[i], regime);
    batch_scan_end(&scan);
    progress_end();
    return taken;
}

/* Of a kernel that turned out to do more than return results, what was measured before is not believed
   either. */
static void bar_faulty(struct batch_rows *rows)
{
    for (size_t i = 0; i < rows->count; i++)
        if (rows->at[i].done && faults_fail(&rows->faults[i * rows->kernels / rows->count])) {
            rows->at[i].done = false;
            rows->at[i].barred = true;
        }
    for (size_t i = 0; i < rows->class_count; i++)
        if (faults_fail(&rows->faults[i * rows->kernels / rows->class_count]))
            rows->classes[i] = (struct batch_classes){0};
}

static void free_caches(void)
{
#pragma omp parallel
    reference_thread_end();
}

/* Each group and regime that needs MPFR may take an equal part of the time that is left; so many of them are done at once as
   there are ranks, each by the first that is free. */
void batch_each(const struct batch_plan *plan, size_t calls, batch_measurer *measure, void *to)
{
    const struct measurer m = {measure, to, calls};
    struct group *groups = allocate(plan->selection->count, sizeof *groups);
    size_t count = groups_make(groups, plan->selection), slow = 0;
    double left = plan->seconds * 1e9;
    uint64_t task = 0, mine;
    for (size_t g = 0; g < count; g++) {
        struct exact_source source = exact_source_best(&groups[g]);
        slow += exact_source_is_slow(&source) ? plan->regimes : 0;
    }
    ranks_rewind();
    mine = ranks_take(1);
    for (size_t g = 0; g < count; g++)
        for (size_t r = 0; r < plan->regimes && !interrupted(); r++) {
            struct exact_source source = exact_source_best(&groups[g]);
            double each = (double)ranks_count() / (double)(slow > 0 ? slow : 1);
            slow -= exact_source_is_slow(&source) ? 1 : 0;
            if (task++ != mine)
                continue;
            double taken = run_group(&m, plan, &groups[g], r, &source, left * (each < 1 ? each : 1));
            left -= exact_source_is_slow(&source) ? taken : 0;
            mine = ranks_take(1);
        }
    free_caches();
    ranks_together(true);
    groups_free(groups, count);
    free(groups);
}

/* Rows are of the same program in another process: its addresses are not ours. */
static void take_rows(void *to, const void *bytes, size_t size)
{
    struct batch_rows *rows = to;
    for (size_t i = 0; i < size / sizeof *rows->at; i++) {
        struct batch_row row, *own = &rows->at[i];
        memcpy(&row, (const char *)bytes + i * sizeof row, sizeof row);
        row.choice = own->choice;
        row.regime = own->regime;
        if (row.done || row.barred)
            *own = row;
    }
}

static void take_classes(void *to, const void *bytes, size_t size)
{
    struct batch_classes *own = to, classes;
    for (size_t i = 0; i < size / sizeof classes; i++) {
        memcpy(&classes, (const char *)bytes + i * sizeof classes, sizeof classes);
        if (classes.done)
            own[i] = classes;
    }
}

static void take_faults(void *to, const void *bytes, size_t size)
{
    struct faults *own = to, faults;
    for (size_t i = 0; i < size / sizeof faults; i++) {
        memcpy(&faults, (const char *)bytes + i * sizeof faults, sizeof faults);
        faults_merge(&own[i], &faults);
    }
}

void batch_gather_faults(struct faults faults[], size_t count)
{
    ranks_gather(faults, count * sizeof *faults, take_faults, faults);
}

static void gather_ranks(struct batch_rows *rows)
{
    ranks_gather(rows->at, rows->count * sizeof *rows->at, take_rows, rows);
    ranks_gather(rows->classes, rows->class_count * sizeof *rows->classes, take_classes, rows->classes);
    batch_gather_faults(rows->faults, rows->kernels);
}

void batch_run(struct batch_rows *rows, const struct batch_plan *plan)
{
    make_rows(rows, plan);
    batch_each(plan, reductions_of(plan), measure_member, rows);
    gather_ranks(rows);
    bar_faulty(rows);
}

void batch_free(struct batch_rows *rows)
{
    free(rows->at);
    free(rows->classes);
    free(rows->faults);
    *rows = (struct batch_rows){0};
}
