/* rows.h -- which rows there are, and what they are called. */
#ifndef GANLOSS_HARNESS_BENCH_ROWS_H
#define GANLOSS_HARNESS_BENCH_ROWS_H

#include "harness/bench/bench.h"
#include "harness/inputs/regime.h"
#include "harness/selection/select.h"

/* The rows: every kernel of the selection on each batch size (ascending) in each regime; of `stable` kernels
   also the batch kernel with each reduction; at batch 1 also the latency. Of a foreign kernel neither, and no batch
   that is longer than a block of its program. In the order of measurement, which
   is that of priority too: small batches first, `stable` first, and rows with the same inputs together. */
void bench_init(struct bench *bench, const struct selection *selection, size_t batches, const size_t batch[],
                size_t regimes_count, const struct regime *const regime[], int level, uint64_t seed);
void bench_free(struct bench *bench);

/* Whether two rows read the same inputs x. */
bool bench_same_inputs(const struct bench_row *a, const struct bench_row *b);

/* "element", "latency" or "mean"; the reduction's name, or "-". */
const char *bench_kind(const struct bench_row *row);
const char *bench_reduction(const struct bench_row *row);

#endif
