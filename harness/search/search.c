/* search.c -- rounds, each of a few lanes for every kernel; lanes run together, and share between rounds. */
#include "harness/search/search.h"

#include "harness/base/allocate.h"
#include "harness/base/interrupt.h"
#include "harness/base/progress.h"
#include "harness/base/random.h"
#include "harness/base/timing.h"
#include "harness/ranks/ranks.h"
#include "harness/search/exchange.h"
#include "harness/search/grid.h"
#include "harness/search/hunted.h"
#include "harness/search/points.h"
#include "harness/search/range.h"

#include <stdlib.h>

/* Of each lane. */
enum { FIRST_RANDOM = 8192, ROUND_RANDOM = 512, ROUND_HUNTS = 5, ROUND_BRANCHES = 2, ROUND_GRID = 128 };

static uint64_t seed_of(const struct choice *choice, const struct plan *plan, uint64_t lane)
{
    char id[ID_SIZE];
    uint64_t state = plan->seed;
    choice_id(id, choice);
    for (const char *c = id; *c; c++) {
        state ^= (unsigned char)*c;
        state = random_next(&state);
    }
    state ^= plan->shard * 64 + lane;
    return random_next(&state);
}

static void hunted_make(struct hunted *h, const struct choice *choice, const struct plan *plan)
{
    for (uint64_t i = 0; i < LANES; i++) {
        h->lane[i] = lane_make(choice, seed_of(choice, plan, i));
        h->lane[i].distinct = i >= SWEEP;
        h->lane[i].positions = plan->positions;
    }
    intervals_make(&h->intervals, choice->kernel->term, seed_of(choice, plan, LANES));
    h->tried.has_targets = choice->kernel->term->operands == 2;
    h->sweep = (struct sweep){.term = choice->kernel->term, .seed = seed_of(choice, plan, LANES + 1)};
}

/* What the lanes of the last round have tried, in their order, whichever was done first. */
static void take_tried(struct hunted *h)
{
    for (int i = 0; i < LANES; i++)
        tried_take(&h->tried, &h->lane[i].tried);
}

/* What the lanes of the coming round share. */
static void hunted_prepare(struct hunted *h, uint64_t round)
{
    take_tried(h);
    h->round = round;
    h->known = h->branches.count;
    if (round == 0)
        return;
    intervals_return(&h->intervals);
    intervals_pick(&h->intervals);
    for (int k = 0; k < OUTPUTS; k++)
        for (int i = 0; i < LANES; i++) {
            const struct output_summary *s = &h->lane[i].found.ideal[k];
            if (s->compared > 0 && (h->best[k].compared == 0 || s->max_ulp > h->best[k].max_ulp))
                h->best[k] = *s;
        }
}

static void hunt_all_intervals(struct hunted *h, struct lane *lane)
{
    for (size_t i = 0; i < h->intervals.count; i++) {
        struct search_interval *interval = &h->intervals.at[i];
        struct targeting by = targeting_at(lane->choice->kernel->term, interval->targeting);
        branches_hunt(&h->branches, lane, interval->range, &by, interval->score);
    }
}

static void first_round(struct hunted *h, struct lane *lane, int duty, const struct plan *plan)
{
    if (duty == KNOWN)
        points_known(lane, plan->worst, plan->seed);
    else if (duty == CONSTANTS)
        points_constants(lane);
    else if (duty == BRANCH)
        hunt_all_intervals(h, lane);
    else if (duty == GRID)
        grid_all(lane);
    else
        points_random(lane, FIRST_RANDOM);
}

static void later_round(struct hunted *h, struct lane *lane, int duty)
{
    if (duty == KNOWN || duty == CONSTANTS) {
        intervals_sample(&h->intervals, lane, duty == KNOWN ? 0 : 1, 2);
    } else if (duty == BRANCH) {
        for (int i = 0; i < ROUND_HUNTS; i++)
            branches_hunt_anywhere(&h->branches, lane, i == 0);
    } else if (duty == GRID) {
        grid_random(lane, ROUND_GRID);
    } else {
        points_random(lane, ROUND_RANDOM);
        for (size_t i = 0; i < ROUND_BRANCHES && i < h->known; i++) {
            size_t k = (h->round * ROUND_BRANCHES + i) % h->known;
            points_around(lane, h->branches.point[k].at, &h->branches.point[k].by);
        }
        for (int k = 0; k < OUTPUTS; k++)
            if (h->best[k].compared > 0)
                points_climb(lane, &h->best[k].at);
    }
}

static void run_lane(struct hunted *h, int duty, const struct plan *plan, struct search_batch *batch)
{
    struct lane *lane = &h->lane[duty];
    batch->n = 0;
    batch->done = true;
    lane->batch = batch;
    if (duty >= SWEEP)
        sweep_round(&h->sweep, lane, duty - SWEEP);
    else if (h->round == 0)
        first_round(h, lane, duty, plan);
    else
        later_round(h, lane, duty);
    lane_flush(lane);
    if (duty >= SWEEP)
        h->sweep.rounds[duty - SWEEP]++;
}

/* One round of every kernel. Lanes are handed out to the threads of all ranks; afterwards each rank has what all of them
   have found, and so prepares the same next round. */
static enum ranks_together run_round(struct hunted hunted[], size_t count, uint64_t round,
                                     const struct plan *plan)
{
    bool sound = true;
    struct exchange exchange = {0};
    ranks_rewind();
#pragma omp parallel
    {
        struct search_batch *batch = allocate(1, sizeof *batch);
        struct guard guard = guard_make(SEARCH_ROOM);
        batch->guard = &guard;
#pragma omp for schedule(dynamic)
        for (size_t i = 0; i < count; i++)
            hunted_prepare(&hunted[i], round);
        for (size_t task; (task = ranks_take(1)) < LANES * count;) {
            struct hunted *h = &hunted[task / LANES];
            bool go_on;
#pragma omp atomic read
            go_on = sound;
            if (interrupted() || !go_on) {
                ranks_take(LANES * count); /* the others need not go on either */
                break;
            }
            run_lane(h, (int)(task % LANES), plan, batch);
            exchange_add(&exchange, hunted, task);
            if (!h->lane[task % LANES].sound) {
#pragma omp atomic write
                sound = false;
            }
        }
        free(batch);
        guard_free(&guard);
        reference_thread_end();
    }
    exchange_end(&exchange, hunted);
    return ranks_together(sound);
}

/* Rounds until there were enough, or another like the last would not fit into the leader's budget. */
static uint64_t run_rounds(struct hunted hunted[], size_t count, const struct plan *plan, bool *sound)
{
    int64_t start = timing_now(), now = start, last, next = 0;
    double budget = 1e9 * plan->budget;
    uint64_t round = 0;
    progress_start(plan->rounds ? "rounds" : "ms of the search",
                   plan->rounds ? plan->rounds : 1 + (size_t)(1e3 * plan->budget), plan->quiet);
    *sound = true;
    for (enum ranks_together end = RANKS_DONE; end == RANKS_DONE && count > 0; round++) {
        bool enough =
            round > 0 && (plan->rounds ? round >= plan->rounds : (double)(now - start + next) > budget);
        ranks_share(&enough, sizeof enough);
        if (enough)
            break;
        end = run_round(hunted, count, round, plan);
        *sound = end != RANKS_UNSOUND;
        last = timing_now() - now;
        now += last;
        next = round > 0 ? last : 0; /* the first round is the longest by far */
        progress_add(plan->rounds ? 1 : (size_t)(1e-6 * (double)last));
    }
    progress_end();
    return round;
}

/* What all lanes found, each input counted once. */
static struct summary gather(struct hunted *h, uint64_t rounds)
{
    struct summary whole = {0};
    struct tried_counts counts = {0};
    struct tried_input other;
    take_tried(h);
    for (int k = 0; k < LANES; k++) {
        summary_merge(&whole, &h->lane[k].found);
        whole.searched.audited += h->lane[k].audited;
        tried_counts_merge(&counts, &h->lane[k].counted);
    }
    for (size_t i = 0; i < h->tried.slots; i++)
        if (tried_at(&h->tried, i, &other) && !sweep_has(&h->sweep, &other.input))
            tried_count(&counts, other.code);
    whole.searched.rounds = rounds;
    whole.searched.searches = 1;
    whole.searched.evaluations = whole.inputs;
    whole.searched.uncounted = h->tried.uncounted;
    tried_counts_apply(&counts, &whole);
    for (size_t k = 0; k < h->branches.count; k++)
        searched_add_point(&whole.searched, range_value(h->branches.point[k].at));
    if (h->sweep.rounds[0] > 0 && h->sweep.rounds[1] > 0)
        sweep_widths(&h->sweep, whole.searched.width);
    return whole;
}

static void hunted_free(struct hunted *h)
{
    tried_free(&h->tried);
    for (int i = 0; i < LANES; i++)
        free(h->lane[i].tried.at);
}

enum search_end search_run(struct summary summaries[], const struct selection *selection,
                           const struct plan *plan)
{
    bool sound;
    struct hunted *hunted = allocate(selection->count, sizeof *hunted);
    for (size_t i = 0; i < selection->count; i++) {
        hunted[i] = (struct hunted){.round = 0};
        hunted_make(&hunted[i], &selection->at[i], plan);
    }
    uint64_t rounds = run_rounds(hunted, selection->count, plan, &sound);
    for (size_t i = 0; i < selection->count; i++) {
        summaries[i] = gather(&hunted[i], rounds);
        hunted_free(&hunted[i]);
    }
    free(hunted);
    return !sound ? SEARCH_VOID : interrupted() ? SEARCH_INTERRUPTED : SEARCH_DONE;
}
