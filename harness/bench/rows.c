/* rows.c -- which rows there are, and in which order. */
#include "harness/bench/rows.h"

#include "harness/base/allocate.h"
#include "harness/bench/arrays.h"
#include "harness/bench/foreign.h"
#include "harness/selection/catalogue.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool bench_same_inputs(const struct bench_row *a, const struct bench_row *b)
{
    return a->batch * a->copies == b->batch * b->copies && a->regime == b->regime &&
           a->choice.format == b->choice.format &&
           a->choice.kernel->term->space == b->choice.kernel->term->space;
}

const char *bench_kind(const struct bench_row *row)
{
    return row->reduction == ELEMENT ? "element" : row->reduction == LATENCY ? "latency" : "mean";
}

const char *bench_reduction(const struct bench_row *row)
{
    return row->reduction == TRAINING ? "training"
           : row->reduction >= 0      ? ganloss_reduction_names[row->reduction]
                                      : "-";
}

static bool is_stable(const struct bench_row *row)
{
    return strcmp(row->choice.kernel->code->variant, "stable") == 0;
}

/* Whether the kernel has rows of this kind at this batch size. */
static bool has(const struct bench_row *row)
{
    const struct ganloss_loss *loss = ganloss_loss_find(row->choice.kernel->term->id);
    if (bench_is_foreign(row)) /* timed in its program, one call at a time */
        return row->reduction == ELEMENT && row->batch <= bench_foreign_longest();
    switch (row->reduction) {
    case ELEMENT:
        return true;
    case LATENCY:
        return row->batch == 1;
    case TRAINING:
        return loss && ganloss_loss_kernel(loss, row->choice.format->name) == row->choice.kernel->code;
    default:
        return is_stable(row);
    }
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
        order(catalogue_place(a->choice.kernel), catalogue_place(b->choice.kernel)),
        a->reduction - b->reduction,
    };
    for (size_t i = 0; i < sizeof by / sizeof *by; i++)
        if (by[i] != 0)
            return by[i];
    return 0;
}

void bench_init(struct bench *bench, const struct selection *selection, size_t batches, const size_t batch[],
                size_t regimes_count, const struct regime *const regime[], int level, uint64_t seed)
{
    size_t most = selection->count * batches * regimes_count * (3 + GANLOSS_REDUCTIONS), bytes = 65536;
    *bench = (struct bench){.rows = allocate(most, sizeof *bench->rows)};
    for (size_t c = 0; c < selection->count; c++)
        for (size_t b = 0; b < batches; b++)
            for (size_t r = 0; r < regimes_count; r++)
                for (int reduction = LATENCY; reduction <= TRAINING; reduction++) {
                    struct bench_row row = {.choice = selection->at[c],
                                            .reduction = reduction,
                                            .regime = regime[r],
                                            .batch = batch[b],
                                            .instructions = (double)NAN};
                    if (!has(&row))
                        continue;
                    bench_place(&row, level);
                    bytes = bench_pool_bytes(&row) > bytes ? bench_pool_bytes(&row) : bytes;
                    bench->rows[bench->count++] = row;
                }
    qsort(bench->rows, bench->count, sizeof *bench->rows, compare);
    bench_arrays_allocate(&bench->arrays, bytes, 0, seed);
}

void bench_free(struct bench *bench)
{
    free(bench->rows);
    bench_arrays_free(&bench->arrays);
    *bench = (struct bench){0};
}
