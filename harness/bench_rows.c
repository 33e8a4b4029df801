/* bench_rows.c -- which rows there are, and in which order. */
#include "bench.h"

#include <stdlib.h>
#include <string.h>

bool bench_same_inputs(const struct bench_row *a, const struct bench_row *b)
{
    return a->batch == b->batch && a->regime == b->regime && a->choice.format == b->choice.format &&
           a->choice.kernel->term->space == b->choice.kernel->term->space;
}

bool bench_same_labels(const struct bench_row *a, const struct bench_row *b)
{
    return a->batch == b->batch && a->choice.format == b->choice.format;
}

size_t bench_bytes_per_element(const struct bench_row *row)
{
    size_t arrays = row->choice.kernel->term->operands == 2 ? 2 : 1;
    arrays += row->reduction == ELEMENT ? 2 : 1;
    return arrays * row->choice.format->size;
}

static bool is_stable(const struct bench_row *row)
{
    return strcmp(row->choice.kernel->code->variant, "stable") == 0;
}

static int order(size_t a, size_t b)
{
    return (a > b) - (a < b);
}

/* The order of measurement. Rows of one table each (regimes, formats, kernels) are in that table's order. */
static int compare(const void *left, const void *right)
{
    const struct bench_row *a = left, *b = right;
    int by[] = {
        order(a->batch, b->batch),
        order(!is_stable(a), !is_stable(b)),
        order((size_t)a->regime, (size_t)b->regime),
        order((size_t)a->choice.format, (size_t)b->choice.format),
        order(a->choice.kernel->term->space, b->choice.kernel->term->space),
        order((size_t)a->choice.kernel, (size_t)b->choice.kernel),
        a->reduction - b->reduction,
    };
    for (size_t i = 0; i < sizeof by / sizeof *by; i++)
        if (by[i] != 0)
            return by[i];
    return 0;
}

/* One block for all four, each starting 1 KiB further into its page than the one before: at the same place of
   their pages, a store to one array can delay a load from another. */
static void allocate_arrays(struct bench_arrays *arrays, size_t bytes)
{
    enum { PAGE = 4096, SHIFT = 1024 };
    size_t each = (bytes + PAGE - 1) / PAGE * PAGE + SHIFT;
    arrays->block = allocate(4 * each + PAGE, 1);
    char *start = (char *)arrays->block + (PAGE - (uintptr_t)arrays->block % PAGE) % PAGE;
    arrays->x = start;
    arrays->y = start + each;
    arrays->loss = start + 2 * each;
    arrays->grad = start + 3 * each;
}

void bench_init(struct bench *bench, const struct selection *selection, size_t batches, const size_t batch[],
                size_t regimes_count, const struct regime *const regime[], uint64_t seed)
{
    size_t most = selection->count * batches * regimes_count * (1 + GANLOSS_REDUCTIONS), bytes = 0;
    *bench = (struct bench){.rows = allocate(most, sizeof *bench->rows), .seed = seed};
    for (size_t c = 0; c < selection->count; c++)
        for (size_t b = 0; b < batches; b++)
            for (size_t r = 0; r < regimes_count; r++)
                for (int reduction = ELEMENT; reduction < GANLOSS_REDUCTIONS; reduction++) {
                    struct bench_row row = {
                        selection->at[c], reduction, regime[r], batch[b], 0, 0, 0, 0, {0}};
                    size_t size = batch[b] * row.choice.format->size;
                    if (reduction != ELEMENT && !is_stable(&row))
                        break;
                    bench->rows[bench->count++] = row;
                    bytes = size > bytes ? size : bytes;
                }
    qsort(bench->rows, bench->count, sizeof *bench->rows, compare);
    allocate_arrays(&bench->arrays, bytes);
}

void bench_free(struct bench *bench)
{
    free(bench->rows);
    free(bench->arrays.block);
    *bench = (struct bench){0};
}
