/* gauge.c -- some windows of many bundles are done: floats for which the screen leaves all to MPFR stand together, a chunk
   of them a hundred times as dear as others, so that few bundles, done as a whole, say little of all. */
#include "harness/exhaustive/gauge.h"

#include "harness/base/allocate.h"
#include "harness/base/interrupt.h"
#include "harness/base/random.h"
#include "harness/base/timing.h"
#include "harness/exhaustive/checkpoint.h"
#include "harness/exhaustive/checkpoint_fields.h"
#include "harness/exhaustive/contenders.h"
#include "harness/exhaustive/exhaustive.h"
#include "harness/exhaustive/lots.h"
#include "harness/exhaustive/tally.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

/* Bundles of each group in a turn, and turns: as many as take so many seconds of CPU time, one at the least. */
enum { BUNDLES = 512, TURNS = 8 };
static const double enough = 2;

/* Windows of a bundle: one in which the caches and the branch predictors come to what they are within a bundle, and those that
   are timed. */
enum { WARM = 1, TIMED = 3 };

/* A run to be gauged; of a group, seconds of bundles that were begun, and of windows. */
struct gauged {
    const struct selection *selection;
    const struct plan *plan;
    struct group *groups;
    struct lots *lots;
    size_t group_count, *same_as;
    struct contender *contenders;
    struct summary *summaries;
    struct gauged_group {
        double begun, done, begin_cpu, window_cpu;
    } * found;
};

static struct gauged gauged_make(struct summary summaries[], const struct selection *selection,
                                 const struct plan *plan)
{
    struct gauged g = {.selection = selection, .plan = plan, .summaries = summaries};
    uint64_t before = 0;
    g.groups = allocate(selection->count, sizeof *g.groups);
    g.lots = allocate(selection->count, sizeof *g.lots);
    g.found = allocate(selection->count, sizeof *g.found);
    g.same_as = allocate(selection->count, sizeof *g.same_as);
    g.group_count = groups_make(g.groups, selection);
    for (size_t i = 0; i < g.group_count; i++) {
        g.lots[i] = lots_make(&g.groups[i], before, plan);
        g.found[i] = (struct gauged_group){0, 0, 0, 0};
        before += (uint64_t)lots_passes(&g.groups[i]) * CHUNKS;
    }
    g.contenders = contenders_make(g.same_as, g.groups, g.group_count, selection, plan);
    for (size_t i = 0; i < selection->count; i++) {
        summary_clear(&summaries[i]);
        summaries[i] = summary_with_binades();
    }
    return g;
}

static void gauged_free(struct gauged *g)
{
    groups_free(g->groups, g->group_count);
    free(g->groups);
    free(g->lots);
    free(g->found);
    free(g->same_as);
    free(g->contenders);
}

/* The k-th of a turn's bundles of a group, evenly from all there are, and windows of it by chance. */
static void judge_piece(struct gauged *g, size_t group, size_t turn, size_t k, struct summary mine[],
                        struct bundle_room *room)
{
    struct lot lot[STRIPS];
    struct gauged_group *found = &g->found[group];
    double all = (double)lots_bundles(&g->lots[group]);
    uint64_t state = random_hash(g->plan->seed + group, turn * BUNDLES + k);
    uint64_t number = (uint64_t)(((double)k + random_uniform(&state)) / fmin(BUNDLES, all) * all);
    uint32_t first = (uint32_t)random_below(&state, BUNDLE_WINDOWS - WARM - TIMED);
    struct bundle bundle = {&g->groups[group], g->contenders, comparer_find(isa_best()), g->plan, number};
    lots_bundle(lot, &g->lots[group], number);
    int64_t start = timing_of_thread();
    bundle_begin(room, &bundle, lot);
    int64_t begun = timing_of_thread();
    bundle_windows(mine, &bundle, room, first, WARM);
    int64_t warm = timing_of_thread();
    bundle_windows(mine, &bundle, room, first + WARM, TIMED);
    int64_t done = timing_of_thread();
#pragma omp critical(gauge)
    {
        found->begun++;
        found->done += TIMED;
        found->begin_cpu += 1e-9 * (double)(begun - start);
        found->window_cpu += 1e-9 * (double)(done - warm);
    }
}

/* Of as many bundles as there are, at most; seconds that it took. */
static double judge_turn(struct gauged *g, size_t turn)
{
    int64_t start = timing_of_process();
#pragma omp parallel
    {
        struct bundle_room *room = bundle_room_make(g->selection->count, g->plan->seed, false);
        struct summary *mine = allocate(g->selection->count, sizeof *mine);
        for (size_t i = 0; i < g->selection->count; i++)
            mine[i] = summary_with_binades();
#pragma omp for schedule(dynamic)
        for (size_t k = 0; k < g->group_count * BUNDLES; k++)
            if (!interrupted() && k / g->group_count < lots_bundles(&g->lots[k % g->group_count]))
                judge_piece(g, k % g->group_count, turn, k / g->group_count, mine, room);
#pragma omp critical(gauge)
        for (size_t i = 0; i < g->selection->count; i++) {
            summary_merge(&g->summaries[i], &mine[i]);
            summary_clear(&mine[i]);
        }
        free(mine);
        bundle_room_free(room);
        reference_thread_end();
    }
    return 1e-9 * (double)(timing_of_process() - start);
}

/* Chunks of a shard stand apart evenly, those of each label elsewhere. */
double exhaustive_gauge_binades(const struct choice *choice, size_t shards)
{
    double passes = choice->kernel->term->operands == 2 ? CASES_PASSES : 1;
    return fmin(BINADES, passes * CHUNKS / (double)shards);
}

/* What MPFR takes to confirm the largest error of each binade, of each function once; from those that were met. */
static double confirming(struct gauged *g)
{
    double cpu = 0, whole = 0;
    for (size_t i = 0; i < g->selection->count; i++) {
        double met = 0;
        int64_t start = timing_of_thread();
        if (g->same_as[i] != i)
            continue;
        tally_confirm(&g->summaries[i], &g->selection->at[i]);
        cpu = 1e-9 * (double)(timing_of_thread() - start);
        for (int b = 0; b < BINADES; b++)
            met += g->summaries[i].ideal[LOSS].binades->at[b].inputs > 0;
        whole += gauge_scaled(cpu, met, exhaustive_gauge_binades(&g->selection->at[i], g->plan->shards));
    }
    return whole;
}

/* A run of no floats takes what any run takes. */
static double idle(const struct selection *selection, const struct plan *plan)
{
    struct plan none = *plan;
    struct summary *summaries = allocate(selection->count, sizeof *summaries);
    none.resume = NULL;
    none.quiet = true;
    none.shards = SIZE_MAX / 4;
    none.shard = none.shards - 1;
    int64_t start = timing_of_process();
    exhaustive_run(summaries, selection, &none);
    double cpu = 1e-9 * (double)(timing_of_process() - start);
    for (size_t i = 0; i < selection->count; i++)
        summary_clear(&summaries[i]);
    free(summaries);
    return cpu;
}

struct gauge exhaustive_gauge(struct summary summaries[], const struct selection *selection,
                              const struct plan *plan)
{
    struct gauge gauge = {.cpu = idle(selection, plan)};
    struct gauged g = gauged_make(summaries, selection, plan);
    double taken = 0, all = 0;
    for (size_t turn = 0; turn < TURNS && taken < enough && !interrupted(); turn++)
        taken += judge_turn(&g, turn);
    for (size_t i = 0; i < g.group_count; i++) {
        double bundles = (double)lots_bundles(&g.lots[i]);
        gauge.inputs += (double)g.lots[i].count * CHUNK * (double)g.groups[i].members;
        gauge.cpu += gauge_scaled(g.found[i].begin_cpu, g.found[i].begun, bundles) +
                     gauge_scaled(g.found[i].window_cpu, g.found[i].done, bundles * BUNDLE_WINDOWS);
        all += bundles;
    }
    gauge.cpu += confirming(&g);
    gauge.width = gauge.round = fmin(ROUND, all);
    gauged_free(&g);
    return gauge;
}

size_t exhaustive_gauge_checkpoint(struct summary summaries[], size_t count)
{
    char *bytes = NULL;
    size_t size = 0;
    struct checkpoint_fields f = {
        .to = open_memstream(&bytes, &size), .hash = XXH3_createState(), .good = true};
    XXH3_128bits_reset(f.hash);
    for (size_t i = 0; i < count; i++)
        if (summaries[i].ideal[LOSS].binades)
            checkpoint_fields_summary(&f, &summaries[i]);
    fclose(f.to);
    XXH3_freeState(f.hash);
    free(bytes);
    return size;
}
