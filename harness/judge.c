#include "judge.h"

#include "fail.h"
#include "interrupt.h"
#include "modes.h"
#include "progress.h"

#include <omp.h>
#include <stdlib.h>
#include <string.h>

/* Cases pass through in blocks: one reference pass, then every kernel of the group. */
enum { BLOCK = 256, OWN_FORMULAS = 4 };

/* Kernels whose terms have the same exact values up to sign, in one format, and their cases. */
struct group {
    struct formula formula; /* of positive weight */
    const struct format *format;
    enum space space;
    int operands;
    struct cases cases;
    size_t *member, members; /* indices into the selection */
};

static bool same_group(const struct group *g, const struct choice *c)
{
    const struct formula *f = reference_ideal(c->kernel->term);
    return g->format == c->format && g->formula.evaluate == f->evaluate && g->space == c->kernel->term->space &&
           g->operands == c->kernel->term->operands && g->formula.weight == fabs(f->weight) &&
           (g->formula.label == f->label || g->operands == 2);
}

static size_t make_groups(struct group groups[], const struct selection *selection, const struct plan *plan)
{
    size_t count = 0;
    for (size_t i = 0; i < selection->count; i++) {
        const struct choice *c = &selection->at[i];
        size_t g = 0;
        while (g < count && !same_group(&groups[g], c))
            g++;
        if (g == count) {
            const struct term *t = c->kernel->term;
            groups[count++] = (struct group){
                .formula = *reference_ideal(t),
                .format = c->format,
                .space = t->space,
                .operands = t->operands,
                .cases = cases_make(t->space, t->operands, c->format, plan->level, plan->seed),
                .member = allocate(selection->count, sizeof(size_t)),
            };
            groups[g].formula.weight = fabs(groups[g].formula.weight);
            if (plan->worst)
                worst_prepend(&groups[g].cases, plan->worst, t, c->format);
        }
        groups[g].member[groups[g].members++] = i;
    }
    return count;
}

/* What one thread works with. */
struct workspace {
    struct want ideal[BLOCK][OUTPUTS];
    struct {
        evaluator *evaluate;
        struct want want[BLOCK][OUTPUTS];
    } own[OWN_FORMULAS];
    double x[BLOCK], target[BLOCK], out[OUTPUTS][BLOCK]; /* in the format */
};

static void find_wants(struct want want[][OUTPUTS], const struct formula *f, const struct group *group,
                       size_t start, size_t n)
{
    for (size_t i = 0; i < n; i++)
        reference(&want[i][LOSS], &want[i][GRAD], f, group->format, group->cases.x[start + i],
                  group->cases.target ? group->cases.target[start + i] : 0);
}

/* The own formula's exact values on this block: found when the first kernel asks. */
static struct want (*own_wants(struct workspace *space, const struct formula *own, const struct group *group,
                               size_t start, size_t n))[OUTPUTS]
{
    size_t k = 0;
    while (space->own[k].evaluate && space->own[k].evaluate != own->evaluate)
        k++;
    if (!space->own[k].evaluate) {
        struct formula positive = *own;
        positive.weight = fabs(own->weight);
        find_wants(space->own[k].want, &positive, group, start, n);
        space->own[k].evaluate = own->evaluate;
    }
    return space->own[k].want;
}

static void compare(struct output_summary to[OUTPUTS], struct want want[][OUTPUTS], double weight,
                    const struct workspace *space, const struct group *group, size_t start, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct input input = {group->cases.x[start + i], group->cases.target ? group->cases.target[start + i] : 0};
        for (int k = 0; k < OUTPUTS; k++) {
            struct want w = weight < 0 ? want_negated(&want[i][k]) : want[i][k];
            summary_add(&to[k], group->space, &input, format_load(group->format, space->out[k], i), &w);
        }
    }
}

static void judge_block(struct summary summaries[], struct workspace *space, const struct selection *selection,
                        const struct group *group, size_t start, bool modes)
{
    size_t n = group->cases.count - start < BLOCK ? group->cases.count - start : BLOCK;
    for (size_t i = 0; i < n; i++) {
        format_store(group->format, space->x, i, group->cases.x[start + i]);
        format_store(group->format, space->target, i, group->cases.target ? group->cases.target[start + i] : 0);
    }
    for (int k = 0; k < OWN_FORMULAS; k++)
        space->own[k].evaluate = NULL;
    find_wants(space->ideal, &group->formula, group, start, n);

    for (size_t m = 0; m < group->members; m++) {
        size_t index = group->member[m];
        const struct choice *choice = &selection->at[index];
        double weight = reference_ideal(choice->kernel->term)->weight;
        struct formula own;
        const double *label = group->operands == 2 ? space->target : NULL;
        choice_run(choice, n, space->x, label, space->out[LOSS], space->out[GRAD]);
        summaries[index].inputs += n;
        compare(summaries[index].ideal, space->ideal, weight, space, group, start, n);
        if (reference_own(&own, choice->kernel->term, choice->kernel->code->variant))
            compare(summaries[index].own, own_wants(space, &own, group, start, n), weight, space, group, start, n);
        if (modes)
            modes_add(&summaries[index].modes, choice, n, space->x, label, space->ideal, weight < 0);
    }
}

struct task {
    const struct group *group;
    size_t start;
};

static struct task *make_tasks(const struct group groups[], size_t count, size_t *tasks)
{
    *tasks = 0;
    for (size_t g = 0; g < count; g++)
        *tasks += (groups[g].cases.count + BLOCK - 1) / BLOCK;
    struct task *task = allocate(*tasks, sizeof *task);
    size_t k = 0;
    for (size_t g = 0; g < count; g++)
        for (size_t start = 0; start < groups[g].cases.count; start += BLOCK)
            task[k++] = (struct task){&groups[g], start};
    return task;
}

static void clear(struct summary summaries[], size_t count)
{
    memset(summaries, 0, count * sizeof *summaries);
}

bool judge(struct summary summaries[], const struct selection *selection, const struct plan *plan)
{
    struct group *groups = allocate(selection->count, sizeof *groups);
    size_t count = make_groups(groups, selection, plan), tasks;
    struct task *task = make_tasks(groups, count, &tasks);

    clear(summaries, selection->count);
    progress_start("blocks", tasks / plan->shards, plan->quiet);
#pragma omp parallel num_threads(plan->jobs > 0 ? plan->jobs : omp_get_num_procs())
    {
        struct summary *mine = allocate(selection->count, sizeof *mine);
        struct workspace *space = allocate(1, sizeof *space);
        clear(mine, selection->count);
#pragma omp for schedule(dynamic)
        for (size_t k = 0; k < tasks; k++) {
            if (interrupted() || k % plan->shards != plan->shard)
                continue;
            judge_block(mine, space, selection, task[k].group, task[k].start, plan->modes);
            progress_add(1);
        }
#pragma omp critical(judge)
        for (size_t i = 0; i < selection->count; i++)
            summary_merge(&summaries[i], &mine[i]);
        free(space);
        free(mine);
        reference_thread_end();
    }
    progress_end();
    for (size_t g = 0; g < count; g++) {
        cases_free(&groups[g].cases);
        free(groups[g].member);
    }
    free(groups);
    free(task);
    return !interrupted();
}
