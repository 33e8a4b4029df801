#include "harness/exhaustive/spans.h"

#include "harness/base/interrupt.h"
#include "harness/base/progress.h"
#include "harness/base/timing.h"
#include "harness/ranks/ranks.h"
#include "harness/record/summary_gather.h"

#include <omp.h>
#include <string.h>

/* A span is what is handed out to the ranks, task by task, between two gatherings; the ranks adapt it to the time that
   there should be between checkpoints. */
enum { FIRST_SPAN = 4 * ROUND, LARGEST_SPAN = 1 << 20, MOST_FASTER = 4 };

static bool is_done_before(const struct run *run, size_t task)
{
    size_t slot = task - run->state.rounds * ROUND;
    return slot < ROUND && run->state.done[slot];
}

/* Returns how many tasks came to this rank. */
static size_t judge_span(struct run *run, size_t end)
{
    size_t begin = run->state.rounds * ROUND, mine = 0;
    ranks_rewind();
#pragma omp parallel reduction(+ : mine)
    {
        struct worker *worker = &run->workers[omp_get_thread_num()];
        for (size_t task; (task = begin + ranks_take(1)) < end;) {
            bool go_on;
#pragma omp atomic read
            go_on = run->sound;
            if (interrupted() || !go_on) {
                ranks_take(end - begin); /* the others need not go on either */
                break;
            }
            mine++;
            if (!is_done_before(run, task) && !run_judge_task(run, worker, task)) {
#pragma omp atomic write
                run->sound = false;
            }
        }
    }
    return mine;
}

/* The leader's state has what all ranks have found; the others have given it away. */
static void gather_ranks(struct run *run)
{
    run_gather(run);
    summary_gather(run->state.summaries, run->selection->count);
    for (size_t i = 0; i < run->selection->count && !ranks_lead(); i++) {
        summary_clear(&run->state.summaries[i]);
        run->state.summaries[i] = summary_with_binades();
    }
}

static size_t next_span(size_t span, double seconds, const struct plan *plan)
{
    double ratio = plan->checkpoint_seconds / (seconds > 1e-3 ? seconds : 1e-3);
    double next = (double)span * (ratio > MOST_FASTER ? MOST_FASTER : ratio);
    size_t rounds = (size_t)(next < LARGEST_SPAN ? next : LARGEST_SPAN) / ROUND;
    return (rounds > 0 ? rounds : 1) * ROUND;
}

void spans_do(struct run *run)
{
    size_t span = FIRST_SPAN;
    ranks_share(&run->state.rounds, sizeof run->state.rounds);
    ranks_share(run->state.done, sizeof run->state.done);
    ranks_share(&run->status, sizeof run->status);
    while (run->state.rounds * ROUND < run->tasks && run->status == STATUS_OK) {
        int64_t start = timing_now();
        size_t begin = run->state.rounds * ROUND, end = begin + span < run->tasks ? begin + span : run->tasks;
        size_t mine = judge_span(run, end);
        enum ranks_together how = ranks_together(run->sound);
        gather_ranks(run);
        run->sound = how != RANKS_UNSOUND;
        if (how != RANKS_DONE)
            break;
        progress_add((end - begin - mine) * STRIPS); /* what the others did */
        run->state.rounds = (end + ROUND - 1) / ROUND;
        memset(run->state.done, 0, sizeof run->state.done);
        if (ranks_lead())
            run_checkpoint(run);
        span = next_span(span, 1e-9 * (double)(timing_now() - start), run->plan);
        ranks_share(&span, sizeof span);
        ranks_share(&run->status, sizeof run->status);
    }
#pragma omp parallel
    reference_thread_end();
}
