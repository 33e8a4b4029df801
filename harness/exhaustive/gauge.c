#include "harness/exhaustive/gauge.h"

#include "harness/base/allocate.h"
#include "harness/base/interrupt.h"
#include "harness/base/timing.h"
#include "harness/exhaustive/checkpoint.h"
#include "harness/exhaustive/checkpoint_fields.h"
#include "harness/exhaustive/exhaustive.h"
#include "harness/exhaustive/lots.h"
#include "harness/exhaustive/tally.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

/* Of all floats one in so many is tried at first, and in each step on `MORE` times as many, until that takes so many
   seconds of CPU time. A part in 1024 is a whole bundle of each group: eight lots, of all signs and magnitudes. */
enum { LEAST = 1024, MORE = 8, MOST = 16 };
static const double enough = 0.3;

/* What stands in the plan's shard: bundles, and inputs of all kernels. */
struct amount {
    double bundles, inputs;
};

static struct amount amount_of(const struct selection *selection, const struct plan *plan)
{
    struct amount amount = {0, 0};
    uint64_t before = 0;
    struct group *groups = allocate(selection->count, sizeof *groups);
    size_t count = groups_make(groups, selection);
    for (size_t g = 0; g < count; g++) {
        struct lots lots = lots_make(&groups[g], before, plan);
        before += (uint64_t)lots_passes(&groups[g]) * CHUNKS;
        amount.bundles += (double)lots_bundles(&lots);
        amount.inputs += (double)lots.count * CHUNK * (double)groups[g].members;
    }
    groups_free(groups, count);
    free(groups);
    return amount;
}

/* The plan's shard divided so finely that a part is one in `share` of all floats; or as it is, where it is less. */
static struct plan part_of(const struct plan *plan, size_t share)
{
    struct plan part = *plan;
    size_t parts = (share + plan->shards - 1) / plan->shards;
    part.shard = plan->shard + plan->shards * (parts / 2);
    part.shards = plan->shards * parts;
    part.resume = NULL;
    part.quiet = true;
    return part;
}

/* Seconds of CPU time. Of a part without any floats: what a run takes whatever it does. */
static double seconds_of(struct summary summaries[], const struct selection *selection,
                         const struct plan *plan)
{
    int64_t start = timing_of_process();
    exhaustive_run(summaries, selection, plan);
    return 1e-9 * (double)(timing_of_process() - start);
}

static void clear(struct summary summaries[], size_t count)
{
    for (size_t i = 0; i < count; i++)
        summary_clear(&summaries[i]);
}

/* What MPFR takes to confirm the largest error of each binade that was met, of each function once. */
static double confirming(struct summary summaries[], const struct selection *selection)
{
    int64_t start = timing_of_thread();
    for (size_t i = 0; i < selection->count; i++) {
        size_t first = 0;
        while (selection->at[first].kernel->code->f32 != selection->at[i].kernel->code->f32)
            first++;
        if (first == i)
            tally_confirm(&summaries[i], &selection->at[i]);
    }
    return 1e-9 * (double)(timing_of_thread() - start);
}

/* How many binades were met. */
static double binades_met(const struct summary *summary)
{
    double met = 0;
    for (int i = 0; i < BINADES; i++)
        met += summary->ideal[LOSS].binades->at[i].inputs > 0;
    return met;
}

struct gauge exhaustive_gauge(struct summary summaries[], const struct selection *selection,
                              const struct plan *plan)
{
    struct plan part = *plan;
    part.resume = NULL;
    part.quiet = true;
    part.shards = SIZE_MAX / 4;
    part.shard = part.shards - 1;
    double idle = seconds_of(summaries, selection, &part), cpu = 0, confirmed = 0;
    size_t share = LEAST;
    for (bool again = true; again; share /= MORE) {
        clear(summaries, selection->count);
        part = part_of(plan, share);
        cpu = seconds_of(summaries, selection, &part);
        confirmed = confirming(summaries, selection);
        again = share / MORE >= MOST && cpu - idle - confirmed < enough && part.shards > plan->shards &&
                !interrupted();
    }
    struct amount whole = amount_of(selection, plan), done = amount_of(selection, &part);
    double work = fmax(cpu - idle - confirmed, 0), met = fmax(1, binades_met(&summaries[0]));
    double all_met = fmin(BINADES, met * whole.bundles / done.bundles);
    return (struct gauge){.inputs = whole.inputs,
                          .cpu = idle + gauge_scaled(confirmed, met, all_met) +
                                 gauge_scaled(work, done.bundles, whole.bundles),
                          .width = fmin(ROUND, whole.bundles),
                          .round = fmin(ROUND, whole.bundles)};
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
