#include "harness/exhaustive/exhaustive.h"

#include "harness/base/allocate.h"
#include "harness/base/fail.h"
#include "harness/base/interrupt.h"
#include "harness/base/output.h"
#include "harness/base/progress.h"
#include "harness/base/threads.h"
#include "harness/base/timing.h"
#include "harness/exhaustive/bundle.h"
#include "harness/exhaustive/checkpoint.h"
#include "harness/exhaustive/contenders.h"
#include "harness/exhaustive/lots.h"
#include "harness/inputs/cases.h"
#include "harness/selection/catalogue.h"

#include <math.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

/* What each thread has: room for a bundle, and what its kernels have come to since the last gathering. */
struct worker {
    struct bundle_room *room;
    struct summary *summaries;
};

struct exhaustive {
    const struct selection *selection;
    const struct plan *plan;
    const struct comparer *comparer;
    struct group *groups;
    struct lots *lots;         /* of each group */
    size_t group_count, tasks; /* of the shard: bundles of all groups */
    size_t all_lots;
    size_t *same_as;              /* per choice, the first of its group with the same function and sign */
    struct contender *contenders; /* per choice */
    struct state state;
    struct worker *workers;
    int threads;
    bool sound;
    enum status status; /* of writing checkpoints */
};

static struct summary *make_summaries(size_t count)
{
    struct summary *summaries = allocate(count, sizeof *summaries);
    for (size_t i = 0; i < count; i++)
        summaries[i] = summary_with_binades();
    return summaries;
}

static void free_summaries(struct summary summaries[], size_t count)
{
    for (size_t i = 0; i < count; i++)
        summary_clear(&summaries[i]);
    free(summaries);
}

static void make_lots(struct exhaustive *run)
{
    uint64_t before = 0;
    run->lots = allocate(run->group_count, sizeof *run->lots);
    for (size_t g = 0; g < run->group_count; g++) {
        run->lots[g] = lots_make(&run->groups[g], before, run->plan);
        before += (uint64_t)lots_passes(&run->groups[g]) * CHUNKS;
        run->tasks += lots_bundles(&run->lots[g]);
        run->all_lots += run->lots[g].count;
    }
}

static bool any_foreign(const struct selection *selection)
{
    for (size_t i = 0; i < selection->count; i++)
        if (catalogue_is_foreign(selection->at[i].kernel))
            return true;
    return false;
}

static struct exhaustive run_make(const struct selection *selection, const struct plan *plan)
{
    struct exhaustive run = {
        .selection = selection, .plan = plan, .comparer = comparer_find(isa_best()), .sound = true};
    run.groups = allocate(selection->count, sizeof *run.groups);
    run.group_count = groups_make(run.groups, selection);
    make_lots(&run);
    run.same_as = allocate(selection->count, sizeof *run.same_as);
    run.contenders = contenders_make(run.same_as, run.groups, run.group_count, selection, plan);
    run.state.tasks = run.tasks;
    run.state.summaries = make_summaries(selection->count);
    run.threads = threads_used();
    run.workers = allocate_aligned(CACHE_LINE, (size_t)run.threads, sizeof *run.workers);
    for (int i = 0; i < run.threads; i++) {
        run.workers[i].summaries = make_summaries(selection->count);
        run.workers[i].room = bundle_room_make(selection->count, plan->seed, any_foreign(selection));
    }
    return run;
}

static void run_free(struct exhaustive *run)
{
    for (int i = 0; i < run->threads; i++) {
        free_summaries(run->workers[i].summaries, run->selection->count);
        bundle_room_free(run->workers[i].room);
    }
    free(run->workers);
    free_summaries(run->state.summaries, run->selection->count);
    free(run->contenders);
    free(run->same_as);
    free(run->lots);
    groups_free(run->groups, run->group_count);
    free(run->groups);
}

/* Adds to the state what the threads have found, and takes it from them. */
static void gather(struct exhaustive *run)
{
    for (size_t i = 0; i < run->selection->count; i++)
        for (int t = 0; t < run->threads; t++) {
            struct summary *from = &run->workers[t].summaries[i];
            if (from->inputs == 0 && from->unanswered == 0 && !faults_any(&from->faults))
                continue;
            summary_merge(&run->state.summaries[i], from);
            summary_clear(from);
            *from = summary_with_binades();
        }
}

static void checkpoint(struct exhaustive *run)
{
    gather(run);
    if (run->plan->resume && run->sound && run->status == STATUS_OK)
        run->status = checkpoint_write(&run->state, run->selection, run->plan);
}

/* Bundles are numbered group by group. */
static bool judge_task(struct exhaustive *run, struct worker *worker, size_t task)
{
    struct lot lot[STRIPS];
    uint64_t number = task;
    size_t g = 0;
    while (number >= lots_bundles(&run->lots[g]))
        number -= lots_bundles(&run->lots[g++]);
    struct bundle bundle = {&run->groups[g], run->contenders, run->comparer, run->plan, task};
    lots_bundle(lot, &run->lots[g], number);
    bool sound = bundle_judge(worker->summaries, &bundle, lot, worker->room);
    for (int j = 0; j < STRIPS; j++)
        progress_add(lot[j].judged ? 1 : 0);
    return sound;
}

static void do_task(struct exhaustive *run, size_t slot)
{
    bool go_on;
#pragma omp atomic read
    go_on = run->sound;
    if (interrupted() || !go_on || run->state.done[slot])
        return;
    if (!judge_task(run, &run->workers[omp_get_thread_num()], run->state.rounds * ROUND + slot)) {
#pragma omp atomic write
        run->sound = false;
    }
    run->state.done[slot] = 1;
}

static void do_rounds(struct exhaustive *run)
{
    int64_t saved = timing_now();
    while (run->state.rounds * ROUND < run->tasks && run->status == STATUS_OK) {
        size_t left = run->tasks - run->state.rounds * ROUND;
#pragma omp parallel for schedule(dynamic)
        for (size_t slot = 0; slot < (left < ROUND ? left : ROUND); slot++)
            do_task(run, slot);
        if (interrupted() || !run->sound)
            break;
        run->state.rounds++;
        memset(run->state.done, 0, sizeof run->state.done);
        if (run->plan->resume && 1e-9 * (double)(timing_now() - saved) > run->plan->checkpoint_seconds) {
            checkpoint(run);
            saved = timing_now();
        }
    }
#pragma omp parallel
    reference_thread_end();
}

/* The results, each function's for all kernels that are that function. */
static void deliver(struct summary summaries[], struct exhaustive *run)
{
#pragma omp parallel for schedule(dynamic)
    for (size_t i = 0; i < run->selection->count; i++)
        if (run->same_as[i] == i)
            tally_confirm(&run->state.summaries[i], run->contenders[i].choice);
    for (size_t i = 0; i < run->selection->count; i++) {
        summaries[i] = summary_with_binades();
        summary_merge(&summaries[i], &run->state.summaries[run->same_as[i]]);
    }
}

static enum exhaustive_end end_of(const struct exhaustive *run)
{
    if (!run->sound)
        return EXHAUSTIVE_VOID;
    if (run->status != STATUS_OK)
        return run->status == STATUS_DATA ? EXHAUSTIVE_NOT_RESUMED : EXHAUSTIVE_UNSAVED;
    return run->state.rounds * ROUND >= run->tasks ? EXHAUSTIVE_DONE : EXHAUSTIVE_INTERRUPTED;
}

enum exhaustive_end exhaustive_run(struct summary summaries[], const struct selection *selection,
                                   const struct plan *plan)
{
    struct exhaustive run = run_make(selection, plan);
    struct temporary lock = {NULL, -1};
    if (plan->resume)
        run.status = output_lock(&lock, plan->resume);
    if (plan->resume && run.status == STATUS_OK)
        run.status = checkpoint_read(&run.state, selection, plan);
    checkpoint(&run); /* at once, so that a file that cannot be written is known now */
    progress_start("chunks of 65536 inputs", run.all_lots, plan->quiet);
    progress_skip(run.state.rounds * ROUND * STRIPS);
    do_rounds(&run);
    progress_end();
    checkpoint(&run);
    deliver(summaries, &run);
    enum exhaustive_end end = end_of(&run);
    temporary_remove(&lock);
    run_free(&run);
    return end;
}
