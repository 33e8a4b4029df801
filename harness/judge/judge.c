#include "harness/judge/judge.h"

#include "harness/base/allocate.h"
#include "harness/base/interrupt.h"
#include "harness/base/progress.h"
#include "harness/base/random.h"
#include "harness/base/timing.h"
#include "harness/judge/docket.h"
#include "harness/judge/guard.h"
#include "harness/judge/places.h"
#include "harness/judge/rounding.h"
#include "harness/selection/catalogue.h"
#include "harness/selection/group.h"

#include <stdlib.h>
#include <string.h>

/* Cases pass through in blocks: one reference pass, then every kernel of the group. */
enum { BLOCK = JUDGE_BLOCK, OWN_FORMULAS = 4 };

/* What one thread works with. */
struct judge_workspace {
    struct want ideal[BLOCK][OUTPUTS];
    struct {
        evaluator *evaluate;
        struct want want[BLOCK][OUTPUTS];
    } own[OWN_FORMULAS];
    struct guard guard;
};

/* Places a block in memory. Blocks differ in the alignment of each array, by the element, so that a vector
   kernel's unaligned heads are tested, and are the same in every run. */
static void place(struct guard *guard, const struct docket *docket, size_t start, size_t n)
{
    uint64_t state = start / BLOCK;
    guard_place(guard, docket->group.format, n, docket->group.operands, random_next(&state));
    for (size_t i = 0; i < n; i++) {
        format_store(guard->format, guard->at[GUARD_X], i, docket->cases.x[start + i]);
        format_store(guard->format, guard->at[GUARD_Y], i,
                     docket->cases.target ? docket->cases.target[start + i] : 0);
    }
    guard_seal(guard);
}

static void find_wants(struct want want[][OUTPUTS], const struct formula *f, const struct docket *docket,
                       size_t start, size_t n)
{
    for (size_t i = 0; i < n; i++)
        reference(&want[i][LOSS], &want[i][GRAD], f, docket->group.format, docket->cases.x[start + i],
                  docket->cases.target ? docket->cases.target[start + i] : 0);
}

/* The own formula's exact values on this block: found when the first kernel asks. */
static struct want (*own_wants(struct judge_workspace *space, const struct formula *own,
                               const struct docket *docket, size_t start, size_t n))[OUTPUTS]
{
    size_t k = 0;
    while (space->own[k].evaluate && space->own[k].evaluate != own->evaluate)
        k++;
    if (!space->own[k].evaluate) {
        struct formula positive = *own;
        positive.weight = fabs(own->weight);
        find_wants(space->own[k].want, &positive, docket, start, n);
        space->own[k].evaluate = own->evaluate;
    }
    return space->own[k].want;
}

static void compare(struct output_summary to[OUTPUTS], struct want want[][OUTPUTS], double sign,
                    const struct judge_workspace *space, const struct docket *docket, size_t start, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct input input = {docket->cases.x[start + i],
                              docket->cases.target ? docket->cases.target[start + i] : 0};
        for (int k = 0; k < OUTPUTS; k++) {
            if (!guard_has(&space->guard, k, i))
                continue;
            struct want w = sign < 0 ? want_negated(&want[i][k]) : want[i][k];
            summary_add(&to[k], docket->group.space, &input,
                        format_load(docket->group.format, space->guard.at[GUARD_LOSS + k], i), &w);
        }
    }
}

static void judge_block(struct summary summaries[], struct judge_workspace *space,
                        const struct selection *selection, const struct docket *docket, size_t start,
                        bool modes)
{
    size_t n = docket->cases.count - start < BLOCK ? docket->cases.count - start : BLOCK;
    struct guard *guard = &space->guard;
    bool labels = docket->group.operands == 2;
    place(guard, docket, start, n);
    for (int k = 0; k < OWN_FORMULAS; k++)
        space->own[k].evaluate = NULL;
    find_wants(space->ideal, &docket->group.formula, docket, start, n);

    for (size_t m = 0; m < docket->group.members; m++) {
        size_t index = docket->group.member[m].index;
        const struct choice *choice = &selection->at[index];
        double sign = docket->group.member[m].sign;
        struct formula own;
        guard_call(guard, choice->kernel->code, &summaries[index].faults, STAGE_CASES, start / BLOCK);
        summaries[index].inputs += n - guard->unanswered;
        summaries[index].unanswered += guard->unanswered;
        compare(summaries[index].ideal, space->ideal, sign, space, docket, start, n);
        if (reference_own(&own, choice->kernel->term, choice->kernel->code->variant))
            compare(summaries[index].own, own_wants(space, &own, docket, start, n), sign, space, docket,
                    start, n);
        if (modes &&
            !catalogue_is_foreign(choice->kernel)) /* the mode of this process is not its program's */
            rounding_add(&summaries[index].modes, &summaries[index].faults, choice, n, guard->at[GUARD_X],
                         labels ? guard->at[GUARD_Y] : NULL, space->ideal, sign < 0);
    }
}

struct task {
    const struct docket *docket;
    size_t start;
};

static struct task *make_tasks(const struct docket dockets[], size_t count, size_t *tasks)
{
    *tasks = 0;
    for (size_t g = 0; g < count; g++)
        *tasks += (dockets[g].cases.count + BLOCK - 1) / BLOCK;
    struct task *task = allocate(*tasks, sizeof *task);
    size_t k = 0;
    for (size_t g = 0; g < count; g++)
        for (size_t start = 0; start < dockets[g].cases.count; start += BLOCK)
            task[k++] = (struct task){&dockets[g], start};
    return task;
}

/* A kernel, and the docket that it is judged by. */
struct seat {
    const struct docket *docket;
    size_t index; /* into the selection */
    double sign;
};

static struct seat *make_seats(const struct docket dockets[], size_t count, size_t members)
{
    struct seat *seats = allocate(members, sizeof *seats);
    size_t k = 0;
    for (size_t g = 0; g < count; g++)
        for (size_t m = 0; m < dockets[g].group.members; m++) {
            const struct group_member *member = &dockets[g].group.member[m];
            seats[k++] = (struct seat){&dockets[g], member->index, member->sign};
        }
    return seats;
}

static void judge_places(struct summary *summary, const struct seat *seat, const struct selection *selection,
                         const struct plan *plan, struct guard *guard)
{
    struct places_plan places = {&seat->docket->cases, plan->level, plan->seed, plan->longest};
    places_run(summary, &selection->at[seat->index], &seat->docket->group, seat->sign, &places, guard);
}

static void judge_longest(struct summary *summary, const struct seat *seat, const struct selection *selection,
                          const struct plan *plan)
{
    struct places_plan places = {&seat->docket->cases, plan->level, plan->seed, plan->longest};
    if (plan->longest > 0)
        places_run_longest(summary, &selection->at[seat->index], &seat->docket->group, seat->sign, &places);
}

static void clear(struct summary summaries[], size_t count)
{
    memset(summaries, 0, count * sizeof *summaries);
}

/* A thread's summaries, and what it works with. */
struct judge_desk {
    struct summary *mine;
    struct judge_workspace *space;
};

static struct judge_desk desk_open(size_t count, const struct plan *plan)
{
    struct judge_desk desk = {allocate(count, sizeof *desk.mine), allocate(1, sizeof *desk.space)};
    desk.space->guard = guard_make(places_longest(plan->level));
    clear(desk.mine, count);
    return desk;
}

/* Adds the thread's summaries to those of all. */
static void desk_close(struct judge_desk *desk, struct summary summaries[], size_t count)
{
#pragma omp critical(judge)
    for (size_t i = 0; i < count; i++)
        summary_merge(&summaries[i], &desk->mine[i]);
    guard_free(&desk->space->guard);
    free(desk->space);
    free(desk->mine);
    reference_thread_end();
}

bool judge_run(struct summary summaries[], const struct selection *selection, const struct plan *plan)
{
    struct docket *dockets = allocate(selection->count, sizeof *dockets);
    size_t count = dockets_make(dockets, selection, plan), tasks;
    struct task *task = make_tasks(dockets, count, &tasks);
    struct seat *seats = make_seats(dockets, count, selection->count);

    clear(summaries, selection->count);
    progress_start("blocks", (tasks + selection->count) / plan->shards, plan->quiet);
#pragma omp parallel
    {
        struct judge_desk desk = desk_open(selection->count, plan);
#pragma omp for schedule(dynamic)
        for (size_t k = 0; k < tasks; k++) {
            if (interrupted() || k % plan->shards != plan->shard)
                continue;
            judge_block(desk.mine, desk.space, selection, task[k].docket, task[k].start, plan->modes);
            progress_add(1);
        }
#pragma omp for schedule(dynamic)
        for (size_t i = 0; i < selection->count; i++) {
            if (interrupted() || (tasks + i) % plan->shards != plan->shard)
                continue;
            judge_places(&desk.mine[seats[i].index], &seats[i], selection, plan, &desk.space->guard);
            judge_longest(&desk.mine[seats[i].index], &seats[i], selection, plan);
            progress_add(1);
        }
        desk_close(&desk, summaries, selection->count);
    }
    progress_end();
    dockets_free(dockets, count);
    free(seats);
    free(task);
    return !interrupted();
}

/* What is done of a run to gauge it: so many blocks of a group, and kernels in other places. */
enum { GAUGE_BLOCKS = 32, GAUGE_SEATS = 6 };

/* A piece that is done, for `weight` like it. */
struct gauged_piece {
    const struct docket *docket; /* of a block; NULL: of a kernel in other places */
    size_t number;               /* of the block's first case, or of the seat */
    double weight, cpu, longest; /* seconds; `longest`: of its longest call, besides */
};

/* Of the numbers below `end` that belong to the shard, those from `from` on: how many, and the k-th. */
static size_t in_shard(size_t from, size_t end, const struct plan *plan, size_t *first)
{
    *first = from + (plan->shard + plan->shards - from % plan->shards) % plan->shards;
    return *first < end ? (end - *first - 1) / plan->shards + 1 : 0;
}

/* Picks up to `most` of the shard's numbers in [from, end), evenly spaced. */
static size_t pick(struct gauged_piece pieces[], size_t most, size_t from, size_t end,
                   const struct plan *plan)
{
    size_t first, all = in_shard(from, end, plan, &first), picked = all < most ? all : most;
    for (size_t j = 0; j < picked; j++)
        pieces[j] = (struct gauged_piece){.number = first + plan->shards * ((2 * j + 1) * all / (2 * picked)),
                                          .weight = (double)all / (double)picked};
    return picked;
}

/* Adds the inputs of a docket's blocks, those before which are numbered up to `before`. */
static size_t pick_blocks(struct gauged_piece pieces[], struct gauge *gauge, const struct docket *docket,
                          size_t before, const struct plan *plan)
{
    size_t count = docket->cases.count, blocks = (count + BLOCK - 1) / BLOCK, first;
    size_t picked = pick(pieces, GAUGE_BLOCKS, before, before + blocks, plan);
    for (size_t j = 0; j < picked; j++) {
        pieces[j].docket = docket;
        pieces[j].number = (pieces[j].number - before) * BLOCK;
    }
    double inputs = (double)BLOCK * (double)in_shard(before, before + blocks, plan, &first);
    if (blocks > 0 && (before + blocks - 1) % plan->shards == plan->shard)
        inputs -= (double)(blocks * BLOCK - count); /* the last one is not full */
    gauge->inputs += inputs * (double)docket->group.members;
    return picked;
}

static void gauge_piece(struct gauged_piece *piece, struct summary mine[], struct judge_workspace *space,
                        const struct selection *selection, const struct seat seats[], const struct plan *plan)
{
    int64_t start = timing_of_thread(), middle;
    if (piece->docket) {
        judge_block(mine, space, selection, piece->docket, piece->number, plan->modes);
        middle = timing_of_thread();
    } else {
        const struct seat *seat = &seats[piece->number];
        judge_places(&mine[seat->index], seat, selection, plan, &space->guard);
        middle = timing_of_thread();
        judge_longest(&mine[seat->index], seat, selection, plan);
        piece->longest = 1e-9 * (double)(timing_of_thread() - middle);
    }
    piece->cpu = 1e-9 * (double)(middle - start);
}

static void gauge_add(struct gauge *gauge, const struct gauged_piece pieces[], size_t count)
{
    for (size_t k = 0; k < count; k++) {
        const struct gauged_piece *p = &pieces[k];
        gauge->cpu += p->weight * (p->cpu + p->longest);
        gauge->serial += p->weight * p->longest;
        gauge->width += p->weight;
    }
}

struct gauge judge_gauge(struct summary summaries[], const struct selection *selection,
                         const struct plan *plan)
{
    struct gauge gauge = {0};
    int64_t start = timing_of_process();
    struct docket *dockets = allocate(selection->count, sizeof *dockets);
    size_t count = dockets_make(dockets, selection, plan), before = 0, chosen = 0;
    struct seat *seats = make_seats(dockets, count, selection->count);
    struct gauged_piece *pieces = allocate(count * GAUGE_BLOCKS + GAUGE_SEATS, sizeof *pieces);
    for (size_t g = 0; g < count; g++) {
        chosen += pick_blocks(pieces + chosen, &gauge, &dockets[g], before, plan);
        before += (dockets[g].cases.count + BLOCK - 1) / BLOCK;
    }
    size_t picked = pick(pieces + chosen, GAUGE_SEATS, before, before + selection->count, plan);
    for (size_t j = 0; j < picked; j++)
        pieces[chosen + j].number -= before;
    chosen += picked;
    gauge.serial = gauge.cpu = 1e-9 * (double)(timing_of_process() - start);

    clear(summaries, selection->count);
#pragma omp parallel
    {
        struct judge_desk desk = desk_open(selection->count, plan);
#pragma omp for schedule(dynamic)
        for (size_t k = 0; k < chosen; k++)
            if (!interrupted())
                gauge_piece(&pieces[k], desk.mine, desk.space, selection, seats, plan);
        desk_close(&desk, summaries, selection->count);
    }
    gauge_add(&gauge, pieces, chosen);
    dockets_free(dockets, count);
    free(seats);
    free(pieces);
    return gauge;
}
