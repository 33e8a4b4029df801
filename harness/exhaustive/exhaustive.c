#include "harness/exhaustive/exhaustive.h"

#include "harness/base/fail.h"
#include "harness/base/interrupt.h"
#include "harness/base/output.h"
#include "harness/base/progress.h"
#include "harness/base/timing.h"
#include "harness/exhaustive/run.h"
#include "harness/exhaustive/spans.h"
#include "harness/ranks/ranks.h"

#include <math.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

static void do_task(struct run *run, size_t slot)
{
    bool go_on;
#pragma omp atomic read
    go_on = run->sound;
    if (interrupted() || !go_on || run->state.done[slot])
        return;
    if (!run_judge_task(run, &run->workers[omp_get_thread_num()], run->state.rounds * ROUND + slot)) {
#pragma omp atomic write
        run->sound = false;
    }
    run->state.done[slot] = 1;
}

static void do_rounds(struct run *run)
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
            run_checkpoint(run);
            saved = timing_now();
        }
    }
#pragma omp parallel
    reference_thread_end();
}

/* The results, each function's for all kernels that are that function. */
static void deliver(struct summary summaries[], struct run *run)
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

static enum exhaustive_end end_of(const struct run *run)
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
    struct run run = run_make(selection, plan);
    struct temporary lock = {NULL, -1};
    if (plan->resume)
        run.status = output_lock(&lock, plan->resume);
    if (plan->resume && run.status == STATUS_OK)
        run.status = checkpoint_read(&run.state, selection, plan);
    if (ranks_lead())
        run_checkpoint(&run); /* at once, so that a file that cannot be written is known now */
    progress_start("chunks of 65536 inputs", run.all_lots, plan->quiet);
    progress_skip(run.state.rounds * ROUND * STRIPS);
    if (ranks_count() == 1) {
        do_rounds(&run);
        run_checkpoint(&run);
    } else {
        spans_do(&run);
    }
    progress_end();
    deliver(summaries, &run);
    enum exhaustive_end end = end_of(&run);
    temporary_remove(&lock);
    run_free(&run);
    return end;
}
