/* arrays.h -- the pool of inputs and outputs that the rows take turns with, and the cache that it fits. */
#ifndef GANLOSS_HARNESS_BENCH_ARRAYS_H
#define GANLOSS_HARNESS_BENCH_ARRAYS_H

#include "harness/bench/bench.h"

/* Room for the pools of rows of up to `bytes` per array. `placement` shifts all arrays by as many cache
   lines. */
void bench_arrays_allocate(struct bench_arrays *arrays, size_t bytes, size_t placement, uint64_t seed);
void bench_arrays_free(struct bench_arrays *arrays);

/* Fills the pool with the row's inputs and labels, unless it holds them. */
void bench_arrays_load(struct bench_arrays *arrays, const struct bench_row *row);

/* The inputs that a row's pool holds. */
struct bench_inputs bench_arrays_inputs(const struct bench_row *row);

/* Of the arrays, per element, each array counted once: x, y where the term takes labels, grad, and for
   element kernels loss (the batch kernel's losses stay in the first-level cache). */
size_t bench_bytes_per_element(const struct bench_row *row);

/* Sets level and copies, so that three quarters of that level hold the pool. A level that cannot hold one
   batch gives way to the next. A foreign kernel's program repeats one block, wherever that fits. */
void bench_place(struct bench_row *row, int wanted_level);
void bench_place_one_block(struct bench_row *row);

/* Bytes of one array of the row's pool. */
size_t bench_pool_bytes(const struct bench_row *row);

#endif
