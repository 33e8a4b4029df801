#include "harness/grade/grade_cases.h"

#include "harness/base/allocate.h"
#include "harness/base/interrupt.h"
#include "harness/base/progress.h"
#include "harness/judge/guard.h"
#include "harness/judge/judge.h"

#include <math.h>
#include <stdlib.h>

static enum status read_part(struct grading *g, struct grading_part *p, size_t number)
{
    enum status status = grading_part_begin(p, number);
    if (status != STATUS_OK)
        return status;
    for (size_t from = 0, n; from < p->part.count && status == STATUS_OK; from += n) {
        n = p->part.count - from < CHUNK ? p->part.count - from : CHUNK;
        status = grading_part_read(p, from, n);
        for (int k = 0; k < OUTPUTS && status == STATUS_OK; k++)
            for (size_t i = 0; i < n && g->got[k]; i++)
                g->got[k][p->part.start + from + i] = format_load(g->inputs.asked.format, p->got[k], i);
    }
    enum status ended = grading_part_end(p, status == STATUS_OK);
    return status == STATUS_OK ? ended : status;
}

enum status grade_cases_read(struct grading *g)
{
    bool told = false;
    struct grading_part *p = grading_part_make(g, &told);
    enum status status = STATUS_OK;
    for (int k = 0; k < OUTPUTS; k++)
        if (choice_has(&g->choice, (enum output)k))
            g->got[k] = allocate(g->inputs.cases.count, sizeof *g->got[k]);
    for (size_t number = g->inputs.float_parts; number < g->inputs.parts && status == STATUS_OK; number++)
        status = read_part(g, p, number);
    grading_part_free(p);
    return status;
}

static struct input input_of(const struct cases *cases, size_t i)
{
    return (struct input){cases->x[i], cases->target ? cases->target[i] : 0};
}

static void grade_one(struct summary *summary, const struct grading *g, size_t i)
{
    const struct inputs *in = &g->inputs;
    struct input at = input_of(&in->cases, i);
    struct want want[OUTPUTS];
    reference(&want[LOSS], &want[GRAD], &in->group.formula, in->asked.format, at.x, at.target);
    for (int k = 0; k < OUTPUTS; k++) {
        struct want w = in->sign < 0 ? want_negated(&want[k]) : want[k];
        if (g->got[k])
            summary_add(&summary->ideal[k], in->group.space, &at, g->got[k][i], &w);
    }
    summary->inputs++;
}

/* Indices in the order of their inputs, equal ones in that of the cases. */
static int compare_indices(const void *a, const void *b, void *cases)
{
    size_t i = *(const size_t *)a, j = *(const size_t *)b;
    struct input x = input_of(cases, i), y = input_of(cases, j);
    if (input_before(&x, &y) || input_before(&y, &x))
        return input_before(&x, &y) ? -1 : 1;
    return i < j ? -1 : i > j;
}

/* The same input at two places. */
static void compare_answers(struct faults *faults, const struct grading *g, size_t first, size_t i)
{
    for (int k = 0; k < OUTPUTS; k++) {
        const double *got = g->got[k];
        if (!got || !guard_differs(got[i], got[first]))
            continue;
        const struct fault_at at = {.stage = STAGE_CASES,
                                    .block = i / JUDGE_BLOCK,
                                    .n = g->inputs.cases.count,
                                    .index = (int64_t)i,
                                    .input = input_of(&g->inputs.cases, i),
                                    .got = got[i],
                                    .before = got[first]};
        faults_add(faults, FAULT_POSITION, &at, 1);
    }
}

static void compare_places(struct faults *faults, const struct grading *g)
{
    struct cases cases = g->inputs.cases;
    size_t *order = allocate(cases.count, sizeof *order);
    for (size_t i = 0; i < cases.count; i++)
        order[i] = i;
    qsort_r(order, cases.count, sizeof *order, compare_indices, &cases);
    for (size_t i = 0, first = 0; i < cases.count; i++) {
        struct input a = input_of(&cases, order[first]), b = input_of(&cases, order[i]);
        if (input_before(&a, &b) || isnan(b.x)) /* NaNs differ in bits that are not shown */
            first = i;
        else if (i != first)
            compare_answers(faults, g, order[first], order[i]);
    }
    free(order);
}

void grade_cases(struct summary *summary, const struct grading *g)
{
#pragma omp parallel
    {
        struct summary mine = {0};
#pragma omp for schedule(dynamic, JUDGE_BLOCK)
        for (size_t i = 0; i < g->inputs.cases.count; i++) {
            if (interrupted())
                continue;
            grade_one(&mine, g, i);
            progress_add(1);
        }
#pragma omp critical(grade)
        summary_merge(summary, &mine);
        reference_thread_end();
    }
    compare_places(&summary->faults, g);
}
