/* sweep.h -- what `bench` and `compare` range over: batch sizes, input regimes, where the arrays lie. Their
   options and how those are read. */
#ifndef GANLOSS_HARNESS_BENCH_SWEEP_H
#define GANLOSS_HARNESS_BENCH_SWEEP_H

#include "harness/base/fail.h"
#include "harness/cli/options.h"
#include "harness/inputs/regime.h"

#include <jansson.h>

#define SWEEP_BATCH_MAX ((size_t)1 << 24)
enum { SWEEP_BATCHES = 64, SWEEP_REGIMES = 16 };

struct sweep {
    size_t batch[SWEEP_BATCHES], batches;
    const char *regime_name[SWEEP_REGIMES];
    const struct regime *regime[SWEEP_REGIMES]; /* set by sweep_open */
    size_t regimes;
    int level; /* enum memory_level, or LEVEL_AUTO */
    unsigned long seed;
};

/* The batch sizes that are given, `equilibrium`, the automatic level, seed 1. */
void sweep_init(struct sweep *sweep, size_t batches, const size_t batch[]);

/* --batch, --regime, --cache and --seed, into a struct sweep. */
extern const struct cli_option sweep_options[];

/* Finds the regimes by their names; those of trace files it reads. */
enum status sweep_open(struct sweep *sweep);
void sweep_close(struct sweep *sweep);

/* {"batch", "regime", "cache", "seed"}: for a document's options. */
json_t *sweep_json(const struct sweep *sweep);

/* "auto", "L1", ... */
const char *sweep_level_name(int level);

#endif
