/* bench.h -- what the files of this folder share: the row that is timed, the arrays, the bench.

   Timing is rows (what to time, rows.h), a plan (how often, within a budget, plan.h), samples (sample.h), when
   there are enough of them (precise.h), a report (report.h, print.h).

   Rows are measured in rounds, at most one sample of each per round, so that drift of the machine (clock
   frequency, a neighbour) hits all alike. A sample is a number of calls that together last at least
   BENCH_SAMPLE_NS; its calls go round a pool of inputs, so that a branch predictor cannot learn them and the
   arrays come from the cache that the row names. */
#ifndef GANLOSS_HARNESS_BENCH_BENCH_H
#define GANLOSS_HARNESS_BENCH_BENCH_H

#include "harness/bench/kept.h"
#include "harness/bench/pairs.h"
#include "harness/machine/counters.h"
#include "harness/machine/limits.h"
#include "harness/machine/machine.h"
#include "harness/record/faults.h"
#include "harness/selection/select.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BENCH_SAMPLE_NS         0.5e6
/* Of a foreign kernel, so that the way to its program and back is a small part. */
#define BENCH_FOREIGN_SAMPLE_NS 0.6e6
enum { BENCH_SAMPLES_MAX = 51, BENCH_TRIPS = 16 };

/* In place of a reduction: the element kernel alone, in calls that overlap as the CPU can; or one element at
   a time, each call's input waiting for the results of the call before; or, of the kernel that it takes, the call that
   training makes (ganloss_loss_f32). */
enum { LATENCY = -2, ELEMENT = -1, TRAINING = GANLOSS_REDUCTIONS };

struct bench_row {
    struct choice choice;
    int reduction; /* of the batch kernel (enum ganloss_reduction), or one of the above */
    const struct regime *regime;
    size_t batch;

    enum memory_level level; /* where the arrays come from */
    size_t copies;           /* batches in the pool, that calls use in turn */

    size_t iterations; /* calls per sample; 0: not calibrated */
    double call_ns;    /* of one call: estimated, then the fastest sample's; for the plan */
    size_t wanted;     /* samples that the plan has room for */
    size_t samples;
    double ns[BENCH_SAMPLES_MAX];      /* per call, one for each sample */
    double trip_ns[BENCH_SAMPLES_MAX]; /* of a foreign kernel: the ways there and back beside them */
    struct faults faults; /* what its kernel did besides; of one that fails, in its first row for all */
    bool fails;           /* its kernel does more than return results: it is not timed */
    bool precise;         /* its median is known well enough: it wants no more samples */

    struct counts counts; /* of all samples together */
    double counted_calls; /* in those samples; 0: nothing was counted */
    double instructions;  /* per element, by single-stepping; NaN: not counted */
};

/* Either one of the levels or: the lowest from the second on that holds a pool large enough to surprise the
   branch predictor. */
enum { LEVEL_AUTO = -1 };

/* The arrays that kernels work on, and what x and y hold now. */
struct bench_arrays {
    void *block;
    char *x, *y, *loss, *grad;
    size_t turn;                 /* calls so far: each takes the next batch of the pool */
    double trip_ns[BENCH_TRIPS]; /* the latest ways to a foreign kernel's program and back (foreign.h) */
    size_t trips;
    size_t touched; /* bytes of loss and grad known to be backed by memory */
    struct bench_inputs inputs, labels;
    struct bench_kept kept;
    uint64_t seed;
};

struct bench {
    struct bench_row *rows;
    size_t count;
    struct bench_arrays arrays;
    struct counters *counters; /* NULL: none */
    struct limits limits;
    struct paired noise;    /* of the first row's kernel with itself; quads = 0: not measured */
    double precision;       /* of a median, relative, that is enough; 0: none is */
    const json_t *accuracy; /* a result document of `verify`, or NULL: declared bounds */
};

/* The difference beyond which compare finds one, unless told otherwise. */
#define BENCH_THRESHOLD 0.005

#endif
