/* bench.h -- timing: rows (what to time), a plan (how often, within a budget), samples, a report.

   Rows are measured in rounds, at most one sample of each per round, so that drift of the machine (clock
   frequency, a neighbour) hits all alike. A sample is a number of calls that together last at least
   BENCH_SAMPLE_NS. */
#ifndef GANLOSS_BENCH_H
#define GANLOSS_BENCH_H

#include "fail.h"
#include "regime.h"
#include "select.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

#define BENCH_SAMPLE_NS 0.5e6
enum { BENCH_SAMPLES_MAX = 51 };

/* In place of a reduction: the element kernel alone. */
enum { ELEMENT = -1 };

struct bench_row {
    struct choice choice;
    int reduction; /* of the batch kernel (enum ganloss_reduction), or ELEMENT */
    const struct regime *regime;
    size_t batch;

    size_t iterations; /* calls per sample; 0: not calibrated */
    double call_ns;    /* of one call: estimated, then the fastest sample's; for the plan */
    size_t wanted;     /* samples that the plan has room for */
    size_t samples;
    double ns[BENCH_SAMPLES_MAX]; /* per call, one for each sample */
};

/* The arrays that kernels work on, as large as the largest row needs, and what x and y hold now. */
struct bench_arrays {
    void *block, *x, *y, *loss, *grad;
    size_t touched; /* bytes of loss and grad known to be backed by memory */
    const struct bench_row *inputs, *labels;
    double fill_ns; /* cost of filling, per element; for the plan */
};

struct bench {
    struct bench_row *rows;
    size_t count;
    uint64_t seed;
    struct bench_arrays arrays;
};

/* bench_rows.c: the rows, every kernel of the selection on each batch size (ascending) in each regime; of
   `stable` kernels also the batch kernel with each reduction. In the order of measurement, which is that of
   priority too: small batches first, `stable` first, and rows with the same inputs together. */
void bench_init(struct bench *bench, const struct selection *selection, size_t batches, const size_t batch[],
                size_t regimes_count, const struct regime *const regime[], uint64_t seed);
void bench_free(struct bench *bench);

/* Whether two rows read the same inputs x, the same labels y. */
bool bench_same_inputs(const struct bench_row *a, const struct bench_row *b);
bool bench_same_labels(const struct bench_row *a, const struct bench_row *b);

/* Of the arrays, per element, each array counted once: x, y where the term takes labels, grad, and for
   element kernels loss (the batch kernel's losses stay in the first-level cache). */
size_t bench_bytes_per_element(const struct bench_row *row);

/* bench_sample.c: finds how many calls make a sample, from a batch of at most 4096; sets call_ns (at larger
   sizes an estimate, on the high side) and iterations. */
void bench_calibrate(struct bench *bench, struct bench_row *row);

/* Fills the arrays if they hold other inputs, warms up, and takes one sample of at least BENCH_SAMPLE_NS. */
void bench_sample(struct bench *bench, struct bench_row *row);

/* Expected ns of one sample, warm-up included. */
double bench_sample_cost(const struct bench_row *row);

/* bench_plan.c: the fewest samples that a row is reported with: 5, or 3 where a call takes 10 ms or more. */
size_t bench_least_samples(const struct bench_row *row);

/* Sets every calibrated row's `wanted`, from the samples it has and what the remaining time allows: first
   each row, in order, that can have its least samples; then more samples, about equal time for each. A row
   that does not fit wants no more than it has. */
void bench_plan(struct bench *bench, double remaining_ns);

/* The expected ns of all the samples that are planned and not yet taken. */
double bench_planned_ns(const struct bench *bench);

/* bench_measure.c: calibrates (within half the budget), then measures in rounds within the rest. An interrupt
   (interrupt.h) ends it early. quiet: without progress. */
void bench_measure(struct bench *bench, double budget_seconds, bool quiet);

/* bench_report.c: whether a row has samples enough to be reported: its least, or, when the measurement was
   cut short, any. */
bool bench_reported(const struct bench_row *row, bool cut_short);

/* Arrays for the result document: the reported rows, and the skipped ones. */
json_t *bench_json(const struct bench *bench, bool cut_short);
json_t *bench_skipped_json(const struct bench *bench, bool cut_short);

/* The table of the reported rows; the lines that say what was skipped and why. */
void bench_print(FILE *to, const struct bench *bench, bool cut_short);
void bench_print_skipped(FILE *to, const struct bench *bench, double budget_seconds, bool cut_short);

#endif
