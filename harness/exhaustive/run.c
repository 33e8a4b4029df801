#include "harness/exhaustive/run.h"

#include "harness/base/allocate.h"
#include "harness/base/progress.h"
#include "harness/base/threads.h"
#include "harness/exhaustive/contenders.h"
#include "harness/selection/catalogue.h"

#include <stdlib.h>

struct summary *run_summaries(size_t count)
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

static void make_lots(struct run *run)
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

struct run run_make(const struct selection *selection, const struct plan *plan)
{
    struct run run = {
        .selection = selection, .plan = plan, .comparer = comparer_find(isa_best()), .sound = true};
    run.groups = allocate(selection->count, sizeof *run.groups);
    run.group_count = groups_make(run.groups, selection);
    make_lots(&run);
    run.same_as = allocate(selection->count, sizeof *run.same_as);
    run.contenders = contenders_make(run.same_as, run.groups, run.group_count, selection, plan);
    run.state.tasks = run.tasks;
    run.state.summaries = run_summaries(selection->count);
    run.threads = threads_used();
    run.workers = allocate_aligned(CACHE_LINE, (size_t)run.threads, sizeof *run.workers);
    for (int i = 0; i < run.threads; i++) {
        run.workers[i].summaries = run_summaries(selection->count);
        run.workers[i].room = bundle_room_make(selection->count, plan->seed, any_foreign(selection));
    }
    return run;
}

void run_free(struct run *run)
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

void run_gather(struct run *run)
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

void run_checkpoint(struct run *run)
{
    run_gather(run);
    if (run->plan->resume && run->sound && run->status == STATUS_OK)
        run->status = checkpoint_write(&run->state, run->selection, run->plan);
}

bool run_judge_task(struct run *run, struct worker *worker, size_t task)
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
