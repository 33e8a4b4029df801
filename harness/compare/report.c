/* report.c -- rows of `compare` as text, JSON and TSV. */
#include "harness/compare/report.h"

#include "harness/base/interrupt.h"
#include "harness/base/json.h"
#include "harness/base/terminal.h"
#include "harness/bench/bench.h"
#include "harness/bench/pairs.h"
#include "harness/bench/rows.h"
#include "harness/bench/sweep.h"
#include "harness/compare/differences_text.h"
#include "harness/compare/sides.h"
#include "harness/machine/machine.h"
#include "harness/record/record.h"
#include "harness/record/result.h"
#include "harness/selection/select.h"

#include <math.h>
#include <string.h>

static bool left_out(const struct compare_row *row)
{
    return !row->measured && !row->absent;
}

bool compare_complete(const struct compare_row rows[], size_t count)
{
    bool complete = !interrupted();
    for (size_t i = 0; i < count; i++)
        complete = complete && !left_out(&rows[i]);
    return complete;
}

static const char *kind_of(const struct bench_row *row)
{
    return row->reduction < 0 ? bench_kind(row) : bench_reduction(row);
}

/* A ratio as a difference in percent. */
static double percent(double ratio)
{
    return 100 * (ratio - 1);
}

static void print_row(FILE *to, const struct compare_options *o, const struct compare_row *row)
{
    const struct paired *first = &row->outcome.first, *again = &row->outcome.again;
    char a[ID_SIZE], b[ID_SIZE];
    double n = (double)row->of[0].batch;
    choice_id(a, &row->of[0].choice);
    choice_id(b, &row->of[1].choice);
    if (o->with)
        fprintf(to, "%s (A: %s, B: this build)", a, o->with);
    else
        fprintf(to, "A %s  B %s", a, b);
    fprintf(to, "  %s, %s, batch %zu, %s\n", kind_of(&row->of[0]), row->of[0].regime->name, row->of[0].batch,
            machine_level_names[row->of[0].level]);
    if (!row->measured) {
        fputs(left_out(row) && !o->dry_run ? "  INCOMPLETE: not measured\n" : "  not measured\n", to);
        return;
    }
    fprintf(to, "  %-12s  B takes %+.2f %%", pairs_verdict_names[row->outcome.verdict],
            percent(first->ratio));
    if (isfinite(first->high))
        fprintf(to, " (%+.2f to %+.2f %%)", percent(first->low), percent(first->high));
    if (again->quads > 0)
        fprintf(to, "; fresh process: %+.2f %% (%+.2f to %+.2f %%)", percent(again->ratio),
                percent(again->low), percent(again->high));
    fprintf(to, "\n  A %.4g, B %.4g ns per element; quads: %zu, calls per sample: %zu; ", first->a_ns / n,
            first->b_ns / n, first->quads, first->calls);
    if (isfinite(first->high))
        fprintf(to, "would have found %.2g %%\n", 100 * pairs_detectable(first, o->threshold));
    else
        fputs("too few for an interval: it takes a longer --time-budget\n", to);
}

void compare_print(FILE *to, const struct compare_options *o, const struct compare_row rows[], size_t count)
{
    size_t of[VERDICTS] = {0};
    for (size_t i = 0; i < count; i++) {
        print_row(to, o, &rows[i]);
        of[rows[i].outcome.verdict] += rows[i].measured;
    }
    if (!o->dry_run && !compare_complete(rows, count))
        terminal_print_verdict(to, "INCOMPLETE: ");
    if (count > 1)
        fprintf(to, "%zu rows: %zu faster, %zu slower, %zu same, %zu inconclusive; ", count,
                of[VERDICT_FASTER], of[VERDICT_SLOWER], of[VERDICT_SAME], of[VERDICT_INCONCLUSIVE]);
    fprintf(to, "threshold %g %%, intervals hold with 99 %%%s\n", 100 * o->threshold,
            count > 1 ? " for all rows together" : "");
}

static const char *const columns[] = {"a",          "b",     "of",   "regime", "batch",       "cache",
                                      "verdict",    "ratio", "low",  "high",   "again_ratio", "again_low",
                                      "again_high", "a_ns",  "b_ns", "quads",  "calls"};
enum { COLUMNS = sizeof columns / sizeof *columns };

static void add_libraries(json_t *object, const struct compare_row *row)
{
    static const char *const names[] = {"a_library", "b_library"};
    for (int s = 0; s < 2; s++)
        if (row->of[s].choice.kernel->library)
            json_object_set_new(object, names[s], json_name(row->of[s].choice.kernel->library));
}

static json_t *row_json(const struct compare_row *row)
{
    const struct paired *first = &row->outcome.first, *again = &row->outcome.again;
    char a[ID_SIZE], b[ID_SIZE];
    double n = (double)row->of[0].batch, none = (double)NAN;
    choice_id(a, &row->of[0].choice);
    choice_id(b, &row->of[1].choice);
    json_t *object = json_pack("{s:s, s:s, s:s, s:s, s:I, s:s}", "a", a, "b", b, "of", kind_of(&row->of[0]),
                               "regime", row->of[0].regime->name, "batch", (json_int_t)row->of[0].batch,
                               "cache", machine_level_names[row->of[0].level]);
    add_libraries(object, row);
    if (!row->measured) {
        json_object_set_new(object, "verdict", json_null());
        return object;
    }
    json_t *found =
        json_pack("{s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:f, s:f, s:I, s:I}", "verdict",
                  pairs_verdict_names[row->outcome.verdict], "ratio", json_number_or_null(first->ratio),
                  "low", json_number_or_null(first->low), "high", json_number_or_null(first->high),
                  "again_ratio", json_number_or_null(again->quads ? again->ratio : none), "again_low",
                  json_number_or_null(again->quads ? again->low : none), "again_high",
                  json_number_or_null(again->quads ? again->high : none), "a_ns", first->a_ns / n, "b_ns",
                  first->b_ns / n, "quads", (json_int_t)first->quads, "calls", (json_int_t)first->calls);
    json_object_update(object, found);
    json_decref(found);
    return object;
}

static json_t *rows_json(const struct compare_row rows[], size_t count)
{
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(array, row_json(&rows[i]));
    return array;
}

void compare_print_tsv(FILE *to, const struct compare_row rows[], size_t count)
{
    json_t *records = rows_json(rows, count), *record;
    size_t i;
    json_array_foreach(records, i, record) if (left_out(&rows[i]))
        json_object_set_new(record, "verdict", json_string("INCOMPLETE"));
    result_print_tsv(to, COLUMNS, columns, records);
    json_decref(records);
}

/* The records of A and B, as verify makes them, and what they differ by. */
static void add_sides(json_t *document, const struct sides *sides)
{
    json_t *records = json_array(), *between;
    const char *level = level_names[sides->level];
    char a[ID_SIZE], b[ID_SIZE];
    for (int s = 0; s < 2; s++)
        json_array_append_new(records, record_json(&sides->choice[s], &sides->summary[s], level));
    if (!sides->done)
        record_withdraw_passes(records);
    choice_id(a, &sides->choice[0]);
    choice_id(b, &sides->choice[1]);
    if (strcmp(a, b) == 0)
        json_array_remove(records, 1);
    json_object_set_new(document, "kernels", records);
    between = sides->refused ? json_pack("{s:s}", "refused", sides->refused)
                             : differences_json(&sides->differences, sides->choice);
    json_object_set_new(between, "a", json_string(a));
    json_object_set_new(between, "b", json_string(b));
    json_object_set_new(document, "differences", between);
}

json_t *compare_json(const struct compare_options *o, const struct compare_row rows[], size_t count,
                     const struct sides *sides)
{
    bool complete = compare_complete(rows, count) && (!sides || sides->done);
    json_t *document = sweep_json(&o->sweep);
    if (sides)
        json_object_set_new(document, "level", json_string(level_names[sides->level]));
    json_object_set_new(document, "threshold", json_real(o->threshold));
    json_object_set_new(document, "with", o->with ? json_string(o->with) : json_null());
    json_object_set_new(document, "complete", json_boolean(complete));
    document = result_new("compare", NULL, document);
    json_object_set_new(document, "pairs", rows_json(rows, count));
    if (sides)
        add_sides(document, sides);
    return document;
}
