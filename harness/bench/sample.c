/* sample.c -- one sample of one row. */
#include "harness/bench/sample.h"

#include "harness/bench/arrays.h"
#include "harness/bench/foreign.h"
#include "harness/bench/repeat.h"
#include "harness/machine/counters.h"

#include <math.h>

/* Calibration uses batches up to this size; enough for the kernel's loop to dominate the call. */
enum { CALIBRATION_BATCH = 4096 };

/* A guess, on the high side, of what a larger batch adds: per byte, for traffic beyond the caches. */
static const double memory_ns_per_byte = 0.1;

/* A call this long is warmed up on the beginning of its batch only: its arrays exceed the caches anyway. */
static const double long_call_ns = 20e6;
enum { LONG_CALL_WARM_UP = 65536 };

/* A warm-up runs parts of a sample until one is hardly faster than the one before, or all have run. */
enum { WARM_UP_PARTS = 8, EXPECTED_PARTS = 2 };
static const double hardly_faster = 0.98;

static double least_ns(const struct bench_row *row)
{
    return bench_is_foreign(row) ? BENCH_FOREIGN_SAMPLE_NS : BENCH_SAMPLE_NS;
}

/* No call is faster: of a foreign kernel, no more than 50 elements per ns. */
static double fastest_ns(const struct bench_row *row)
{
    return fmax(0.1, bench_is_foreign(row) ? 0.02 * (double)row->batch : 0);
}

/* How many calls of this many ns make a sample. */
static size_t enough_iterations(const struct bench_row *row, double call_ns)
{
    const double margin = 1.2; /* a sample that is too short costs another */
    return (size_t)fmax(1, ceil(margin * least_ns(row) / fmax(call_ns, fastest_ns(row))));
}

/* A program that takes no longer for so many calls than the fastest could has not done them. */
static bool does_not_repeat(struct bench_row *row, size_t iterations, double ns)
{
    const struct fault_at at = {STAGE_TIMING, 0, row->batch, 0, {(double)NAN, 0}, 0, 0, 0};
    if (!bench_is_foreign(row) || !(ns < fastest_ns(row) * (double)iterations))
        return false;
    faults_add(&row->faults, FAULT_PROTOCOL, &at, 1);
    return true;
}

/* A foreign kernel that gave no answer, or did more than answer: it has no times. */
static bool is_timed(struct bench_row *row, double ns)
{
    if (bench_is_foreign(row) && !bench_foreign_judge(row)) {
        row->fails = true;
        row->samples = row->iterations = row->wanted = 0;
    }
    return !row->fails && !isnan(ns);
}

void bench_calibrate(struct bench *bench, struct bench_row *row)
{
    const double enough_ns = least_ns(row) / 5;
    struct bench_row small = *row;
    size_t iterations = 1;
    double ns;
    small.batch = row->batch < CALIBRATION_BATCH ? row->batch : CALIBRATION_BATCH;
    bench_place(&small, LEVEL_AUTO);
    if (bench_pool_bytes(&small) > bench_pool_bytes(row)) /* where there is room for */
        small.copies = row->copies;
    bench_arrays_load(&bench->arrays, &small);
    while ((ns = bench_timed(&small, iterations, &bench->arrays)) < enough_ns &&
           (!bench_is_foreign(row) || (double)iterations * fastest_ns(&small) < 4 * least_ns(row)))
        iterations *= 2;
    does_not_repeat(row, iterations, ns);
    if (!is_timed(row, ns))
        return;
    ns = fmin(ns, bench_timed(&small, iterations, &bench->arrays)); /* the other may have been interrupted */
    row->call_ns = ns / (double)iterations * ((double)row->batch / (double)small.batch);
    if (row->batch > small.batch)
        row->call_ns += memory_ns_per_byte * (double)(bench_bytes_per_element(row) * row->batch);
    row->iterations = enough_iterations(row, row->call_ns);
}

static bool is_long(const struct bench_row *row)
{
    return row->call_ns >= long_call_ns && row->batch > LONG_CALL_WARM_UP;
}

static size_t part(const struct bench_row *row)
{
    return (row->iterations + WARM_UP_PARTS - 1) / WARM_UP_PARTS;
}

double bench_sample_cost(const struct bench_row *row)
{
    size_t parts = EXPECTED_PARTS * part(row) < row->iterations ? EXPECTED_PARTS * part(row) : part(row);
    double warm_up = is_long(row) ? LONG_CALL_WARM_UP / (double)row->batch : (double)parts;
    return row->call_ns * ((double)row->iterations + warm_up);
}

static void warm_up(const struct bench_row *row, struct bench_arrays *arrays)
{
    double before = bench_timed(row, part(row), arrays), now;
    for (size_t done = part(row); done < row->iterations; done += part(row), before = now) {
        now = bench_timed(row, part(row), arrays);
        if (now >= hardly_faster * before)
            break;
    }
}

/* Counting adds four system calls, which are outside the time. */
static double counted_timed(struct bench *bench, struct bench_row *row)
{
    struct counts counts;
    bool counted = bench->counters && !bench_is_foreign(row); /* they are this process's */
    if (counted)
        counters_start(bench->counters);
    double ns = bench_timed(row, row->iterations, &bench->arrays);
    if (counted && counters_stop(bench->counters, &counts) && ns >= BENCH_SAMPLE_NS) {
        for (int i = 0; i < COUNTERS; i++)
            row->counts.of[i] += counts.of[i];
        row->counted_calls += (double)row->iterations;
    }
    return ns;
}

void bench_sample(struct bench *bench, struct bench_row *row)
{
    bench_arrays_load(&bench->arrays, row);
    if (is_long(row)) {
        struct bench_row beginning = *row;
        beginning.batch = LONG_CALL_WARM_UP;
        beginning.copies = 1;
        bench_repeat(&beginning, 1, &bench->arrays);
    } else {
        warm_up(row, &bench->arrays);
    }
    double ns = counted_timed(bench, row);
    while (ns < least_ns(row) && !does_not_repeat(row, row->iterations, ns)) {
        row->iterations = enough_iterations(row, ns / (double)row->iterations);
        ns = counted_timed(bench, row);
    }
    if (!is_timed(row, ns))
        return;
    row->trip_ns[row->samples] = bench_foreign_trip(&bench->arrays);
    ns /= (double)row->iterations;
    row->call_ns = row->samples == 0 ? ns : fmin(ns, row->call_ns);
    row->ns[row->samples++] = ns;
}
