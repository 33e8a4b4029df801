#include "harness/bench/foreign.h"

#include "harness/base/stats.h"
#include "harness/foreign/call.h"
#include "harness/foreign/memory.h"
#include "harness/foreign/slots.h"
#include "harness/selection/catalogue.h"

#include <math.h>
#include <string.h>

bool bench_is_foreign(const struct bench_row *row)
{
    return catalogue_is_foreign(row->choice.kernel);
}

size_t bench_foreign_longest(void)
{
    return MEMORY_LONGEST;
}

static void keep_trip(struct bench_arrays *arrays, double ns)
{
    arrays->trip_ns[arrays->trips++ % BENCH_TRIPS] = ns;
}

static double usual_trip(const struct bench_arrays *arrays)
{
    double trips[BENCH_TRIPS];
    size_t n = arrays->trips < BENCH_TRIPS ? arrays->trips : BENCH_TRIPS;
    memcpy(trips, arrays->trip_ns, n * sizeof *trips);
    return stats_spread(n, trips).median;
}

double bench_foreign_trip(const struct bench_arrays *arrays)
{
    return arrays->trip_ns[(arrays->trips + BENCH_TRIPS - 1) % BENCH_TRIPS];
}

static bool timed(double *ns, const struct bench_row *row, uint32_t repeat, struct bench_arrays *arrays)
{
    double trip;
    const void *y = row->choice.kernel->term->operands == 2 ? arrays->y : NULL;
    if (!call_timed(ns, &trip, slots_foreign(row->choice.kernel->code), row->batch, arrays->x, y,
                    arrays->loss, arrays->grad, repeat))
        return false;
    keep_trip(arrays, trip);
    return true;
}

/* Where a way back took longer than usual, a time is too long, never below 0. */
double bench_foreign_timed(const struct bench_row *row, size_t iterations, struct bench_arrays *arrays)
{
    double ns;
    uint32_t repeat = iterations < UINT32_MAX ? (uint32_t)iterations : UINT32_MAX;
    call_forget();
    while (arrays->trips < BENCH_TRIPS / 2)
        if (!timed(&ns, row, 0, arrays))
            return (double)NAN;
    if (!timed(&ns, row, repeat, arrays))
        return (double)NAN;
    double trip = usual_trip(arrays);
    return (ns > trip ? ns - trip : ns) / (double)repeat * (double)iterations;
}

bool bench_foreign_steps(const struct bench_row *row, struct bench_arrays *arrays, double *steps)
{
    const void *y = row->choice.kernel->term->operands == 2 ? arrays->y : NULL;
    return call_counted(steps, slots_foreign(row->choice.kernel->code), row->batch, arrays->x, y,
                        arrays->loss, arrays->grad);
}

bool bench_foreign_judge(struct bench_row *row)
{
    const struct call_outcome *outcome = call_outcome();
    for (size_t i = 0; i < outcome->troubles; i++) {
        const struct call_trouble *t = &outcome->trouble[i];
        struct fault_at at = {STAGE_TIMING, 0, row->batch, t->index, {(double)NAN, 0}, t->parts, 0, 0};
        faults_add(&row->faults, t->fault, &at, 1);
    }
    call_forget();
    return !faults_fail(&row->faults);
}

double bench_foreign_uncertainty(const struct bench_row *row)
{
    double trip[BENCH_SAMPLES_MAX], ns[BENCH_SAMPLES_MAX];
    memcpy(trip, row->trip_ns, row->samples * sizeof *trip);
    memcpy(ns, row->ns, row->samples * sizeof *ns);
    struct spread trips = stats_spread(row->samples, trip), times = stats_spread(row->samples, ns);
    return (trips.high - trips.low) / 2 / (double)row->iterations / times.median;
}
