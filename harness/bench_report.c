/* bench_report.c -- rows as a table and as JSON. */
#include "bench.h"

#include "stats.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool bench_reported(const struct bench_row *row, bool cut_short)
{
    return row->samples > 0 && (cut_short || row->samples >= bench_least_samples(row));
}

static struct spread spread_of(const struct bench_row *row)
{
    double ns[BENCH_SAMPLES_MAX];
    memcpy(ns, row->ns, row->samples * sizeof *ns);
    return stats_spread(row->samples, ns);
}

/* For people: a kernel's rows together, batch sizes ascending. */
static int compare(const void *left, const void *right)
{
    const struct bench_row *a = *(struct bench_row *const *)left, *b = *(struct bench_row *const *)right;
    if (a->choice.kernel != b->choice.kernel)
        return a->choice.kernel < b->choice.kernel ? -1 : 1;
    if (a->choice.format != b->choice.format)
        return a->choice.format < b->choice.format ? -1 : 1;
    if (a->reduction != b->reduction)
        return a->reduction < b->reduction ? -1 : 1;
    if (a->regime != b->regime)
        return a->regime < b->regime ? -1 : 1;
    return (a->batch > b->batch) - (a->batch < b->batch);
}

/* The rows that are reported, or those that are not; from malloc. */
static const struct bench_row **pick(const struct bench *bench, bool reported, bool cut_short, size_t *count)
{
    const struct bench_row **rows = allocate(bench->count, sizeof(const struct bench_row *));
    *count = 0;
    for (size_t i = 0; i < bench->count; i++)
        if (bench_reported(&bench->rows[i], cut_short) == reported)
            rows[(*count)++] = &bench->rows[i];
    qsort(rows, *count, sizeof(const struct bench_row *), compare);
    return rows;
}

static json_t *row_json(const struct bench_row *row)
{
    char id[ID_SIZE];
    choice_id(id, &row->choice);
    json_t *object =
        json_pack("{s:s, s:s}", "id", id, "kind", row->reduction == ELEMENT ? "element" : "mean");
    if (row->reduction != ELEMENT)
        json_object_set_new(object, "reduction", json_string(ganloss_reduction_names[row->reduction]));
    json_object_set_new(object, "regime", json_string(row->regime->name));
    json_object_set_new(object, "batch", json_integer((json_int_t)row->batch));
    return object;
}

static json_t *measured_json(const struct bench_row *row)
{
    struct spread ns = spread_of(row);
    double n = (double)row->batch;
    json_t *object = row_json(row);
    json_t *measured = json_pack(
        "{s:f, s:f, s:f, s:f, s:I, s:I, s:I}", "ns_per_element", ns.median / n, "ns_low", ns.low / n,
        "ns_high", ns.high / n, "ns_per_call", ns.median, "samples", (json_int_t)row->samples, "iterations",
        (json_int_t)row->iterations, "bytes_per_element", (json_int_t)bench_bytes_per_element(row));
    json_object_update(object, measured);
    json_decref(measured);
    return object;
}

static json_t *array_of(const struct bench *bench, bool reported, bool cut_short,
                        json_t *(*to_json)(const struct bench_row *))
{
    size_t count;
    const struct bench_row **rows = pick(bench, reported, cut_short, &count);
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(array, to_json(rows[i]));
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

void bench_print(FILE *to, const struct bench *bench, bool cut_short)
{
    size_t count;
    const struct bench_row **rows = pick(bench, true, cut_short, &count);
    int width = (int)strlen("kernel");
    char id[ID_SIZE];
    for (size_t i = 0; i < count; i++) {
        choice_id(id, &rows[i]->choice);
        width = (int)strlen(id) > width ? (int)strlen(id) : width;
    }
    if (count > 0)
        fprintf(to, "%-*s  %-11s  %-11s  %9s  %10s  %21s  %12s  %s\n", width, "kernel", "mean", "regime",
                "batch", "ns/element", "quartiles      ", "ns/call", "samples x calls");
    for (size_t i = 0; i < count; i++) {
        const struct bench_row *row = rows[i];
        struct spread ns = spread_of(row);
        double n = (double)row->batch;
        choice_id(id, &row->choice);
        fprintf(to, "%-*s  %-11s  %-11s  %9zu  %10.4g  %9.4g .. %-9.4g  %12.6g  %zu x %zu\n", width, id,
                row->reduction == ELEMENT ? "-" : ganloss_reduction_names[row->reduction], row->regime->name,
                row->batch, ns.median / n, ns.low / n, ns.high / n, ns.median, row->samples, row->iterations);
    }
    free(rows);
}

/* What all rows would need, their least samples at least; infinite while rows are not calibrated. */
static double needed_seconds(const struct bench *bench)
{
    double ns = 0;
    for (size_t i = 0; i < bench->count; i++)
        ns += bench->rows[i].iterations == 0
                  ? (double)INFINITY
                  : bench_sample_cost(&bench->rows[i]) * (double)bench_least_samples(&bench->rows[i]);
    return ns / 1e9;
}

/* One line per batch size; rows of one size are together. */
void bench_print_skipped(FILE *to, const struct bench *bench, double budget_seconds, bool cut_short)
{
    size_t skipped_at_all = 0;
    for (size_t i = 0, next; i < bench->count; i = next) {
        size_t skipped = 0;
        for (next = i; next < bench->count && bench->rows[next].batch == bench->rows[i].batch; next++)
            skipped += !bench_reported(&bench->rows[next], cut_short);
        if (skipped > 0)
            fprintf(to, "skipped: %zu of %zu rows at batch %zu\n", skipped, next - i, bench->rows[i].batch);
        skipped_at_all += skipped;
    }
    if (cut_short)
        fprintf(to, "interrupted: %zu of %zu rows measured\n", bench->count - skipped_at_all, bench->count);
    else if (skipped_at_all > 0 && isfinite(needed_seconds(bench)))
        fprintf(to, "skipped rows do not fit --time-budget %g; about %.0f would do\n", budget_seconds,
                ceil(1.3 * needed_seconds(bench) + 1));
    else if (skipped_at_all > 0)
        fprintf(to, "skipped rows do not fit --time-budget %g\n", budget_seconds);
}
