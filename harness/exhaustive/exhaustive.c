/* exhaustive.c -- chunks of 2^16 bit patterns, all of one sign and binade, each screened in blocks and run
   through every kernel of a group. */
#include "harness/exhaustive/exhaustive.h"

#include "harness/base/allocate.h"
#include "harness/base/fail.h"
#include "harness/base/interrupt.h"
#include "harness/base/output.h"
#include "harness/base/progress.h"
#include "harness/base/random.h"
#include "harness/base/threads.h"
#include "harness/base/timing.h"
#include "harness/exhaustive/checkpoint.h"
#include "harness/exhaustive/memo.h"
#include "harness/exhaustive/tally.h"
#include "harness/inputs/cases.h"

#include <math.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

/* Blocks differ in length and alignment, so that a vector kernel's tails and unaligned heads are tested. */
enum { CHUNK = 1 << 16, CHUNKS = 1 << 16 };

static uint64_t hash(uint64_t seed, uint64_t number)
{
    uint64_t state = seed + number * 0x9E3779B97F4A7C15;
    return random_next(&state);
}

/* What each thread has: room for a block, and what its kernels have come to since the last gathering. */
struct worker {
    struct workspace space;
    struct summary *summaries;
    const struct pass *labelled; /* the pass whose label space.label holds */
};

struct exhaustive {
    const struct selection *selection;
    const struct plan *plan;
    const struct comparer *comparer;
    struct group *groups;
    struct pass *passes;
    size_t group_count, tasks;    /* of the shard: chunks of all passes */
    size_t *same_as;              /* per choice, the first of its group with the same function and sign */
    struct contender *contenders; /* per choice */
    struct state state;
    struct worker *workers;
    int threads;
    bool sound;
    enum status status; /* of writing checkpoints */
};

/* One chunk of one pass; false: the audit failed. */
static bool judge_chunk(const struct exhaustive *run, struct worker *worker, const struct pass *pass,
                        uint32_t chunk)
{
    struct workspace *w = &worker->space;
    uint64_t seed = run->plan->seed;
    uint32_t audited = (uint32_t)(hash(seed, chunk) & (CHUNK - 1)), first = chunk * CHUNK;
    double scale[OUTPUTS];
    block_scale(scale, pass, float_of_bits(first), float_of_bits(first + CHUNK - 1));
    for (uint32_t start = 0, n; start < CHUNK; start += n) {
        uint64_t shape = hash(seed + 1, (uint64_t)first + start);
        n = 1 + (uint32_t)(shape % COMPARE_BLOCK);
        n = n < CHUNK - start ? n : CHUNK - start;
        float *x = w->x + (shape >> 32) % MISALIGNED;
        struct block b = {pass, first + start, n, x, {scale[LOSS], scale[GRAD]}};
        for (uint32_t i = 0; i < n; i++)
            x[i] = float_of_bits(b.bits + i);
        tally_begin(w, &b, run->comparer);
        bool audit = audited - start < n;
        if (audit && block_audit_fails(&b, audited - start))
            return false;
        for (size_t m = 0; m < pass->group->members; m++) {
            size_t index = pass->group->member[m].index;
            const struct contender *contender = &run->contenders[index];
            if (run->same_as[index] != index)
                continue;
            tally_kernel(&worker->summaries[index], w, &b, contender, run->comparer);
            if (audit && tally_audit_fails(w, &b, contender))
                return false;
        }
    }
    return true;
}

/* Every group, at each label where its terms take one. */
static size_t make_passes(struct pass passes[], const struct group groups[], size_t count,
                          const struct screen *screen)
{
    size_t made = 0;
    for (size_t g = 0; g < count; g++)
        for (int label = 0; label < (groups[g].operands == 2 ? CASES_LABELS : 1); label++) {
            struct pass *p = &passes[made++];
            *p = (struct pass){&groups[g], NULL, groups[g].formula};
            if (groups[g].operands == 2)
                p->formula.label = (double)(float)cases_labels[label];
            p->screen = !screen ? screen_find(&p->formula, isa_best()) : screen->run ? screen : NULL;
        }
    return made;
}

static bool is_same(const struct contender *a, const struct contender *b)
{
    return a->choice->kernel->code->f32 == b->choice->kernel->code->f32 && a->sign == b->sign;
}

static void find_same(struct exhaustive *run)
{
    for (size_t g = 0; g < run->group_count; g++)
        for (size_t m = 0; m < run->groups[g].members; m++) {
            const struct group_member *member = run->groups[g].member;
            size_t first = 0;
            while (!is_same(&run->contenders[member[first].index], &run->contenders[member[m].index]))
                first++;
            run->same_as[member[m].index] = member[first].index;
        }
}

static void make_contenders(struct exhaustive *run)
{
    ganloss_f32 *(*twin)(ganloss_f32 *) = run->plan->twin ? run->plan->twin : memo_twin;
    run->contenders = allocate(run->selection->count, sizeof *run->contenders);
    for (size_t g = 0; g < run->group_count; g++)
        for (size_t m = 0; m < run->groups[g].members; m++) {
            const struct group_member *member = &run->groups[g].member[m];
            const struct choice *choice = &run->selection->at[member->index];
            run->contenders[member->index] =
                (struct contender){choice, twin(choice->kernel->code->f32), member->sign};
        }
}

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

static struct exhaustive run_make(const struct selection *selection, const struct plan *plan)
{
    struct exhaustive run = {
        .selection = selection, .plan = plan, .comparer = comparer_find(isa_best()), .sound = true};
    run.groups = allocate(selection->count, sizeof *run.groups);
    run.group_count = groups_make(run.groups, selection);
    run.passes = allocate(CASES_LABELS * run.group_count, sizeof *run.passes);
    size_t all = make_passes(run.passes, run.groups, run.group_count, plan->screen) * CHUNKS;
    run.tasks = (all + plan->shards - 1 - plan->shard) / plan->shards;
    run.same_as = allocate(selection->count, sizeof *run.same_as);
    make_contenders(&run);
    find_same(&run);
    run.state.tasks = run.tasks;
    run.state.summaries = make_summaries(selection->count);
    run.threads = threads_used();
    run.workers = allocate_aligned(CACHE_LINE, (size_t)run.threads, sizeof *run.workers);
    for (int i = 0; i < run.threads; i++) {
        run.workers[i].summaries = make_summaries(selection->count);
        run.workers[i].labelled = NULL;
    }
    return run;
}

static void run_free(struct exhaustive *run)
{
    for (int i = 0; i < run->threads; i++)
        free_summaries(run->workers[i].summaries, run->selection->count);
    free(run->workers);
    free_summaries(run->state.summaries, run->selection->count);
    free(run->contenders);
    free(run->same_as);
    free(run->passes);
    groups_free(run->groups, run->group_count);
    free(run->groups);
}

/* Adds to the state what the threads have found, and takes it from them. */
static void gather(struct exhaustive *run)
{
    for (size_t i = 0; i < run->selection->count; i++)
        for (int t = 0; t < run->threads; t++) {
            struct summary *from = &run->workers[t].summaries[i];
            if (from->inputs == 0)
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

static void do_task(struct exhaustive *run, size_t slot)
{
    size_t task = (run->state.rounds * ROUND + slot) * run->plan->shards + run->plan->shard;
    struct worker *worker = &run->workers[omp_get_thread_num()];
    const struct pass *pass = &run->passes[task / CHUNKS];
    bool go_on;
#pragma omp atomic read
    go_on = run->sound;
    if (interrupted() || !go_on || run->state.done[slot])
        return;
    for (size_t i = 0; i < COMPARE_BLOCK + MISALIGNED && worker->labelled != pass; i++)
        worker->space.label[i] = (float)pass->formula.label;
    worker->labelled = pass;
    if (!judge_chunk(run, worker, pass, (uint32_t)(task % CHUNKS))) {
#pragma omp atomic write
        run->sound = false;
    }
    run->state.done[slot] = 1;
    progress_add(1);
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
            tally_confirm(&run->state.summaries[i], &run->contenders[i]);
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
    progress_start("chunks of 65536 inputs", run.tasks, plan->quiet);
    progress_skip(run.state.rounds * ROUND);
    do_rounds(&run);
    progress_end();
    checkpoint(&run);
    deliver(summaries, &run);
    enum exhaustive_end end = end_of(&run);
    temporary_remove(&lock);
    run_free(&run);
    return end;
}
