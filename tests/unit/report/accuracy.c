/* What the table of accuracy must not get wrong: what is exact and what only found, whether an interval fails
   throughout. */
#include "harness/report/accuracy.h"
#include "harness/inputs/cases.h"
#include "harness/record/record.h"
#include "harness/report/read.h"
#include "tests/support/reported.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ONE = 127 }; /* the binade of 1 */

static size_t count_of(const char *text, const char *what)
{
    size_t count = 0;
    for (const char *at = text; (at = strstr(at, what)); at += strlen(what))
        count++;
    return count;
}

/* The table of accuracy of the report. */
static char *table_of(const struct report *report)
{
    char directory[] = "/tmp/test_report.XXXXXX", path[64];
    cr_assert_not_null(mkdtemp(directory));
    snprintf(path, sizeof path, "%s/a.md", directory);
    cr_assert_eq(report_accuracy(report, path), STATUS_OK);
    char *text = reported_text(directory, "a.md");
    cr_assert(unlink(path) == 0 && rmdir(directory) == 0);
    return text;
}

/* NaN on `count` inputs from x to 0x1p+127 and infinity. */
static void fail_above(struct summary *s, double x, uint64_t count)
{
    const struct input ends[] = {{x, 0}, {(double)INFINITY, 0}};
    s->ideal[GRAD].classes[NAN_MISMATCH] = (struct extent){0};
    extent_add(&s->ideal[GRAD].classes[NAN_MISMATCH], LOGIT, ends, count);
}

Test(report_accuracy, the_table_tells_all_of_an_interval_from_some_of_it)
{
    struct report report = reported_nothing();
    struct summary s = reported_whole();
    fail_above(&s, 0x1p127, (1 << 23) + 1); /* the last binade and infinity */
    reported_add(&report, "minimax.d_fake/naive/f32", &s, "exhaustive");
    fail_above(&s, 0x1p127, 1 << 23);
    s.ideal[LOSS].not_rounded = 1234567;
    s.ideal[LOSS].lost = (struct extent){0};
    extent_add(&s.ideal[LOSS].lost, LOGIT, (const struct input[]){{-2, 0}, {-1, 0}}, (1 << 23) + 1);
    extent_add(&s.ideal[LOSS].lost, LOGIT, (const struct input[]){{0, 0}, {0x1p-149, 0}}, 2);
    reported_peak(&s, LOSS, ONE, 1.5L);
    reported_add(&report, "minimax.d_fake/stable/f32", &s, "exhaustive");
    char *text = table_of(&report);
    cr_assert(strstr(text, "f32, exact: all 4,294,967,296 inputs."));
    cr_assert(strstr(text, "nan 8,388,609, all of [1.7014118e+38, inf] |"));
    cr_assert(strstr(text, "nan 8,388,608 in [1.7014118e+38, inf] |"));
    cr_assert(strstr(text, "bounds 1.6 and 2.45 | loss | 1.5 | `0x1p+0` (1) | 1,234,567 (0.0287 %) | "
                           "lost 8,388,611, all of [-2, -1] and [0, 1e-45] |"));
    free(text);
    summary_clear(&s);
    report_free(&report);
}

Test(report_accuracy, what_was_done_with_is_exact)
{
    static const struct {
        const char *id, *level, *heading;
        int passes;
        bool whole, complete, search;
    } table[] = {
        {"minimax.g/naive/f32", "exhaustive", "f32, exact: all 4,294,967,296 inputs.", 1, true, true, false},
        {"minimax.g/naive/f32", "exhaustive", "f32, sampled: 4,294,967,295 inputs", 1, false, true, false},
        {"minimax.g/naive/f32", "exhaustive", "f32, exact", 1, true, false, false},
        {"minimax.g/naive/f32", "exhaustive", "f32, sampled", 1, false, false, false},
        {"minimax.g/naive/f32", "exhaustive", "f32, found", 1, true, true, true},
        {"minimax.g/naive/f32", "full", "f32, sampled", 1, true, true, false},
        {"minimax.g/naive/f64", "exhaustive", "f64, found", 1, true, true, true},
        {"bce.target/naive/f32", "exhaustive", "f32, exact: all 4,294,967,296 logits with each of 5 targets",
         CASES_PASSES, true, true, false},
        {"bce.target/naive/f32", "exhaustive", "f32, sampled", 1, true, true, false},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct report report = reported_nothing();
        json_array_append_new(report.documents,
                              json_pack("{s:s, s:{}, s:{s:b, s:s}}", "path", "/some/where/r.json", "machine",
                                        "options", "complete", table[i].complete, "level", "l"));
        struct summary s = {.inputs = (UINT64_C(1) << 32) * (uint64_t)table[i].passes - !table[i].whole};
        s.ideal[LOSS].compared = s.ideal[GRAD].compared = 1;
        json_t *record = reported_add(&report, table[i].id, &s, table[i].level);
        if (table[i].search)
            json_object_set_new(record, "search", json_pack("{s:i}", "rounds", 3));
        char *text = table_of(&report);
        cr_assert(strstr(text, table[i].heading), "row %zu", i);
        /* a lower bound says so, in every row */
        cr_assert_eq(count_of(text, "| \xe2\x89\xa5 0 |"), strstr(table[i].heading, "exact") ? 0 : 2,
                     "row %zu", i);
        cr_assert_eq(strstr(text, "--rounds 3") != NULL, table[i].search);
        cr_assert_eq(strstr(text, "holds part of a run") != NULL, !table[i].complete);
        cr_assert(!strstr(text, "/some/where") && strstr(text, "--save r.json"));
        free(text);
        report_free(&report);
    }
}

Test(report_accuracy, one_function_has_one_row)
{
    struct report report = reported_nothing();
    struct summary s = reported_whole();
    reported_add(&report, "minimax.d_real/stable/f32", &s, "exhaustive");
    reported_add(&report, "nonsaturating.g/stable/f32", &s, "exhaustive");
    reported_add(&report, "minimax.d_fake/stable/f32", &s, "exhaustive"); /* alike, but another function */
    char *text = table_of(&report);
    cr_assert(strstr(text, "## `minimax.d_real`, `nonsaturating.g`\n") &&
              strstr(text, "## `minimax.d_fake`\n"));
    cr_assert_eq(count_of(text, "**stable**"), 2);
    free(text);
    /* Exact numbers that differ are never added up; searches are. */
    reported_peak(&s, LOSS, ONE, 2);
    reported_add(&report, "nonsaturating.g/stable/f32", &s, "exhaustive");
    text = table_of(&report);
    cr_assert_eq(count_of(text, "**stable**"), 3);
    free(text);
    json_object_clear(report.kernels);
    struct summary found = {.inputs = 10};
    found.ideal[LOSS].compared = 10;
    reported_add(&report, "minimax.d_real/stable/f64", &found, "full");
    summary_raise(&found.ideal[LOSS], 3, &(struct input){-2.5, 0}, 0);
    reported_add(&report, "nonsaturating.g/stable/f64", &found, "full");
    reported_add(&report, "minimax.d_fake/stable/f64", &found, "full");
    text = table_of(&report);
    cr_assert_eq(count_of(text, "**stable**"), 2);
    cr_assert(strstr(text, "f64, sampled: 20 inputs tried.") &&
              strstr(text, "| \xe2\x89\xa5 3 | `-0x1.4p+1` (-2.5) |"));
    free(text);
    json_object_set_new(report.kernels, "x", json_pack("{s:s}", "id", "a.g/x/f32"));
    cr_assert_eq(report_accuracy(&report, "/nonexistent/a.md"), STATUS_DATA);
    summary_clear(&s);
    report_free(&report);
}
