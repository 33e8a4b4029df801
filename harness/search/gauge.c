#include "harness/search/gauge.h"

#include "harness/base/allocate.h"
#include "harness/base/timing.h"
#include "harness/search/search.h"
#include "harness/search/sweep.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Kernels of each kind that are searched, and rounds after the first. */
enum { KERNELS = 4, ROUNDS = 16 };

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
static struct spent spent_on_sweep(const struct choice *choice, const struct plan *plan, uint64_t rounds)
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
    sweep_round(&sweep, &lane, 0);
    lane_flush(&lane);
    struct spent spent = {1e-9 * (double)(timing_of_thread() - start), (double)lane.found.inputs};
    free(lane.tried.at);
    guard_free(&guard);
    free(batch);
    return spent;
}

static void add(struct search_gauge *to, enum search_round round, double cpu, double inputs, double share)
{
    to->round[round].cpu += fmax(cpu, 0) * share;
    to->round[round].inputs += fmax(inputs, 0) * share;
}

/* Up to KERNELS of the selection's kernels of so many operands, evenly; index[] receives where they stand in it. */
static struct selection some_of(const struct selection *selection, int operands, size_t index[KERNELS],
                                double *all)
{
    struct selection some = {.at = allocate(KERNELS, sizeof *some.at)};
    size_t count = 0, k = 0;
    for (size_t i = 0; i < selection->count; i++)
        count += selection->at[i].kernel->term->operands == operands;
    size_t picked = count < KERNELS ? count : KERNELS;
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
    size_t index[KERNELS];
    struct summary found[KERNELS] = {0};
    struct selection some = some_of(selection, operands, index, &all);
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
        add(to, ROUND_LATER, early.cpu, early.inputs, share);
        for (size_t i = 0; i < some.count; i++) {
            struct spent now = spent_on_sweep(&some.at[i], plan, 0);
            struct spent later = spent_on_sweep(&some.at[i], plan, SWEEP_EARLY);
            to->round[ROUND_LATER].cpu -= SWEEP_SIDES * (now.cpu - later.cpu) * share;
            to->round[ROUND_LATER].inputs -= SWEEP_SIDES * (now.inputs - later.inputs) * share;
            *longest = fmax(*longest, now.cpu);
            summaries[index[i]] = found[i];
        }
        to->tried += n;
    }
    free(some.at);
}

/* As many rounds of a kind as fit, up to `most`; of the time, theirs is taken. */
static uint64_t fitting(double *seconds, const struct gauge *round, double most, double threads)
{
    double each = fmax(gauge_wall(round, threads), 1e-9), n = fmin(most, floor(fmax(*seconds, 0) / each));
    *seconds -= n * each;
    return (uint64_t)n;
}

struct search_gauge search_gauge(struct summary summaries[], const struct selection *selection,
                                 const struct plan *plan, double threads)
{
    enum { EARLY_MOST = SWEEP_EARLY - 1 };
    struct search_gauge to = {.rounds = plan->rounds};
    double longest = 0, seconds = plan->budget;
    memset(summaries, 0, selection->count * sizeof *summaries);
    gauge_some(&to, &longest, summaries, selection, plan, 1);
    gauge_some(&to, &longest, summaries, selection, plan, 2);
    struct gauge *later = &to.round[ROUND_LATER];
    later->cpu = fmax(later->cpu, 0);
    later->inputs = fmax(later->inputs, 0);
    for (int k = 0; k < SEARCH_ROUNDS; k++) /* a lane is one thread's */
        to.round[k].width = longest > 0 ? fmax(1, to.round[ROUND_EARLY].cpu / longest) : HUGE_VAL;
    if (plan->rounds == 0) {
        to.rounds = 1;
        seconds -= gauge_wall(&to.round[ROUND_FIRST], threads);
        uint64_t early = fitting(&seconds, &to.round[ROUND_EARLY], EARLY_MOST, threads);
        to.rounds += early;
        if (early == EARLY_MOST)
            to.rounds += fitting(&seconds, later, 1e15, threads);
    }
    double n = (double)to.rounds, early = fmin(n - 1, EARLY_MOST), rest = n - 1 - early;
    to.all = (struct gauge){.width = to.round[ROUND_EARLY].width};
    to.all.cpu = to.round[ROUND_FIRST].cpu + early * to.round[ROUND_EARLY].cpu + rest * later->cpu;
    to.all.inputs =
        to.round[ROUND_FIRST].inputs + early * to.round[ROUND_EARLY].inputs + rest * later->inputs;
    return to;
}
