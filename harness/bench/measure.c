/* measure.c -- the rounds, within the time budget. */
#include "harness/bench/measure.h"

#include "harness/base/interrupt.h"
#include "harness/base/progress.h"
#include "harness/base/timing.h"
#include "harness/bench/guarded.h"
#include "harness/bench/plan.h"
#include "harness/bench/precise.h"
#include "harness/bench/sample.h"

struct timed_run {
    struct bench *bench;
    int64_t start;
    double budget_ns;
    size_t shown_ms; /* what progress has been told */
};

static double elapsed_ns(const struct timed_run *run)
{
    return (double)(timing_now() - run->start);
}

static double left_ns(const struct timed_run *run)
{
    return run->budget_ns - elapsed_ns(run);
}

/* Progress counts time, of which samples take very different amounts. */
static void show(struct timed_run *run)
{
    size_t ms = (size_t)(elapsed_ns(run) / 1e6);
    progress_add(ms - run->shown_ms);
    run->shown_ms = ms;
}

/* A row that is not reached has no iterations and is skipped. */
static void calibrate(struct timed_run *run)
{
    struct bench *bench = run->bench;
    for (size_t i = 0; i < bench->count && elapsed_ns(run) < run->budget_ns / 2 && !interrupted(); i++)
        if (!bench->rows[i].fails) {
            bench_calibrate(bench, &bench->rows[i]);
            bench_guard_environment(&bench->rows[i]);
        }
}

/* The least samples come first, one in each round: if estimates were too low, what is lost is what is more
   than that. The rest is spread over all rounds. */
static bool due(const struct bench_row *row, size_t round, size_t rounds)
{
    return row->samples < row->wanted &&
           (row->samples < bench_least_samples(row) || row->samples * rounds <= round * row->wanted);
}

static size_t count_rounds(const struct bench *bench)
{
    size_t rounds = 0;
    for (size_t i = 0; i < bench->count; i++)
        rounds = bench->rows[i].wanted > rounds ? bench->rows[i].wanted : rounds;
    return rounds;
}

/* Whether a row of short calls has yet to get its least samples. */
static bool short_of_samples(const struct bench *bench)
{
    for (size_t i = 0; i < bench->count; i++) {
        const struct bench_row *row = &bench->rows[i];
        size_t least = bench_least_samples(row);
        if (!bench_is_slow(row) && row->wanted >= least && row->samples < least)
            return true;
    }
    return false;
}

/* Whether any row was due and had room. On a machine that is busy a sample takes several times what was planned, and
   one round of the largest batches all the time there is: they wait until the others have their least. */
static bool measure_round(struct timed_run *run, size_t round, size_t rounds)
{
    const double margin = 1.1;
    bool any = false, first_the_short = short_of_samples(run->bench);
    for (size_t i = 0; i < run->bench->count && !interrupted(); i++) {
        struct bench_row *row = &run->bench->rows[i];
        if (!due(row, round, rounds) || (first_the_short && bench_is_slow(row)) ||
            margin * bench_sample_cost(row) > left_ns(run))
            continue;
        bench_sample(run->bench, row);
        bench_guard_environment(row);
        bench_judge_precision(row, run->bench->precision);
        show(run);
        any = true;
    }
    return any;
}

void bench_prepare(struct bench *bench, double budget_seconds)
{
    struct timed_run run = {bench, timing_now(), 1e9 * budget_seconds, 0};
    calibrate(&run);
    bench_plan(bench, left_ns(&run));
}

/* The plan is renewed before each round: estimates have become measurements. */
void bench_measure(struct bench *bench, double budget_seconds, bool quiet)
{
    struct timed_run run = {bench, timing_now(), 1e9 * budget_seconds, 0};
    size_t rounds = 1;
    bool any = true;
    bench_prepare(bench, budget_seconds);
    progress_start("ms", (size_t)((elapsed_ns(&run) + bench_planned_ns(bench)) / 1e6), quiet);
    for (size_t round = 0; (any || round < rounds) && !interrupted(); round++) {
        bench_plan(bench, left_ns(&run));
        rounds = count_rounds(bench);
        any = measure_round(&run, round, rounds);
    }
    progress_end();
}
