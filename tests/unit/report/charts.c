/* What charts are drawn of: lines that go one way, axes with names that are right, onsets that are the records'. */
#include "harness/report/charts.h"
#include "harness/base/json.h"
#include "harness/report/onset.h"
#include "harness/report/read.h"
#include "harness/report/speed.h"
#include "harness/report/stage.h"
#include "tests/support/reported.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Two documents of bench, merged: small batches, then those in between. */
Test(report_charts, a_line_of_times_goes_one_way)
{
    struct report report = reported_nothing();
    static const int batch[] = {1, 256, 65536, 16, 4096};
    for (size_t i = 0; i < 5; i++)
        json_object_set_new(report.bench, (char[]){(char)('a' + i), '\0'},
                            json_pack("{s:s, s:s, s:s, s:i, s:f, s:f, s:f}", "id", "wasserstein.g/stable/f32",
                                      "kind", "element", "regime", "equilibrium", "batch", batch[i],
                                      "ns_per_element", 2.0, "ns_low", 1.5, "ns_high", 3.5));
    json_t *sorted = report_by_batch(report.bench), *record;
    size_t i;
    long double before = 0;
    cr_assert_eq(json_array_size(sorted), 5);
    json_array_foreach(sorted, i, record)
    {
        cr_expect_gt(json_number_at(record, "batch"), before);
        before = json_number_at(record, "batch");
    }
    json_decref(sorted);
    char out[] = "/tmp/ganloss-speed.XXXXXX";
    cr_assert_not_null(mkdtemp(out));
    cr_assert_eq(report_stage_open(&report, out), STATUS_OK);
    cr_assert_eq(report_speed(&report), STATUS_OK);
    char *text = reported_text(report.directory, "charts/speed-element-wasserstein.g-f32.tsv");
    cr_expect_not_null(
        strstr(text, "variant\tline\tbatch\tns_per_element\tns_low\tns_high\telements_per_second\tcopy_ns\n"
                     "stable\tequilibrium\t1\t2\t1.5\t3.5\t5e+08\tNaN\n"),
        "%s", text);
    const char *rows[] = {"\t1\t", "\t16\t", "\t256\t", "\t4096\t", "\t65536\t"}, *last = text;
    for (i = 0; i < 5; i++) {
        const char *row = strstr(text, rows[i]);
        cr_assert(row && row > last, "row %zu", i);
        last = row;
    }
    free(text);
    report_stage_discard(&report);
    rmdir(out);
    report_free(&report);
}

/* NaN from -3 outwards, 0 from -2 to -1.5 and at 4 and beyond, wrong from 3.5 to 4; the loss fails elsewhere. */
Test(report_charts, the_onset_is_the_record_s_failure_nearest_to_0)
{
    json_t *record = json_loads(
        "{\"id\": \"nonsaturating.g/a/f32\", \"loss\": {\"classes\": {\"nan\": {\"count\": 1, \"first\": \"-0x1p-1\","
        "  \"last\": \"-0x1p-1\", \"below\": \"-0x1p-1\", \"above\": null}}},"
        " \"grad\": {\"lost\": {\"count\": 2, \"first\": \"0x1.cp+1\", \"last\": \"0x1p+2\", \"below\": null, \"above\": \"0x1.cp+1\"},"
        "  \"classes\": {\"nan\": {\"count\": 9, \"first\": \"-inf\", \"last\": \"-0x1.8p+1\", \"below\": \"-0x1.8p+1\", \"above\": null},"
        "  \"vanished\": {\"count\": 9, \"first\": \"-0x1p+1\", \"last\": \"inf\", \"below\": \"-0x1.8p+0\", \"above\": \"0x1p+2\"}}}}",
        0, NULL);
    cr_assert_not_null(record);
    struct onset below = report_onset(record, ONSET_BELOW, false),
                 above = report_onset(record, ONSET_ABOVE, false);
    cr_expect(below.found && below.harm == HARM_VANISHED);
    cr_expect_float_eq(below.input, -1.5, 0);
    cr_expect(above.found && above.harm == HARM_LOST);
    cr_expect_float_eq(above.input, 3.5, 0);
    cr_expect_float_eq(report_onset_distance(record, false), 1.5, 0);
    struct reach zero = report_reach(record, "grad", HARM_VANISHED, ONSET_BELOW, false);
    cr_expect(zero.any && zero.from == -2 && zero.to == -1.5);
    zero = report_reach(record, "grad", HARM_VANISHED, ONSET_ABOVE, false);
    cr_expect(zero.any && zero.from == 4 && isinf(zero.to));
    cr_expect(!report_reach(record, "grad", HARM_NAN, ONSET_ABOVE, false).any);
    cr_expect(isinf(report_reach(record, "grad", HARM_NAN, ONSET_BELOW, false).from));
    cr_expect(!report_reach(record, "grad", HARM_OVERFLOW, ONSET_BELOW, false).any);
    json_decref(record);
}

Test(report_charts, a_critics_score_is_no_logit)
{
    cr_expect(report_is_score("wasserstein.g") && report_is_score("wasserstein.d_real"));
    cr_expect(!report_is_score("minimax.g") && !report_is_score("minimax.g@D") &&
              !report_is_score("no.such"));
}
