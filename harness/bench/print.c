/* print.c -- rows for people, and as a table for other programs. */
#include "harness/bench/print.h"

#include "harness/base/terminal.h"
#include "harness/bench/guarded.h"
#include "harness/bench/pairs.h"
#include "harness/bench/plan.h"
#include "harness/bench/report.h"
#include "harness/bench/rows.h"
#include "harness/bench/sample.h"
#include "harness/machine/limits.h"
#include "harness/machine/machine.h"
#include "harness/record/evidence.h"
#include "harness/record/result.h"
#include "harness/selection/select.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static double number(const json_t *row, const char *key)
{
    const json_t *value = json_object_get(row, key);
    return json_is_number(value) ? json_number_value(value) : (double)NAN;
}

static const char *text(const json_t *row, const char *key)
{
    const char *value = json_string_value(json_object_get(row, key));
    return value ? value : "-";
}

/* What is not known is a dash. */
static void print_or_dash(FILE *to, int width, const char *format, double value)
{
    char cell[64] = "-";
    if (isfinite(value))
        snprintf(cell, sizeof cell, format, value);
    fprintf(to, "  %*s", width, cell);
}

static const char *what(const json_t *row)
{
    const char *kind = text(row, "kind");
    return strcmp(kind, "mean") == 0 ? text(row, "reduction") : strcmp(kind, "element") == 0 ? "-" : kind;
}

/* Whether the error is that of some inputs, not of all, and not a bound. */
static bool is_lower_bound(const json_t *row)
{
    const char *is = text(row, "max_ulp_is");
    return strcmp(is, evidence_words[EVIDENCE_SAMPLED].word) == 0 ||
           strcmp(is, evidence_words[EVIDENCE_FOUND].word) == 0;
}

static int id_width(const json_t *rows)
{
    size_t i, width = strlen("kernel");
    json_t *row;
    json_array_foreach(rows, i, row) if (strlen(text(row, "id")) > width) width = strlen(text(row, "id"));
    return (int)width;
}

/* How the rows of foreign kernels were timed. */
static void print_foreign(FILE *to, const json_t *rows)
{
    size_t i;
    json_t *row;
    double least = (double)INFINITY, most = 0, uncertain = 0;
    json_array_foreach(rows, i, row) if (json_object_get(row, "round_trip_ns"))
    {
        least = fmin(least, number(row, "round_trip_ns"));
        most = fmax(most, number(row, "round_trip_ns"));
        uncertain = fmax(uncertain, number(row, "uncertainty"));
    }
    if (isinf(least))
        return;
    fputs(
        "Foreign kernels are timed inside their programs, on one block again and again; of these, the instructions of "
        "plugins are counted, in the thread that calls them.\n",
        to);
    if (most > 0)
        fprintf(
            to,
            "The way to a program and back (up to %.2g us) is subtracted, which leaves a median uncertain by %.2g %% "
            "at most; of plugins it is not in the time.\n",
            1e-3 * most, 100 * uncertain);
}

void bench_print(FILE *to, const struct bench *bench, bool cut_short)
{
    json_t *rows = bench_json(bench, cut_short), *row;
    int width = id_width(rows);
    size_t i;
    if (json_array_size(rows) > 0)
        fprintf(to, "%-*s  %-11s  %-11s  %8s  %-6s  %10s  %19s  %12s  %11s  %13s  %8s  %8s  %s\n", width,
                "kernel", "mean", "regime", "batch", "cache", "ns/element", "quartiles     ", "ns/call",
                "of bound", "max ulp", "ns/bit", "instr/el", "samples x calls");
    json_array_foreach(rows, i, row)
    {
        fprintf(to, "%-*s  %-11s  %-11s  %8.0f  %-6s  %10.4g  %8.4g .. %-8.4g  %11.6g", width,
                text(row, "id"), what(row), text(row, "regime"), number(row, "batch"), text(row, "cache"),
                number(row, "ns_per_element"), number(row, "ns_low"), number(row, "ns_high"),
                number(row, "ns_per_call"));
        print_or_dash(to, 5, "%.1f", 100 * number(row, "of_bound"));
        fprintf(to, "%% %-6s", text(row, "bound"));
        print_or_dash(to, 12, is_lower_bound(row) ? ">= %.4g" : "%.4g", number(row, "max_ulp"));
        fprintf(to, "%c", text(row, "max_ulp_is")[0] == 'd' ? '*' : ' ');
        print_or_dash(to, 8, "%.4g", number(row, "ns_per_bit"));
        print_or_dash(to, 8, "%.2f", number(row, "instructions_per_element"));
        fprintf(to, "  %.0f x %.0f\n", number(row, "samples"), number(row, "iterations"));
    }
    if (json_array_size(rows) > 0)
        fputs(
            "of bound: 100 % is the speed of copying the arrays or of the vector unit's multiply-adds, "
            "whichever is slower.\nmax ulp: * declared, else of --accuracy, >= where that sampled or searched; ns/bit: ns per element "
            "and correct bit.\n",
            to);
    print_foreign(to, rows);
    json_decref(rows);
}

static const char *const columns[] = {
    "id",
    "kind",
    "reduction",
    "regime",
    "batch",
    "cache",
    "ns_per_element",
    "ns_low",
    "ns_high",
    "ns_median_low",
    "ns_median_high",
    "ns_per_call",
    "samples",
    "iterations",
    "bytes_per_element",
    "bound",
    "bound_ns",
    "of_bound",
    "max_ulp",
    "max_ulp_is",
    "correct_bits",
    "ns_per_bit",
    "instructions_per_element",
    "round_trip_ns",
    "uncertainty",
    "library",
    "counted_cycles",
    "counted_instructions",
    "counted_branch_misses",
    "counted_cache_misses",
};

void bench_print_tsv(FILE *to, const struct bench *bench, bool cut_short)
{
    json_t *rows = bench_json(bench, cut_short), *skipped = bench_skipped_json(bench, cut_short), *row;
    size_t i;
    json_array_foreach(skipped, i, row) json_object_set_new(row, "ns_per_element", json_string("INCOMPLETE"));
    json_array_extend(rows, skipped);
    json_decref(skipped);
    result_print_tsv(to, sizeof columns / sizeof *columns, columns, rows);
    json_decref(rows);
}

void bench_print_plan(FILE *to, const struct bench *bench)
{
    char id[ID_SIZE];
    for (size_t i = 0; i < bench->count; i++) {
        const struct bench_row *row = &bench->rows[i];
        choice_id(id, &row->choice);
        fprintf(to, "%-32s  %-11s  %-11s  %8zu  %-6s  %2zu x %zu calls, %.3f s\n", id,
                row->reduction == ELEMENT   ? "-"
                : row->reduction == LATENCY ? "latency"
                                            : bench_reduction(row),
                row->regime->name, row->batch, machine_level_names[row->level], row->wanted, row->iterations,
                1e-9 * bench_sample_cost(row) * (double)row->wanted);
    }
}

void bench_print_machine(FILE *to, const struct bench *bench)
{
    const struct paired *noise = &bench->noise;
    char id[ID_SIZE];
    limits_print(to, &bench->limits);
    if (noise->quads == 0)
        return;
    choice_id(id, &bench->rows[0].choice);
    fprintf(to, "noise: %s against itself: %+.2f %%, interval %+.2f to %+.2f %%; ", id,
            100 * (noise->ratio - 1), 100 * (noise->low - 1), 100 * (noise->high - 1));
    double detectable = pairs_detectable(noise, BENCH_THRESHOLD);
    if (isfinite(detectable))
        fprintf(to, "the smallest difference that compare could have found now: %.2g %%\n", 100 * detectable);
    else
        fputs("too few samples to say what compare could find\n", to);
}

/* What all rows would need, their least samples at least; infinite while rows are not calibrated. */
static double needed_seconds(const struct bench *bench)
{
    double ns = 0;
    for (size_t i = 0; i < bench->count; i++)
        ns += bench->rows[i].fails ? 0
              : bench->rows[i].iterations == 0
                  ? (double)INFINITY
                  : bench_sample_cost(&bench->rows[i]) * (double)bench_least_samples(&bench->rows[i]);
    return ns / 1e9;
}

/* One line per batch size; rows of one size are together. */
void bench_print_skipped(FILE *to, const struct bench *bench, double budget_seconds, bool cut_short)
{
    size_t failed = bench_guard_failed(bench), measured = bench_measured(bench, cut_short);
    for (size_t i = 0, next; i < bench->count; i = next) {
        size_t skipped = 0;
        for (next = i; next < bench->count && bench->rows[next].batch == bench->rows[i].batch; next++)
            skipped += !bench->rows[next].fails && !bench_reported(&bench->rows[next], cut_short);
        if (skipped > 0)
            fprintf(to, "skipped: %zu of %zu rows at batch %zu\n", skipped, next - i, bench->rows[i].batch);
    }
    if (failed > 0) {
        terminal_print_verdict(to, "FAIL");
        fprintf(to, ": %zu of %zu rows are of kernels that do more than return results: not timed\n", failed,
                bench->count);
    }
    if (cut_short || measured + failed < bench->count) {
        terminal_print_verdict(to, "INCOMPLETE");
        fprintf(to, ": %s%zu of %zu rows measured\n", cut_short ? "interrupted, " : "", measured,
                bench->count);
    }
    if (!cut_short && measured + failed < bench->count && isfinite(needed_seconds(bench)))
        fprintf(to, "skipped rows do not fit --time-budget %g; about %.0f would do\n", budget_seconds,
                ceil(1.3 * needed_seconds(bench) + 1));
    else if (!cut_short && measured + failed < bench->count)
        fprintf(to, "skipped rows do not fit --time-budget %g\n", budget_seconds);
}
