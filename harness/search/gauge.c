#include "harness/search/gauge.h"

#include "harness/base/allocate.h"
#include "harness/base/interrupt.h"
#include "harness/base/progress.h"
#include "harness/base/timing.h"
#include "harness/search/search.h"
#include "harness/search/sweep.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Kernels of each kind that are searched, and rounds after the first. */
enum { KERNELS = 4, ROUNDS = 16 };

/* Where later rounds are asked for, fewer kernels are searched for as many rounds and some more: what a round has beside the
   sweep becomes less with them, as less is new. */
enum { LATER_KERNELS = 2, LATER_ROUNDS = 24, EARLY_MOST = SWEEP_EARLY - 1 };

/* What was done: seconds of CPU time, and inputs. */
struct spent {
    double cpu, inputs;
};

static struct spent spent_on_search(struct summary found[], const struct selection *some,
                                    const struct plan *plan, uint64_t rounds)
{
    struct plan short_plan = *plan;
    struct spent spent = {0, 0};
    short_plan.rounds = rounds;
    short_plan.quiet = true;
    for (size_t i = 0; i < some->count; i++)
        summary_clear(&found[i]);
    int64_t start = timing_of_process();
    search_run(found, some, &short_plan);
    spent.cpu = 1e-9 * (double)(timing_of_process() - start);
    for (size_t i = 0; i < some->count; i++)
        spent.inputs += (double)found[i].searched.evaluations;
    return spent;
}

/* One side's sweep of a kernel, as it is after so many rounds. */
static struct spent spent_on_side(const struct choice *choice, const struct plan *plan, uint64_t rounds,
                                  int side)
{
    struct sweep sweep = {.term = choice->kernel->term, .seed = plan->seed, .rounds = {rounds, rounds}};
    struct lane lane = lane_make(choice, plan->seed);
    struct search_batch *batch = allocate(1, sizeof *batch);
    struct guard guard = guard_make(SEARCH_ROOM);
    batch->guard = &guard;
    batch->n = 0;
    batch->done = true;
    lane.batch = batch;
    lane.distinct = true;
    lane.positions = plan->positions;
    int64_t start = timing_of_thread();
    sweep_round(&sweep, &lane, side);
    lane_flush(&lane);
    struct spent spent = {1e-9 * (double)(timing_of_thread() - start), (double)lane.found.inputs};
    free(lane.tried.at);
    guard_free(&guard);
    free(batch);
    return spent;
}

/* Both sides of all that were searched, on all threads as in a round; *longest: the longest of them. */
static struct spent spent_on_sweeps(const struct selection *some, const struct plan *plan, uint64_t rounds,
                                    double *longest)
{
    struct spent side[KERNELS * SWEEP_SIDES], all = {0, 0};
#pragma omp parallel
    {
#pragma omp for schedule(dynamic)
        for (size_t k = 0; k < some->count * SWEEP_SIDES; k++)
            side[k] = spent_on_side(&some->at[k / SWEEP_SIDES], plan, rounds, (int)(k % SWEEP_SIDES));
        reference_thread_end();
    }
    for (size_t k = 0; k < some->count * SWEEP_SIDES; k++) {
        all.cpu += side[k].cpu;
        all.inputs += side[k].inputs;
        *longest = fmax(*longest, side[k].cpu);
    }
    return all;
}

static void add(struct search_gauge *to, enum search_round round, double cpu, double inputs, double share)
{
    to->round[round].cpu += fmax(cpu, 0) * share;
    to->round[round].inputs += fmax(inputs, 0) * share;
}

/* Up to `most` of the selection's kernels of so many operands, evenly; index[] receives where they stand in it. */
static struct selection some_of(const struct selection *selection, int operands, size_t most,
                                size_t index[KERNELS], double *all)
{
    struct selection some = {.at = allocate(KERNELS, sizeof *some.at)};
    size_t count = 0, k = 0;
    for (size_t i = 0; i < selection->count; i++)
        count += selection->at[i].kernel->term->operands == operands;
    size_t picked = count < most ? count : most;
    for (size_t i = 0; i < selection->count; i++) {
        if (selection->at[i].kernel->term->operands != operands)
            continue;
        if (some.count < picked && k == (2 * some.count + 1) * count / (2 * picked)) {
            index[some.count] = i;
            some.at[some.count++] = selection->at[i];
        }
        k++;
    }
    *all = (double)count;
    return some;
}

/* Adds what all kernels of so many operands take; longest += of each, the longest lane's part of an early round. */
static void gauge_some(struct search_gauge *to, double *longest, struct summary summaries[],
                       const struct selection *selection, const struct plan *plan, int operands)
{
    double all;
    size_t index[KERNELS] = {0};
    struct summary found[KERNELS] = {0};
    struct selection some = some_of(selection, operands, KERNELS, index, &all);
    double n = (double)some.count, share = some.count > 0 ? all / n : 0;
    uint64_t more = plan->rounds > 0 && plan->rounds <= ROUNDS ? plan->rounds - 1 : ROUNDS;
    if (some.count > 0) {
        struct spent first = spent_on_search(found, &some, plan, 1), both = first;
        if (more > 0)
            both = spent_on_search(found, &some, plan, 1 + more);
        struct spent early = {(both.cpu - first.cpu) / fmax((double)more, 1),
                              (both.inputs - first.inputs) / fmax((double)more, 1)};
        add(to, ROUND_FIRST, first.cpu, first.inputs, share);
        add(to, ROUND_EARLY, early.cpu, early.inputs, share);
        struct spent now = spent_on_sweeps(&some, plan, 0, longest);
        struct spent later = spent_on_sweeps(&some, plan, SWEEP_EARLY, longest);
        add(to, ROUND_LATER, early.cpu - now.cpu + later.cpu, early.inputs - now.inputs + later.inputs,
            share);
        for (size_t i = 0; i < some.count; i++)
            summaries[index[i]] = found[i];
        to->tried += n;
    }
    free(some.at);
}

/* The process's time when each round of a search ended. */
static struct {
    size_t count;
    int64_t at[SWEEP_EARLY + LATER_ROUNDS];
} ended;

static void note_round(size_t done)
{
    (void)done;
    if (ended.count < SWEEP_EARLY + LATER_ROUNDS)
        ended.at[ended.count++] = timing_of_process();
}

/* What early and later rounds of all kernels of so many operands take, from fewer that are searched for longer. */
static void gauge_later(struct search_gauge *to, const struct selection *selection, const struct plan *plan,
                        int operands)
{
    double all;
    size_t index[KERNELS] = {0};
    struct summary found[KERNELS] = {0};
    struct selection some = some_of(selection, operands, LATER_KERNELS, index, &all);
    ended.count = 0;
    progress_watch(note_round);
    if (some.count > 0)
        spent_on_search(found, &some, plan, SWEEP_EARLY + LATER_ROUNDS);
    if (ended.count == SWEEP_EARLY + LATER_ROUNDS) {
        double share = 1e-9 * all / (double)some.count;
        int64_t early = ended.at[EARLY_MOST] - ended.at[0],
                later = ended.at[ended.count - 1] - ended.at[EARLY_MOST];
        to->round[ROUND_EARLY].cpu += (double)early / EARLY_MOST * share;
        to->round[ROUND_LATER].cpu += (double)later / LATER_ROUNDS * share;
    }
    for (size_t i = 0; i < some.count; i++)
        summary_clear(&found[i]);
    free(some.at);
}

/* As many rounds of a kind as fit, up to `most`; of the time, theirs is taken. */
static uint64_t fitting(double *seconds, const struct gauge *round, double most, double threads)
{
    double each = fmax(gauge_wall(round, threads), 1e-9), n = fmin(most, floor(fmax(*seconds, 0) / each));
    *seconds -= n * each;
    return (uint64_t)n;
}

/* How many rounds fit into the budget. */
static uint64_t rounds_within(const struct search_gauge *to, double budget, double threads)
{
    double seconds = budget - gauge_wall(&to->round[ROUND_FIRST], threads);
    uint64_t early = fitting(&seconds, &to->round[ROUND_EARLY], EARLY_MOST, threads);
    return 1 + early + (early == EARLY_MOST ? fitting(&seconds, &to->round[ROUND_LATER], 1e15, threads) : 0);
}

struct search_gauge search_gauge(struct summary summaries[], const struct selection *selection,
                                 const struct plan *plan, double threads)
{
    struct search_gauge to = {.rounds = plan->rounds};
    double longest = 0;
    memset(summaries, 0, selection->count * sizeof *summaries);
    gauge_some(&to, &longest, summaries, selection, plan, 1);
    gauge_some(&to, &longest, summaries, selection, plan, 2);
    for (int k = 0; k < SEARCH_ROUNDS; k++) /* a lane is one thread's */
        to.round[k].width = longest > 0 ? fmax(1, to.round[ROUND_EARLY].cpu / longest) : HUGE_VAL;
    if (plan->rounds == 0)
        to.rounds = rounds_within(&to, plan->budget, threads);
    if (to.rounds > SWEEP_EARLY && !interrupted()) {
        to.round[ROUND_EARLY].cpu = to.round[ROUND_LATER].cpu = 0;
        gauge_later(&to, selection, plan, 1);
        gauge_later(&to, selection, plan, 2);
        if (plan->rounds == 0)
            to.rounds = rounds_within(&to, plan->budget, threads);
    }
    const struct gauge *round = to.round;
    double n = (double)to.rounds, early = fmin(n - 1, EARLY_MOST), rest = n - 1 - early;
    to.all = (struct gauge){
        .width = round[ROUND_EARLY].width,
        .cpu = round[ROUND_FIRST].cpu + early * round[ROUND_EARLY].cpu + rest * round[ROUND_LATER].cpu,
        .inputs =
            round[ROUND_FIRST].inputs + early * round[ROUND_EARLY].inputs + rest * round[ROUND_LATER].inputs};
    return to;
}
