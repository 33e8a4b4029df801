/* report.c -- rows as JSON. */
#include "harness/bench/report.h"

#include "harness/base/allocate.h"
#include "harness/base/json.h"
#include "harness/base/stats.h"
#include "harness/bench/accuracy.h"
#include "harness/bench/arrays.h"
#include "harness/bench/bound.h"
#include "harness/bench/foreign.h"
#include "harness/bench/pairs.h"
#include "harness/bench/plan.h"
#include "harness/bench/rows.h"
#include "harness/machine/counters.h"
#include "harness/machine/machine.h"
#include "harness/record/library.h"
#include "harness/selection/catalogue.h"
#include "harness/selection/select.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool bench_reported(const struct bench_row *row, bool cut_short)
{
    return row->samples > 0 && (cut_short || row->samples >= bench_least_samples(row));
}

size_t bench_measured(const struct bench *bench, bool cut_short)
{
    size_t measured = 0;
    for (size_t i = 0; i < bench->count; i++)
        measured += bench_reported(&bench->rows[i], cut_short) ? 1 : 0;
    return measured;
}

static int compare(const void *left, const void *right)
{
    const struct bench_row *a = *(struct bench_row *const *)left, *b = *(struct bench_row *const *)right;
    if (a->choice.kernel != b->choice.kernel)
        return catalogue_place(a->choice.kernel) < catalogue_place(b->choice.kernel) ? -1 : 1;
    if (a->choice.format != b->choice.format)
        return a->choice.format < b->choice.format ? -1 : 1;
    if (a->reduction != b->reduction)
        return a->reduction < b->reduction ? -1 : 1;
    if (a->regime != b->regime)
        return a->regime < b->regime ? -1 : 1;
    return (a->batch > b->batch) - (a->batch < b->batch);
}

/* The rows for people, a kernel's together, batch sizes ascending: those reported, or the others; from
   malloc. */
static const struct bench_row **pick(const struct bench *bench, bool reported, bool cut_short, size_t *count)
{
    const struct bench_row **rows = allocate(bench->count, sizeof(const struct bench_row *));
    *count = 0;
    for (size_t i = 0; i < bench->count; i++)
        if (!bench->rows[i].fails && bench_reported(&bench->rows[i], cut_short) == reported)
            rows[(*count)++] = &bench->rows[i];
    qsort(rows, *count, sizeof(const struct bench_row *), compare);
    return rows;
}

static json_t *row_json(const struct bench *bench, const struct bench_row *row)
{
    char id[ID_SIZE];
    (void)bench;
    choice_id(id, &row->choice);
    json_t *object = json_pack("{s:s, s:s}", "id", id, "kind", bench_kind(row));
    library_set(object, &row->choice);
    if (row->reduction >= 0)
        json_object_set_new(object, "reduction", json_string(bench_reduction(row)));
    json_object_set_new(object, "regime", json_string(row->regime->name));
    json_object_set_new(object, "batch", json_integer((json_int_t)row->batch));
    return object;
}

/* The way to the program and back, which is not in the times, and what it leaves uncertain of them. */
static void add_trips(json_t *object, const struct bench_row *row)
{
    double ns[BENCH_SAMPLES_MAX];
    memcpy(ns, row->trip_ns, row->samples * sizeof *ns);
    struct spread trips = stats_spread(row->samples, ns);
    json_object_set_new(object, "round_trip_ns", json_real(trips.median));
    json_object_set_new(object, "round_trip_ns_low", json_real(trips.low));
    json_object_set_new(object, "round_trip_ns_high", json_real(trips.high));
    json_object_set_new(object, "uncertainty", json_number_or_null(bench_foreign_uncertainty(row)));
}

static void add_times(json_t *object, const struct bench_row *row)
{
    double ns[BENCH_SAMPLES_MAX], n = (double)row->batch;
    struct stats_interval median = stats_bootstrap(row->samples, row->ns, 1, 0.05, row->samples);
    memcpy(ns, row->ns, row->samples * sizeof *ns);
    struct spread s = stats_spread(row->samples, ns);
    json_object_set_new(object, "cache", json_string(machine_level_names[row->level]));
    json_object_set_new(object, "ns_per_element", json_real(s.median / n));
    json_object_set_new(object, "ns_low", json_real(s.low / n));
    json_object_set_new(object, "ns_high", json_real(s.high / n));
    json_object_set_new(object, "ns_median_low", json_real(median.low / n));
    json_object_set_new(object, "ns_median_high", json_real(median.high / n));
    json_object_set_new(object, "ns_per_call", json_real(s.median));
    json_object_set_new(object, "samples", json_integer((json_int_t)row->samples));
    json_object_set_new(object, "iterations", json_integer((json_int_t)row->iterations));
    json_object_set_new(object, "bytes_per_element", json_integer((json_int_t)bench_bytes_per_element(row)));
    if (bench_is_foreign(row))
        add_trips(object, row);
}

/* What the time is worth: against the machine's bound, and for the accuracy. */
static void add_judgement(json_t *object, const struct bench *bench, const struct bench_row *row)
{
    double ns = json_number_value(json_object_get(object, "ns_per_element"));
    const char *source;
    double max_ulp = bench_max_ulp(bench, row, &source);
    double bits = bench_correct_bits(row->choice.format, max_ulp);
    struct bench_bound bound = bench_bound_of(&bench->limits, row);
    json_object_set_new(object, "bound", json_string(bound.vector ? "vector" : "copy"));
    json_object_set_new(object, "bound_ns", json_number_or_null(bound.ns));
    json_object_set_new(object, "of_bound", json_number_or_null(bound.ns / ns));
    json_object_set_new(object, "max_ulp", json_number_or_null(max_ulp));
    json_object_set_new(object, "max_ulp_is", source ? json_string(source) : json_null());
    json_object_set_new(object, "correct_bits", source ? json_real(bits) : json_null());
    json_object_set_new(object, "ns_per_bit", source ? json_number_or_null(ns / bits) : json_null());
}

static void add_counts(json_t *object, const struct bench_row *row)
{
    json_object_set_new(object, "instructions_per_element", json_number_or_null(row->instructions));
    for (int i = 0; i < COUNTERS; i++) {
        char name[64];
        snprintf(name, sizeof name, "counted_%s", counters_names[i]);
        json_object_set_new(
            object, name,
            json_number_or_null(row->counted_calls > 0
                                    ? row->counts.of[i] / row->counted_calls / (double)row->batch
                                    : (double)NAN));
    }
}

static json_t *measured_json(const struct bench *bench, const struct bench_row *row)
{
    json_t *object = row_json(bench, row);
    add_times(object, row);
    add_judgement(object, bench, row);
    add_counts(object, row);
    return object;
}

static json_t *array_of(const struct bench *bench, bool reported, bool cut_short,
                        json_t *(*to_json)(const struct bench *, const struct bench_row *))
{
    size_t count;
    const struct bench_row **rows = pick(bench, reported, cut_short, &count);
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(array, to_json(bench, rows[i]));
    free(rows);
    return array;
}

json_t *bench_json(const struct bench *bench, bool cut_short)
{
    return array_of(bench, true, cut_short, measured_json);
}

json_t *bench_skipped_json(const struct bench *bench, bool cut_short)
{
    return array_of(bench, false, cut_short, row_json);
}

json_t *bench_noise_json(const struct bench *bench)
{
    const struct paired *noise = &bench->noise;
    char id[ID_SIZE];
    if (noise->quads == 0)
        return json_null();
    choice_id(id, &bench->rows[0].choice);
    return json_pack("{s:s, s:f, s:o, s:o, s:o}", "kernel", id, "ratio", noise->ratio, "low",
                     json_number_or_null(noise->low), "high", json_number_or_null(noise->high),
                     "smallest_detectable", json_number_or_null(pairs_detectable(noise, BENCH_THRESHOLD)));
}
