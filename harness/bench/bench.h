/* bench.h -- timing: rows (what to time), a plan (how often, within a budget), samples, a report.

   Rows are measured in rounds, at most one sample of each per round, so that drift of the machine (clock
   frequency, a neighbour) hits all alike. A sample is a number of calls that together last at least
   BENCH_SAMPLE_NS; its calls go round a pool of inputs, so that a branch predictor cannot learn them and the
   arrays come from the cache that the row names. */
#ifndef GANLOSS_HARNESS_BENCH_BENCH_H
#define GANLOSS_HARNESS_BENCH_BENCH_H

#include "harness/base/fail.h"
#include "harness/bench/pairs.h"
#include "harness/inputs/regime.h"
#include "harness/machine/counters.h"
#include "harness/machine/limits.h"
#include "harness/machine/machine.h"
#include "harness/selection/select.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

#define BENCH_SAMPLE_NS 0.5e6
enum { BENCH_SAMPLES_MAX = 51 };

/* In place of a reduction: the element kernel alone, in calls that overlap as the CPU can; or one element at
   a time, each call's input waiting for the results of the call before. */
enum { LATENCY = -2, ELEMENT = -1 };

struct bench_row {
    struct choice choice;
    int reduction; /* of the batch kernel (enum ganloss_reduction), ELEMENT or LATENCY */
    const struct regime *regime;
    size_t batch;

    enum memory_level level; /* where the arrays come from */
    size_t copies;           /* batches in the pool, that calls use in turn */

    size_t iterations; /* calls per sample; 0: not calibrated */
    double call_ns;    /* of one call: estimated, then the fastest sample's; for the plan */
    size_t wanted;     /* samples that the plan has room for */
    size_t samples;
    double ns[BENCH_SAMPLES_MAX]; /* per call, one for each sample */

    struct counts counts; /* of all samples together */
    double counted_calls; /* in those samples; 0: nothing was counted */
    double instructions;  /* per element, by single-stepping; NaN: not counted */
};

/* Either one of the levels or: the lowest from the second on that holds a pool large enough to surprise the
   branch predictor. */
enum { LEVEL_AUTO = -1 };

/* arrays.c: the arrays that kernels work on, and what x and y hold now. */
struct bench_arrays {
    void *block;
    char *x, *y, *loss, *grad;
    size_t turn;    /* calls so far: each takes the next batch of the pool */
    size_t touched; /* bytes of loss and grad known to be backed by memory */
    struct {
        const struct regime *regime;
        const struct format *format;
        enum space space;
        size_t count;
    } inputs, labels;
    uint64_t seed;
    double fill_ns; /* cost of filling, per element; for the plan */
};

/* Room for the pools of rows of up to `bytes` per array. `placement` shifts all arrays by as many cache
   lines. */
void bench_arrays_allocate(struct bench_arrays *arrays, size_t bytes, size_t placement, uint64_t seed);
void bench_arrays_free(struct bench_arrays *arrays);

/* Fills the pool with the row's inputs and labels, unless it holds them. */
void bench_arrays_load(struct bench_arrays *arrays, const struct bench_row *row);

/* Of the arrays, per element, each array counted once: x, y where the term takes labels, grad, and for
   element kernels loss (the batch kernel's losses stay in the first-level cache). */
size_t bench_bytes_per_element(const struct bench_row *row);

/* Sets level and copies, so that three quarters of that level hold the pool. A level that cannot hold one
   batch gives way to the next. */
void bench_place(struct bench_row *row, int wanted_level);

/* Bytes of one array of the row's pool. */
size_t bench_pool_bytes(const struct bench_row *row);

struct bench {
    struct bench_row *rows;
    size_t count;
    struct bench_arrays arrays;
    struct counters *counters; /* NULL: none */
    struct limits limits;
    struct paired noise;    /* of the first row's kernel with itself; quads = 0: not measured */
    const json_t *accuracy; /* a result document of `verify`, or NULL: declared bounds */
};

/* rows.c: the rows, every kernel of the selection on each batch size (ascending) in each regime; of
   `stable` kernels also the batch kernel with each reduction; at batch 1 also the latency. In the order of
   measurement, which is that of priority too: small batches first, `stable` first, and rows with the same
   inputs together. */
void bench_init(struct bench *bench, const struct selection *selection, size_t batches, const size_t batch[],
                size_t regimes_count, const struct regime *const regime[], int level, uint64_t seed);
void bench_free(struct bench *bench);

/* Whether two rows read the same inputs x. */
bool bench_same_inputs(const struct bench_row *a, const struct bench_row *b);

/* "element", "latency" or "mean"; the reduction's name, or "-". */
const char *bench_kind(const struct bench_row *row);
const char *bench_reduction(const struct bench_row *row);

/* calls.c, compiled once per format: that many calls, one after another. For latency each waits for the
   results of the one before. */
typedef void bench_calls(const struct bench_row *row, size_t iterations, struct bench_arrays *arrays);
bench_calls bench_element_f32, bench_mean_f32, bench_latency_f32;
bench_calls bench_element_f64, bench_mean_f64, bench_latency_f64;

/* repeat.c: that many calls on the loaded arrays, the results consumed. */
void bench_repeat(const struct bench_row *row, size_t iterations, struct bench_arrays *arrays);

/* The ns that they take. */
double bench_timed(const struct bench_row *row, size_t iterations, struct bench_arrays *arrays);

/* sample.c: finds how many calls make a sample, from a batch of at most 4096; sets call_ns (at larger
   sizes an estimate, on the high side) and iterations. */
void bench_calibrate(struct bench *bench, struct bench_row *row);

/* Fills the arrays if they hold other inputs, warms up until the time of a call is stable, and takes one
   sample of at least BENCH_SAMPLE_NS. */
void bench_sample(struct bench *bench, struct bench_row *row);

/* Expected ns of one sample, warm-up included. */
double bench_sample_cost(const struct bench_row *row);

/* plan.c: the fewest samples that a row is reported with: 5, or 3 where a call takes 10 ms or more. */
size_t bench_least_samples(const struct bench_row *row);

/* Sets every calibrated row's `wanted`, from the samples it has and what the remaining time allows: first
   each row, in order, that can have its least samples; then more samples, about equal time for each. A row
   that does not fit wants no more than it has. */
void bench_plan(struct bench *bench, double remaining_ns);

/* The expected ns of all the samples that are planned and not yet taken. */
double bench_planned_ns(const struct bench *bench);

/* measure.c: calibrates (within half the budget) and plans; then measures in rounds within the rest.
   An interrupt (base/interrupt.h) ends it early. quiet: without progress. */
void bench_prepare(struct bench *bench, double budget_seconds);
void bench_measure(struct bench *bench, double budget_seconds, bool quiet);

/* noise.c: compares the first row's kernel with itself, on a batch of 4096, for so many seconds. */
void bench_measure_noise(struct bench *bench, double seconds, uint64_t seed);

/* count.c: counts the instructions per element of each kernel, kind and regime, once for all batch
   sizes; of latencies none. STATUS_UNAVAILABLE, and one line, where they cannot be counted. */
enum status bench_count_instructions(struct bench *bench, bool quiet);

/* accuracy.c: the largest error of the row's kernel that is known: from the document, else the bound
   that is declared; infinite where no correct bit is left or a class of its own was found, NaN where nothing
   is known. *source: "measured", "declared" or NULL. */
double bench_max_ulp(const struct bench *bench, const struct bench_row *row, const char **source);

/* The correct bits that an error leaves in a format: all of them up to half an ulp, then one less with each
   doubling, and at least none. */
double bench_correct_bits(const struct format *format, double max_ulp);

/* against.c: compares the instructions per element with those of a stored run. More by over one in a
   thousand is worse: a line on stderr for each kernel, and STATUS_PERFORMANCE. STATUS_DATA where the two
   cannot be compared. *comparison: {"file", "worse", "better", "unchanged", "added"}. */
enum status bench_against(const struct bench *bench, const char *path, uint64_t seed, json_t **comparison);

/* report.c: whether a row has samples enough to be reported: its least, or, when the measurement was
   cut short, any. */
bool bench_reported(const struct bench_row *row, bool cut_short);

/* Arrays for the result document: the reported rows, and the skipped ones. */
json_t *bench_json(const struct bench *bench, bool cut_short);
json_t *bench_skipped_json(const struct bench *bench, bool cut_short);

/* {"kernel", "batch", "ratio", "low", "high", "smallest_detectable"} of the kernel against itself, or null. */
json_t *bench_noise_json(const struct bench *bench);

/* print.c: the reported rows for people, and as a table with a header; the plan; the limits and the
   noise; the lines that say what was skipped and why. */
void bench_print(FILE *to, const struct bench *bench, bool cut_short);
void bench_print_tsv(FILE *to, const struct bench *bench, bool cut_short);
void bench_print_plan(FILE *to, const struct bench *bench);
void bench_print_machine(FILE *to, const struct bench *bench);
void bench_print_skipped(FILE *to, const struct bench *bench, double budget_seconds, bool cut_short);

/* The difference beyond which compare finds one, unless told otherwise. */
#define BENCH_THRESHOLD 0.005

#endif
