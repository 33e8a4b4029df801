/* plan.c -- how many samples of each row the remaining time allows. */
#include "harness/bench/plan.h"

#include "harness/bench/arrays.h"
#include "harness/bench/rows.h"
#include "harness/bench/sample.h"

#include <math.h>

/* No row is given more time than this for its samples: a small selection ends before its budget. */
static const double most_ns_per_row = 1e9;

/* The part of the time that is kept, when rows are first admitted, for more than their least samples: worth
   more than a few more of the largest batches. */
static const double reserve = 0.2;

bool bench_is_slow(const struct bench_row *row)
{
    return row->call_ns >= 10e6;
}

size_t bench_least_samples(const struct bench_row *row)
{
    return bench_is_slow(row) ? 3 : 5;
}

static double remaining_cost(const struct bench *bench, size_t i, size_t wanted)
{
    const struct bench_row *row = &bench->rows[i];
    const struct bench_inputs inputs = bench_arrays_inputs(row);
    if (wanted <= row->samples)
        return 0;
    double more = (double)(wanted - row->samples), cost = more * bench_sample_cost(row);
    if (i == 0 || !bench_same_inputs(row, row - 1))
        cost += bench_kept_cost(&bench->arrays.kept, &inputs, more);
    return cost;
}

/* As many samples as about `ns` buys, at least the least; none for a row that is precise. */
static size_t affordable(const struct bench_row *row, double ns)
{
    if (row->precise)
        return row->samples;
    size_t least = bench_least_samples(row);
    double bought = fmin(ns / bench_sample_cost(row), BENCH_SAMPLES_MAX);
    size_t wanted = bought > (double)least ? (size_t)bought : least;
    return wanted > row->samples ? wanted : row->samples;
}

static double total_cost(const struct bench *bench, double ns_per_row)
{
    double total = 0;
    for (size_t i = 0; i < bench->count; i++)
        if (bench->rows[i].wanted >= bench_least_samples(&bench->rows[i]))
            total += remaining_cost(bench, i, affordable(&bench->rows[i], ns_per_row));
    return total;
}

static void admit(struct bench *bench, double remaining_ns)
{
    double committed = 0;
    for (size_t i = 0; i < bench->count; i++) {
        struct bench_row *row = &bench->rows[i];
        double room = row->samples ? remaining_ns : (1 - reserve) * remaining_ns;
        row->wanted = row->samples;
        if (row->iterations == 0)
            continue;
        size_t least = affordable(row, 0);
        double cost = remaining_cost(bench, i, least);
        if (committed + cost <= room) {
            row->wanted = least;
            committed += cost;
        }
    }
}

/* The time per row that the remaining time allows is found by bisection: the total grows with it. */
void bench_plan(struct bench *bench, double remaining_ns)
{
    double low = 0, high = most_ns_per_row;
    admit(bench, remaining_ns);
    if (total_cost(bench, high) <= remaining_ns)
        low = high; /* room for all */
    for (int i = 0; i < 30 && low < high; i++) {
        double middle = (low + high) / 2;
        if (total_cost(bench, middle) <= remaining_ns)
            low = middle;
        else
            high = middle;
    }
    for (size_t i = 0; i < bench->count; i++)
        if (bench->rows[i].wanted >= bench_least_samples(&bench->rows[i]))
            bench->rows[i].wanted = affordable(&bench->rows[i], low);
}

double bench_planned_ns(const struct bench *bench)
{
    double total = 0;
    for (size_t i = 0; i < bench->count; i++)
        total += remaining_cost(bench, i, bench->rows[i].wanted);
    return total;
}
