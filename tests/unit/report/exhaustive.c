/* What the charts of exhaustive runs must not get wrong: where a binade stands, that each term has a chart. */
#include "harness/report/exhaustive.h"
#include "harness/base/json.h"
#include "harness/record/result.h"
#include "harness/report/binades.h"
#include "harness/report/charts.h"
#include "harness/report/read.h"
#include "harness/report/stage.h"
#include "tests/support/reported.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ONE = 127, NEGATIVE_SIDE = 256 }; /* the binade of 1; the first negative one */

Test(report_exhaustive, the_axis_ends_where_nothing_changes)
{
    struct choice choice[2];
    struct summary s[] = {reported_whole(), reported_whole()};
    struct term_errors t = {choice, s, 2};
    struct axis axis = report_axis_of(&t);
    cr_assert(axis.low == 1 && axis.high == 254); /* nothing changes anywhere: all of it */
    reported_peak(&s[0], LOSS, ONE - 10, 0.5L);
    reported_peak(&s[1], GRAD, NEGATIVE_SIDE + ONE + 7, 0.5L);
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
    reported_peak(&s[0], LOSS, ONE - 40, 0.25L);
    reported_peak(&s[0], LOSS, ONE + 20,
                  0.5L); /* unlike the one below, the next that has inputs; so is that */
    struct axis axis = report_axis_of(&t);
    cr_assert(axis.low == ONE - 40 && axis.high == ONE + 20);
    /* Another output, unlike its innermost binade from here on, and the first like all of its outer ones. */
    binades = s[1].ideal[GRAD].binades->at;
    for (int i = 1; i < 4; i++) {
        binades[ONE + 30 * i].inputs = 9;
        reported_peak(&s[1], GRAD, ONE + 30 * i, i == 1 ? 0.25L : i == 2 ? 0.5L : 0.36L);
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
    struct report report = reported_nothing();
    struct summary s = sparse();
    cr_assert_not_null(mkdtemp(out));
    cr_assert_eq(report_stage_open(&report, out), STATUS_OK);
    for (int i = 0; i < 2; i++) {
        s.ideal[LOSS].binades->at[ONE + 9 * i].inputs = s.ideal[GRAD].binades->at[ONE + 9 * i].inputs = 1;
        reported_peak(&s, LOSS, ONE + 9 * i, 1 << i);
        reported_peak(&s, GRAD, ONE + 9 * i, 2 >> i);
    }
    reported_add(&report, "minimax.g/stable/f32", &s, "exhaustive");
    cr_assert_eq(report_exhaustive(&report), STATUS_OK);
    cr_assert_eq(json_array_size(report.charts), 2);
    for (size_t i = 0; i < 2; i++) {
        const char *name;
        json_t *value;
        json_object_foreach(json_object_get(json_array_get(report.charts, i), "set"), name, value)
            cr_assert(!json_is_array(value) || json_array_size(value) > 0, "%s is empty", name);
    }
    summary_clear(&s);
    report_stage_discard(&report);
    rmdir(out);
    report_free(&report);
}

Test(report_exhaustive, tables_have_a_step_for_each_binade_and_bin)
{
    char out[] = "/tmp/test_report.XXXXXX";
    struct report report = reported_nothing();
    cr_assert_not_null(mkdtemp(out));
    cr_assert_eq(report_stage_open(&report, out), STATUS_OK);
    struct choice choice;
    cr_assert(choice_find(&choice, "minimax.g/stable/f32"));
    struct summary s = reported_whole();
    struct term_errors t = {&choice, &s, 1};
    const struct axis axis = {ONE, ONE + 1};
    reported_peak(&s, GRAD, NEGATIVE_SIDE + ONE + 1, 3);
    s.ideal[LOSS].binades->at[ONE].failures = 9;
    s.ideal[LOSS].binades->at[0].peak.any = false;
    report_chart_add(&report, "binades", "x", "", "f32", json_array());
    cr_assert_eq(report_write_binades(&report, &t, &axis), STATUS_OK);
    char *text = reported_text(report.directory, "charts/binades-x.tsv");
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
    report_chart_add(&report, "histogram", "x", "", "f32", json_array());
    cr_assert_eq(report_write_histogram(&report, &t, 5), STATUS_OK);
    text = reported_text(report.directory, "charts/histogram-x.tsv");
    cr_assert_str_eq(text, "bin\tup_to_ulp\tstable:loss\tstable:grad\n0\t0.5\t5\t4294967296\n1\t0.75\t0\t0\n"
                           "2\t1\t0\t0\n3\t1.5\t0\t0\n4\t2\t0\t7\n5\t3\t0\t0\n");
    free(text);
    summary_clear(&s);
    report_stage_discard(&report);
    rmdir(out);
    report_free(&report);
}

Test(report_exhaustive, each_term_has_charts_of_its_own)
{
    char out[] = "/tmp/test_report.XXXXXX";
    struct report report = reported_nothing();
    cr_assert_not_null(mkdtemp(out));
    cr_assert_eq(report_stage_open(&report, out), STATUS_OK);
    struct summary s = reported_whole(), plain = {.inputs = 9};
    reported_add(&report, "minimax.d_real/stable/f32", &plain, "quick");
    cr_assert_eq(report_exhaustive(&report), STATUS_OK);
    cr_assert_eq(json_array_size(report.charts), 0); /* not exhaustive: no chart, no file */
    reported_add(&report, "minimax.d_real/stable/f32", &s, "exhaustive");
    reported_add(&report, "nonsaturating.d_real/stable/f32", &s, "exhaustive");
    reported_peak(&s, LOSS, ONE, 0.5L);
    reported_add(&report, "nonsaturating.g/stable/f32", &s, "exhaustive");
    cr_assert_eq(report_exhaustive(&report), STATUS_OK);
    cr_assert_eq(json_array_size(report.charts), 6);
    static const char *const shown[] = {"minimax.d_real", "nonsaturating.d_real", "nonsaturating.g"};
    for (size_t i = 0; i < 6; i++) {
        const json_t *chart = json_array_get(report.charts, i),
                     *subjects = json_object_get(chart, "subjects");
        cr_assert_eq(json_array_size(subjects), 1);
        cr_assert_str_eq(json_string_value(json_array_get(subjects, 0)), shown[i / 2]);
        cr_assert_not_null(strstr(json_text_at(chart, "title"), shown[i / 2]));
    }
    summary_clear(&s);
    report_stage_discard(&report);
    rmdir(out);
    report_free(&report);
}

Test(report_exhaustive, malformed_binades_are_refused)
{
    char path[] = "/tmp/test_report.XXXXXX", *paths[] = {path};
    struct report report = reported_nothing();
    struct summary s = reported_whole();
    json_t *record = reported_add(&report, "minimax.g/stable/f32", &s, "exhaustive");
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
