/* What the charts of exhaustive runs and the table of accuracy must not get wrong: where a binade stands,
   which terms share a chart, what is exact and what only found, whether an interval fails throughout. */
#include "harness/exhaustive/exhaustive.h"
#include "harness/base/output.h"
#include "harness/record/result.h"
#include "harness/report/accuracy.h"
#include "harness/report/binades.h"
#include "harness/report/exhaustive.h"
#include "harness/report/read.h"
#include "harness/report/stage.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ONE = 127, NEGATIVE_SIDE = 256 }; /* the binade of 1; the first negative one */

static struct report empty_report(void)
{
    struct report report;
    cr_assert_eq(report_read(&report, NULL, 0), STATUS_OK);
    return report;
}

static void set_peak(struct summary *s, enum output output, int binade, long double ulp)
{
    float x = float_of_bits((uint32_t)binade << 23);
    struct binade *b = &s->ideal[output].binades->at[binade];
    b->peak = (struct peak){(double)ulp, ulp, (uint32_t)binade << 23, 0, 0, true};
    if (ulp > s->ideal[output].max_ulp)
        summary_raise(&s->ideal[output], ulp, &(struct input){(double)x, 0}, 0);
}

/* Every float, with an error of 0.25 ulp. */
static struct summary whole(void)
{
    struct summary s = summary_with_binades();
    s.inputs = UINT64_C(1) << 32;
    for (int k = 0; k < OUTPUTS; k++) {
        for (int i = 0; i < BINADES; i++) {
            s.ideal[k].binades->at[i].inputs = 1 << 23;
            set_peak(&s, (enum output)k, i, 0.25L);
        }
        s.ideal[k].compared = s.inputs;
        s.ideal[k].binades->histogram[0] = s.inputs;
    }
    return s;
}

static json_t *add(struct report *report, const char *id, const struct summary *s, const char *level)
{
    struct choice choice;
    cr_assert(choice_find(&choice, id));
    json_t *record = record_json(&choice, s, level);
    json_object_set_new(report->kernels, id, record);
    return record;
}

/* The file's text, from malloc. */
static char *text_of(const char *directory, const char *name)
{
    char *path = path_join(directory, name), *text = NULL;
    size_t size = 0;
    FILE *file = fopen(path, "r");
    cr_assert_not_null(file, "%s", path);
    cr_assert_gt(getdelim(&text, &size, '\0', file), 0);
    fclose(file);
    free(path);
    return text;
}

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
    char *text = text_of(directory, "a.md");
    cr_assert(unlink(path) == 0 && rmdir(directory) == 0);
    return text;
}

Test(report_exhaustive, the_axis_ends_where_nothing_changes)
{
    struct choice choice[2];
    struct summary s[] = {whole(), whole()};
    struct term_errors t = {choice, s, 2};
    struct axis axis = report_axis_of(&t);
    cr_assert(axis.low == 1 && axis.high == 254); /* nothing changes anywhere: all of it */
    set_peak(&s[0], LOSS, ONE - 10, 0.5L);
    set_peak(&s[1], GRAD, NEGATIVE_SIDE + ONE + 7, 0.5L);
    axis = report_axis_of(&t);
    cr_assert(axis.low == ONE - 13 && axis.high == ONE + 10);
    s[1].ideal[LOSS].binades->at[NEGATIVE_SIDE + ONE + 30].failures = 1; /* a failure is a change */
    axis = report_axis_of(&t);
    cr_assert(axis.low == ONE - 13 && axis.high == ONE + 33);
    s[1].ideal[LOSS].binades->at[NEGATIVE_SIDE + 255].failures = 1; /* infinity has a step of its own */
    s[1].ideal[LOSS].binades->at[0].peak.any = false;               /* so have zero and the subnormals */
    cr_assert_eq(report_axis_of(&t).high, axis.high);
    cr_assert_eq(report_axis_of(&t).low, axis.low);
    cr_assert(report_axis_position(&axis, 0) == 0 && report_axis_position(&axis, axis.low) == 1);
    cr_assert_eq(report_axis_position(&axis, 255), report_axis_position(&axis, axis.high) + 1);
    cr_assert_eq(report_axis_end(&axis), report_axis_position(&axis, 255) + 1);
    for (int i = 0; i < 2; i++)
        summary_clear(&s[i]);
}

/* Of a shard: no inputs in most binades. */
static struct summary sparse(void)
{
    struct summary s = summary_with_binades();
    s.inputs = 1 << 23;
    return s;
}

Test(report_exhaustive, the_axis_shows_every_change_however_far_apart)
{
    struct choice choice[2];
    struct summary s[] = {sparse(), sparse()};
    struct term_errors t = {choice, s, 2};
    struct binade *binades = s[0].ideal[LOSS].binades->at;
    binades[ONE - 40].inputs = binades[ONE + 20].inputs = 9;
    set_peak(&s[0], LOSS, ONE - 40, 0.25L);
    set_peak(&s[0], LOSS, ONE + 20, 0.5L); /* unlike the one below, the next that has inputs; so is that */
    struct axis axis = report_axis_of(&t);
    cr_assert(axis.low == ONE - 40 && axis.high == ONE + 20);
    /* Another output, unlike its innermost binade from here on, and the first like all of its outer ones. */
    binades = s[1].ideal[GRAD].binades->at;
    for (int i = 1; i < 4; i++) {
        binades[ONE + 30 * i].inputs = 9;
        set_peak(&s[1], GRAD, ONE + 30 * i, i == 1 ? 0.25L : i == 2 ? 0.5L : 0.36L);
    }
    axis = report_axis_of(&t);
    cr_assert(axis.low == ONE - 40 && axis.high == ONE + 60);
    for (int i = 0; i < 2; i++)
        summary_clear(&s[i]);
}

/* gnuplot has no empty arrays. */
Test(report_exhaustive, a_chart_of_few_inputs_has_its_variables)
{
    char out[] = "/tmp/test_report.XXXXXX";
    struct report report = empty_report();
    struct summary s = sparse();
    cr_assert_not_null(mkdtemp(out));
    cr_assert_eq(report_stage_open(&report, out), STATUS_OK);
    for (int i = 0; i < 2; i++) {
        s.ideal[LOSS].binades->at[ONE + 9 * i].inputs = s.ideal[GRAD].binades->at[ONE + 9 * i].inputs = 1;
        set_peak(&s, LOSS, ONE + 9 * i, 1 << i);
        set_peak(&s, GRAD, ONE + 9 * i, 2 >> i);
    }
    add(&report, "minimax.g/stable/f32", &s, "exhaustive");
    cr_assert_eq(report_exhaustive(&report), STATUS_OK);
    cr_assert_eq(json_array_size(report.charts), 2);
    for (size_t i = 0; i < 2; i++) {
        const char *name;
        json_t *value;
        json_object_foreach(json_object_get(json_array_get(report.charts, i), "set"), name, value)
            cr_assert(!json_is_array(value) || json_array_size(value) > 0, "%s is empty", name);
    }
    summary_clear(&s);
    report_stage_discard(&report, out);
    rmdir(out);
    report_free(&report);
}

Test(report_exhaustive, tables_have_a_step_for_each_binade_and_bin)
{
    char out[] = "/tmp/test_report.XXXXXX";
    struct report report = empty_report();
    cr_assert_not_null(mkdtemp(out));
    cr_assert_eq(report_stage_open(&report, out), STATUS_OK);
    struct choice choice;
    cr_assert(choice_find(&choice, "minimax.g/stable/f32"));
    struct summary s = whole();
    struct term_errors t = {&choice, &s, 1};
    const struct axis axis = {ONE, ONE + 1};
    set_peak(&s, GRAD, NEGATIVE_SIDE + ONE + 1, 3);
    s.ideal[LOSS].binades->at[ONE].failures = 9;
    s.ideal[LOSS].binades->at[0].peak.any = false;
    cr_assert_eq(report_write_binades(&report, "x", &t, &axis), STATUS_OK);
    char *text = text_of(report.directory, "data/binades-x.tsv");
    cr_assert_str_eq(text, "position\tbinade\tstable:loss_ulp\tstable:loss_failures\tstable:grad_ulp\t"
                           "stable:grad_failures\n"
                           "-4\t-inf\t0.25\t0\t0.25\t0\n-3\t-inf\t0.25\t0\t0.25\t0\n"
                           "-3\t-0x1p+1\t0.25\t0\t3\t0\n-2\t-0x1p+1\t0.25\t0\t3\t0\n"
                           "-2\t-0x1p+0\t0.25\t0\t0.25\t0\n-1\t-0x1p+0\t0.25\t0\t0.25\t0\n"
                           "-1\t-0x0p+0\t0.25\t0\t0.25\t0\n0\t-0x0p+0\t0.25\t0\t0.25\t0\n"
                           "0\t0x0p+0\tNaN\t0\t0.25\t0\n1\t0x0p+0\tNaN\t0\t0.25\t0\n"
                           "1\t0x1p+0\t0.25\t9\t0.25\t0\n2\t0x1p+0\t0.25\t9\t0.25\t0\n"
                           "2\t0x1p+1\t0.25\t0\t0.25\t0\n3\t0x1p+1\t0.25\t0\t0.25\t0\n"
                           "3\tinf\t0.25\t0\t0.25\t0\n4\tinf\t0.25\t0\t0.25\t0\n");
    free(text);
    s.ideal[LOSS].binades->histogram[0] = 5;
    cr_assert_eq(report_bins_used(&t), 5);
    s.ideal[GRAD].binades->histogram[4] = 7;
    s.ideal[GRAD].binades->histogram[51] = 1;
    cr_assert_eq(report_bins_used(&t), ULP_BINS);
    cr_assert_eq(report_write_histogram(&report, "x", &t, 5), STATUS_OK);
    text = text_of(report.directory, "data/histogram-x.tsv");
    cr_assert_str_eq(text, "bin\tup_to_ulp\tstable:loss\tstable:grad\n0\t0.5\t5\t4294967296\n1\t0.75\t0\t0\n"
                           "2\t1\t0\t0\n3\t1.5\t0\t0\n4\t2\t0\t7\n5\t3\t0\t0\n");
    free(text);
    summary_clear(&s);
    report_stage_discard(&report, out);
    rmdir(out);
    report_free(&report);
}

Test(report_exhaustive, terms_with_the_same_records_share_charts)
{
    char out[] = "/tmp/test_report.XXXXXX";
    struct report report = empty_report();
    cr_assert_not_null(mkdtemp(out));
    cr_assert_eq(report_stage_open(&report, out), STATUS_OK);
    struct summary s = whole(), plain = {.inputs = 9};
    add(&report, "minimax.d_real/stable/f32", &plain, "quick");
    cr_assert_eq(report_exhaustive(&report), STATUS_OK);
    cr_assert_eq(json_array_size(report.charts), 0); /* not exhaustive: no chart, no file */
    add(&report, "minimax.d_real/stable/f32", &s, "exhaustive");
    add(&report, "nonsaturating.d_real/stable/f32", &s, "exhaustive");
    set_peak(&s, LOSS, ONE, 0.5L);
    add(&report, "nonsaturating.g/stable/f32", &s, "exhaustive");
    cr_assert_eq(report_exhaustive(&report), STATUS_OK);
    cr_assert_eq(json_array_size(report.charts), 4);
    static const size_t terms_shown[] = {2, 2, 1, 1};
    for (size_t i = 0; i < 4; i++)
        cr_assert_eq(json_array_size(json_object_get(json_array_get(report.charts, i), "subjects")),
                     terms_shown[i]);
    summary_clear(&s);
    report_stage_discard(&report, out);
    rmdir(out);
    report_free(&report);
}

/* NaN on `count` inputs from x to 0x1p+127 and infinity. */
static void fail_above(struct summary *s, double x, uint64_t count)
{
    const struct input ends[] = {{x, 0}, {(double)INFINITY, 0}};
    s->ideal[GRAD].classes[NAN_MISMATCH] = (struct extent){0};
    extent_add(&s->ideal[GRAD].classes[NAN_MISMATCH], LOGIT, ends, count);
}

Test(report_exhaustive, the_table_tells_all_of_an_interval_from_some_of_it)
{
    struct report report = empty_report();
    struct summary s = whole();
    fail_above(&s, 0x1p127, (1 << 23) + 1); /* the last binade and infinity */
    add(&report, "minimax.d_fake/naive/f32", &s, "exhaustive");
    fail_above(&s, 0x1p127, 1 << 23);
    s.ideal[LOSS].not_rounded = 1234567;
    s.ideal[LOSS].lost = (struct extent){0};
    extent_add(&s.ideal[LOSS].lost, LOGIT, (const struct input[]){{-2, 0}, {-1, 0}}, (1 << 23) + 1);
    extent_add(&s.ideal[LOSS].lost, LOGIT, (const struct input[]){{0, 0}, {0x1p-149, 0}}, 2);
    set_peak(&s, LOSS, ONE, 1.5L);
    add(&report, "minimax.d_fake/stable/f32", &s, "exhaustive");
    char *text = table_of(&report);
    cr_assert(strstr(text, "f32, exact: all 4,294,967,296 inputs."));
    cr_assert(strstr(text, "nan 8,388,609, all of [1.7014118e+38, inf] |"));
    cr_assert(strstr(text, "nan 8,388,608 in [1.7014118e+38, inf] |"));
    cr_assert(strstr(text, "bound 2.45 | loss | 1.5 | `0x1p+0` (1) | 1,234,567 (0.0287 %) | "
                           "lost 8,388,611, all of [-2, -1] and [0, 1e-45] |"));
    free(text);
    summary_clear(&s);
    report_free(&report);
}

Test(report_exhaustive, what_was_done_with_is_exact)
{
    static const struct {
        const char *id, *level, *heading;
        int labels;
        bool whole, complete, search;
    } table[] = {
        {"minimax.g/naive/f32", "exhaustive", "f32, exact: all 4,294,967,296 inputs.", 1, true, true, false},
        {"minimax.g/naive/f32", "exhaustive", "f32, found: 4,294,967,295 inputs", 1, false, true, false},
        {"minimax.g/naive/f32", "exhaustive", "f32, exact", 1, true, false, false},
        {"minimax.g/naive/f32", "exhaustive", "f32, found", 1, false, false, false},
        {"minimax.g/naive/f32", "exhaustive", "f32, found", 1, true, true, true},
        {"minimax.g/naive/f32", "full", "f32, found", 1, true, true, false},
        {"minimax.g/naive/f64", "exhaustive", "f64, found", 1, true, true, true},
        {"bce.target/naive/f32", "exhaustive", "f32, exact: all 4,294,967,296 logits with each of 5 targets",
         5, true, true, false},
        {"bce.target/naive/f32", "exhaustive", "f32, found", 1, true, true, false},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct report report = empty_report();
        json_array_append_new(report.documents,
                              json_pack("{s:s, s:{}, s:{s:b, s:s}}", "path", "/some/where/r.json", "machine",
                                        "options", "complete", table[i].complete, "level", "l"));
        struct summary s = {.inputs = (UINT64_C(1) << 32) * (uint64_t)table[i].labels - !table[i].whole};
        s.ideal[LOSS].compared = s.ideal[GRAD].compared = 1;
        json_t *record = add(&report, table[i].id, &s, table[i].level);
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

Test(report_exhaustive, one_function_has_one_row)
{
    struct report report = empty_report();
    struct summary s = whole();
    add(&report, "minimax.d_real/stable/f32", &s, "exhaustive");
    add(&report, "nonsaturating.g/stable/f32", &s, "exhaustive");
    add(&report, "minimax.d_fake/stable/f32", &s, "exhaustive"); /* alike, but another function */
    char *text = table_of(&report);
    cr_assert(strstr(text, "## `minimax.d_real`, `nonsaturating.g`\n") &&
              strstr(text, "## `minimax.d_fake`\n"));
    cr_assert_eq(count_of(text, "**stable**"), 2);
    free(text);
    /* Exact numbers that differ are never added up; searches are. */
    set_peak(&s, LOSS, ONE, 2);
    add(&report, "nonsaturating.g/stable/f32", &s, "exhaustive");
    text = table_of(&report);
    cr_assert_eq(count_of(text, "**stable**"), 3);
    free(text);
    json_object_clear(report.kernels);
    struct summary found = {.inputs = 10};
    found.ideal[LOSS].compared = 10;
    add(&report, "minimax.d_real/stable/f64", &found, "full");
    summary_raise(&found.ideal[LOSS], 3, &(struct input){-2.5, 0}, 0);
    add(&report, "nonsaturating.g/stable/f64", &found, "full");
    add(&report, "minimax.d_fake/stable/f64", &found, "full");
    text = table_of(&report);
    cr_assert_eq(count_of(text, "**stable**"), 2);
    cr_assert(strstr(text, "f64, found: 20 inputs tried.") &&
              strstr(text, "| \xe2\x89\xa5 3 | `-0x1.4p+1` (-2.5) |"));
    free(text);
    json_object_set_new(report.kernels, "x", json_pack("{s:s}", "id", "a.g/x/f32"));
    cr_assert_eq(report_accuracy(&report, "/nonexistent/a.md"), STATUS_DATA);
    summary_clear(&s);
    report_free(&report);
}

Test(report_exhaustive, malformed_binades_are_refused)
{
    char path[] = "/tmp/test_report.XXXXXX", *paths[] = {path};
    struct report report = empty_report();
    struct summary s = whole();
    json_t *record = add(&report, "minimax.g/stable/f32", &s, "exhaustive");
    json_t *document = json_pack("{s:s, s:[O]}", "schema", RESULT_SCHEMA, "kernels", record);
    close(mkstemp(path));
    for (int malformed = 0; malformed < 2; malformed++) {
        struct report read;
        if (malformed)
            json_array_remove(json_object_get(json_object_get(record, "grad"), "histogram"), 0);
        cr_assert_eq(result_write(document, path), STATUS_OK);
        cr_assert_eq(report_read(&read, paths, 1), malformed ? STATUS_DATA : STATUS_OK);
        report_free(&read);
    }
    unlink(path);
    json_decref(document);
    summary_clear(&s);
    report_free(&report);
}
