/* arrays.c -- the pool of inputs and outputs, and the cache that it fits. */
#include "harness/bench/arrays.h"

#include "harness/base/allocate.h"
#include "harness/machine/machine.h"
#include "harness/selection/catalogue.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

size_t bench_bytes_per_element(const struct bench_row *row)
{
    size_t arrays = row->choice.kernel->term->operands == 2 ? 2 : 1;
    arrays += row->reduction < 0 ? 2 : 1;
    return arrays * row->choice.format->size;
}

size_t bench_pool_bytes(const struct bench_row *row)
{
    return row->copies * row->batch * row->choice.format->size;
}

/* The rest of a cache is for the stack, the code and the neighbours. */
static size_t room(enum memory_level level)
{
    return level == LEVEL_MEMORY ? SIZE_MAX : machine_cache(level) / 4 * 3;
}

void bench_place_one_block(struct bench_row *row)
{
    int level = 0;
    while (row->batch * bench_bytes_per_element(row) > room((enum memory_level)level))
        level++;
    row->level = (enum memory_level)level;
    row->copies = 1;
}

void bench_place(struct bench_row *row, int wanted_level)
{
    if (catalogue_is_foreign(row->choice.kernel)) {
        bench_place_one_block(row);
        return;
    }
    /* Of some thousand branches a predictor learns every turn; of these, none. */
    const size_t surprising = 65536;
    size_t bytes = row->batch * bench_bytes_per_element(row);
    int level = wanted_level == LEVEL_AUTO ? LEVEL_L2 : wanted_level;
    while (bytes > room((enum memory_level)level))
        level++;
    row->level = (enum memory_level)level;
    if (level == LEVEL_MEMORY) /* nothing of it may be left in a cache when its turn comes again */
        row->copies = wanted_level == LEVEL_MEMORY ? (4 * machine_cache(LEVEL_L3) + bytes - 1) / bytes : 1;
    else
        row->copies = room(row->level) / bytes;
    if (wanted_level == LEVEL_AUTO && row->copies * row->batch > surprising)
        row->copies = (surprising + row->batch - 1) / row->batch;
}

/* One block for all four, each starting 1 KiB further into its page than the one before: at the same place of
   their pages, a store to one array can delay a load from another. In huge pages, where the system has them:
   small ones lie in memory as it happens, and how well they share a cache differs from process to process, by
   2 % of the time and more. */
void bench_arrays_allocate(struct bench_arrays *arrays, size_t bytes, size_t placement, uint64_t seed)
{
    enum { PAGE = 4096, SHIFT = 1024, HUGE_PAGE = 1 << 21 };
    size_t each = (bytes + PAGE - 1) / PAGE * PAGE + SHIFT;
    size_t all = (4 * each + placement * CACHE_LINE + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
    *arrays = (struct bench_arrays){.seed = seed};
    arrays->block = allocate_aligned(HUGE_PAGE, 1, all);
    madvise(arrays->block, all, MADV_HUGEPAGE);
    arrays->x = (char *)arrays->block + placement * CACHE_LINE;
    arrays->y = arrays->x + each;
    arrays->loss = arrays->x + 2 * each;
    arrays->grad = arrays->x + 3 * each;
}

void bench_arrays_free(struct bench_arrays *arrays)
{
    free(arrays->block);
    bench_kept_free(&arrays->kept);
    *arrays = (struct bench_arrays){0};
}

/* Memory that no one has written yet is backed by the kernel at the first touch: not on our time. */
static void touch(struct bench_arrays *arrays, size_t bytes)
{
    if (bytes <= arrays->touched)
        return;
    memset(arrays->loss + arrays->touched, 0, bytes - arrays->touched);
    memset(arrays->grad + arrays->touched, 0, bytes - arrays->touched);
    arrays->touched = bytes;
}

struct bench_inputs bench_arrays_inputs(const struct bench_row *row)
{
    return (struct bench_inputs){row->regime, row->choice.format, row->choice.kernel->term->space,
                                 row->copies * row->batch};
}

static void hold(struct bench_arrays *arrays, struct bench_inputs *held, const struct bench_inputs *wanted,
                 char *at)
{
    if (bench_kept_covers(held, wanted))
        return;
    bench_kept_fill(&arrays->kept, wanted, arrays->seed, at);
    *held = *wanted;
}

void bench_arrays_load(struct bench_arrays *arrays, const struct bench_row *row)
{
    struct bench_inputs wanted = bench_arrays_inputs(row);
    touch(arrays, bench_pool_bytes(row));
    hold(arrays, &arrays->inputs, &wanted, arrays->x);
    wanted.regime = NULL;
    wanted.space = LOGIT; /* there is one kind of labels */
    if (row->choice.kernel->term->operands == 2)
        hold(arrays, &arrays->labels, &wanted, arrays->y);
}
