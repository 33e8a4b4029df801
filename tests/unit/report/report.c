/* What the report must not get wrong: escaping, the marker for a missing number, verdicts, absent sections. */
#include "harness/report/charts.h"
#include "harness/report/gnuplot.h"
#include "harness/report/page.h"
#include "harness/report/page_losses.h"
#include "harness/report/page_questions.h"
#include "harness/report/page_runs.h"
#include "harness/report/page_verdict.h"
#include "harness/report/page_write.h"
#include "harness/report/read.h"
#include "harness/report/stage.h"
#include "harness/report/text.h"
#include "harness/report/verdict.h"
#include "tests/support/reported.h"
#include "tests/support/written.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

Test(report, text_is_escaped_for_each_reader)
{
    WRITTEN(page, report_html(to, "<a href=\"x\" title='y'>R&D</a>"));
    cr_assert_str_eq(page, "&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;R&amp;D&lt;/a&gt;");
    WRITTEN(table, report_tsv_text(to, "two\tcolumns\nof one"));
    cr_assert_str_eq(table, "two columns of one");
    WRITTEN(script, report_gnuplot_text(to, "it's `date`\n"));
    cr_assert_str_eq(script, "\"it\\047s \\140date\\140\\040\"");
    WRITTEN(cell, report_gnuplot_cell(to, "\t\"x\n"));
    cr_assert_str_eq(cell, "\"_\\047x \"");
    WRITTEN(same, report_tsv_text(to, "\t\"x\n"));
    cr_assert_str_eq(same, "_'x ");
    WRITTEN(word, {
        report_shell_word(to, "-a.json");
        report_shell_word(to, " it's\n");
    });
    cr_assert_str_eq(word, "./-a.json' it'\\''s?'");
    char name[] = "minimax.g@D/../x y";
    cr_assert_str_eq(report_file_name(name), "minimax.g-D-..-x-y");
    free(page);
    free(table);
    free(script);
    free(cell);
    free(same);
    free(word);
}

Test(report, missing_numbers_are_marked_and_others_survive)
{
    json_t *values = json_pack("[n, f, i, s]", 0.1, 7, "1.5e326");
    WRITTEN(row, {
        for (size_t i = 0; i < 4; i++) {
            report_tsv_number(to, json_array_get(values, i));
            fputc('\t', to);
        }
    });
    cr_assert_str_eq(row, "NaN\t0.10000000000000001\t7\t1.5e326\t");
    free(row);
    json_decref(values);
}

Test(report, numbers_are_short)
{
    static const struct {
        long double x;
        const char *text;
    } table[] = {
        {0, "0"},
        {0.5L, "0.5"},
        {1.53625L, "1.54"},
        {1234.4L, "1234"},
        {9999.4L, "9999"},
        {12345, "1.2e4"},
        {1.8e7L, "1.8e7"},
        {3e-39L, "3e-39"},
        {-2, "-2"},
        {1e326L, "1e326"},
        {(long double)INFINITY, "inf"},
    };
    char text[SHORT_TEXT];
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        cr_assert_str_eq(report_short_number(text, table[i].x), table[i].text);
}

Test(report, probabilities_are_told_from_0_and_1)
{
    static const struct {
        double s;
        const char *text;
    } table[] = {
        {0, "0.5"},
        {-1, "0.269"},
        {16.635532333438686, "1 \xe2\x88\x92 6e-8"}, /* 1 - 2^-24 */
        {-87.498233534, "1e-38"},
        {-1000, "5.1e-435"}, /* below the smallest double */
        {(double)INFINITY, "1"},
        {-(double)INFINITY, "0"},
    };
    char text[SHORT_TEXT];
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        cr_assert_str_eq(report_probability_text(text, table[i].s), table[i].text);
}

/* An output with the given error and one failure of the class, from `at` on outwards. */
static json_t *output(double ulp, const char *class, const char *side, const char *at)
{
    json_t *of = json_pack("{s:f, s:{}}", "max_ulp", ulp, "classes");
    if (class) {
        json_t *record =
            json_pack("{s:i, s:s, s:s, s:n, s:n}", "count", 2, "first", at, "last", at, "below", "above");
        json_object_set_new(record, side, json_string(at));
        json_object_set_new(strcmp(class, "lost") == 0 ? of : json_object_get(of, "classes"), class, record);
    }
    return of;
}

static void add(struct report *report, const char *id, double bound, bool pass, json_t *loss, json_t *grad)
{
    json_object_set_new(report->kernels, id,
                        json_pack("{s:s, s:s, s:i, s:o, s:b, s:o, s:o}", "id", id, "level", "quick", "inputs",
                                  9, "bound_ulp", bound < 0 ? json_null() : json_real(bound), "pass", pass,
                                  "loss", loss, "grad", grad));
}

static const struct variant_verdict *find(const struct variant_verdict *rows, size_t count,
                                          const char *variant, enum verdict_kind kind)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(rows[i].variant, variant) == 0 && rows[i].kind == kind)
            return &rows[i];
    cr_assert(false, "no row for %s", variant);
    return NULL;
}

Test(report, verdicts_say_what_the_gravest_term_does)
{
    struct report report = reported_nothing();
    add(&report, "a.g/stable/f32", 2, true, output(1.5, NULL, NULL, NULL), output(1.2, NULL, NULL, NULL));
    add(&report, "a.g/stable/f64", 2, true, output(1.5, NULL, NULL, NULL), output(1.2, NULL, NULL, NULL));
    /* The nearer of two terms' failures counts, whichever comes first. */
    add(&report, "a.d/stable/f32", 2, true, output(1, NULL, NULL, NULL), output(1, NULL, NULL, NULL));
    add(&report, "a.d/clip/f32", -1, true, output(1, NULL, NULL, NULL), output(1, "lost", "above", "0x1p+5"));
    /* NaN is worse than a zero, but further out. */
    add(&report, "a.g/clip/f32", -1, true, output(1, "nan", "below", "-0x1p+7"),
        output(1, "vanished", "above", "0x1p+4"));
    add(&report, "a.g/clip/f64", -1, true, output(3e7, NULL, NULL, NULL),
        output(1, "lost", "below", "-0x1.1p+4"));
    add(&report, "a.d/clip/f64", -1, true, output(1, NULL, NULL, NULL), output(1, "nan", "below", "-0x1p+6"));
    add(&report, "a.d/stable/f64", 2, true, output(1, NULL, NULL, NULL), output(1, NULL, NULL, NULL));
    add(&report, "a.g/quiet/f32", -1, true, output(1, NULL, NULL, NULL), output(1, NULL, NULL, NULL));
    add(&report, "a.g/rough/f32", -1, true, output(90, "zero-sign", "below", "-inf"),
        output(1, NULL, NULL, NULL));
    add(&report, "a.g/broken/f32", 2, false, output(2.5, NULL, NULL, NULL), output(1, NULL, NULL, NULL));
    /* A kernel that is offered with a narrower bound makes no other one inaccurate that keeps the wider. */
    add(&report, "a.g/fused/f32", 0.5, true, output(0.5, NULL, NULL, NULL), output(0.5, NULL, NULL, NULL));
    /* On D: the same name is another row, and distance is that of the logit. */
    add(&report, "a.g@D/clip/f32", -1, true, output(1, NULL, NULL, NULL),
        output(1, "overflow", "below", "0x1p-20"));
    add(&report, "a.g@D/stable/f32", 2, true, output(1, NULL, NULL, NULL), output(1, NULL, NULL, NULL));
    /* No kernel of this term declares a bound. */
    add(&report, "b.target/stable/f32", -1, true, output(1, NULL, NULL, NULL), output(9e9, NULL, NULL, NULL));

    size_t count;
    struct cost_point at;
    json_t *left_out = json_object();
    struct variant_verdict *rows = report_verdicts(&count, &at, left_out, &report);
    cr_assert_eq(count, 8);
    const enum verdict_kind logits = VERDICT_LOGITS, probabilities = VERDICT_PROBABILITIES;
    cr_assert_str_eq(find(rows, count, "fused", logits)->of[F32].word, "use");
    cr_assert_str_eq(find(rows, count, "stable", logits)->of[F32].word, "use");
    cr_assert_eq(find(rows, count, "stable", logits)->of[F32].worst[GRAD], 1.2);
    cr_assert_str_eq(find(rows, count, "quiet", logits)->of[F32].word, "no bound");
    cr_assert_str_eq(find(rows, count, "rough", logits)->of[F32].word, "inaccurate");
    cr_assert_str_eq(find(rows, count, "broken", logits)->of[F32].word, "inaccurate");
    const struct variant_verdict *clip = find(rows, count, "clip", logits);
    cr_assert_str_eq(clip->of[F32].word, "in training", "no run tells that it is not");
    cr_assert_eq(clip->of[F32].gravest.of[GRAD].onset[ONSET_ABOVE].input, 16);
    cr_assert(!clip->of[F32].gravest.of[GRAD].onset[ONSET_BELOW].found);
    cr_assert_eq(clip->of[F32].gravest.of[LOSS].safe[ONSET_BELOW], -128);
    cr_assert_eq(clip->of[F64].gravest.of[GRAD].onset[ONSET_BELOW].harm, HARM_LOST);
    cr_assert(isnan(clip->of[F32].cost) && !at.known);
    clip = find(rows, count, "clip", probabilities);
    cr_assert_str_eq(clip->of[F32].word, "in training");
    cr_assert_float_eq(clip->of[F32].gravest.of[GRAD].safe[ONSET_BELOW], -20 * log(2), 1e-5);
    cr_assert(!clip->of[F64].any);
    cr_assert_eq(json_object_size(left_out), 1);
    cr_assert(json_object_get(left_out, "b.target"));
    free(rows);
    json_decref(left_out);
    report_free(&report);
}

/* Each output is held against its own bound. */
Test(report, a_gradient_is_held_against_the_bound_of_gradients)
{
    struct report report = reported_nothing();
    size_t count;
    struct cost_point at;
    json_t *left_out = json_object();
    json_t *loss = output(1, NULL, NULL, NULL), *grad = output(2.5, NULL, NULL, NULL);
    json_object_set_new(loss, "bound_ulp", json_real(1.5));
    json_object_set_new(grad, "bound_ulp", json_real(3));
    add(&report, "a.g/stable/f32", -1, true, loss, grad);
    add(&report, "a.g/quiet/f32", -1, true, output(1.2, NULL, NULL, NULL), output(2.9, NULL, NULL, NULL));
    add(&report, "a.g/rough/f32", -1, true, output(1.6, NULL, NULL, NULL), output(2.9, NULL, NULL, NULL));
    /* of its losses nothing is declared */
    grad = output(1, NULL, NULL, NULL);
    json_object_set_new(grad, "bound_ulp", json_real(2));
    add(&report, "a.d/stable/f32", -1, true, output(70, NULL, NULL, NULL), grad);
    add(&report, "a.d/quiet/f32", -1, true, output(90, NULL, NULL, NULL), output(1, NULL, NULL, NULL));
    struct variant_verdict *rows = report_verdicts(&count, &at, left_out, &report);
    cr_assert_eq(count, 3);
    cr_assert_str_eq(find(rows, count, "stable", VERDICT_LOGITS)->of[F32].word, "use");
    cr_assert_str_eq(find(rows, count, "quiet", VERDICT_LOGITS)->of[F32].word, "no bound");
    cr_assert_str_eq(find(rows, count, "rough", VERDICT_LOGITS)->of[F32].word, "inaccurate");
    free(rows);
    json_decref(left_out);
    report_free(&report);
}

/* The left-out rule must not hide a row: where no bound is known at all, every term counts. */
Test(report, without_bounds_every_term_counts)
{
    struct report report = reported_nothing();
    size_t count;
    struct cost_point at;
    json_t *left_out = json_object();
    add(&report, "b.target/naive/f32", -1, true, output(1, NULL, NULL, NULL),
        output(1, "sign", "below", "-0x1p+1"));
    struct variant_verdict *rows = report_verdicts(&count, &at, left_out, &report);
    cr_assert_eq(count, 1);
    cr_assert_str_eq(rows[0].of[F32].word, "in training");
    free(rows);
    json_decref(left_out);
    report_free(&report);
}

static void add_time(struct report *report, const char *id, const char *regime, int batch, double ns)
{
    char key[128];
    snprintf(key, sizeof key, "%s %s %d", id, regime, batch);
    json_object_set_new(report->bench, key,
                        json_pack("{s:s, s:s, s:s, s:i, s:f}", "id", id, "kind", "element", "regime", regime,
                                  "batch", batch, "ns_per_element", ns));
}

Test(report, cost_is_the_slowest_term_at_the_middle_batch)
{
    struct report report = reported_nothing();
    size_t count;
    struct cost_point at;
    json_t *left_out = json_object();
    add(&report, "a.g/stable/f32", 2, true, output(1, NULL, NULL, NULL), output(1, NULL, NULL, NULL));
    add_time(&report, "a.g/stable/f32", "early", 64, 99);
    add_time(&report, "a.g/stable/f32", "equilibrium", 1, 50);
    add_time(&report, "a.g/stable/f32", "equilibrium", 64, 3);
    add_time(&report, "a.d/stable/f32", "equilibrium", 64, 4);
    add_time(&report, "a.g@D/stable/f32", "equilibrium", 64, 70);
    add_time(&report, "a.g/stable/f32", "equilibrium", 4096, 2);
    struct variant_verdict *rows = report_verdicts(&count, &at, left_out, &report);
    cr_assert(at.known);
    cr_assert_eq(at.batch, 64);
    cr_assert_str_eq(at.regime, "equilibrium");
    cr_assert_eq(rows[0].of[F32].cost, 4);
    cr_assert(isnan(rows[0].of[F64].cost));
    free(rows);
    json_decref(left_out);
    report_free(&report);
}

Test(report, absent_sections_name_the_command_that_makes_them)
{
    struct report report = reported_nothing();
    WRITTEN(page, {
        report_page_questions(to, &report);
        report_page_write(to, &report);
        report_page_functions(to, &report);
        report_page_verdict(to, &report);
        report_page_price(to, &report);
        report_page_losses(to, &report);
        report_page_traces(to, &report);
        report_page_timing(to, &report);
        report_page_machine(to, &report);
    });
    cr_assert(strstr(page, "ganloss verify") && strstr(page, "ganloss trace") &&
              strstr(page, "ganloss bench"));
    cr_assert(!strstr(page, "<img") && !strstr(page, "<table"));
    free(page);
    report_free(&report);
}

Test(report, the_page_escapes_names_from_documents)
{
    struct report report = reported_nothing();
    add(&report, "<i>.g/<b>/f32", 2, true, output(1, NULL, NULL, NULL), output(1, NULL, NULL, NULL));
    WRITTEN(page, {
        report_page_questions(to, &report);
        report_page_write(to, &report);
        report_page_verdict(to, &report);
        report_page_losses(to, &report);
    });
    cr_assert(strstr(page, "&lt;b&gt;") && !strstr(page, "<b>/") && !strstr(page, "<i>"));
    cr_assert(!strstr(page, "<th><b>"));
    free(page);
    report_free(&report);
}

/* Reads a document given as text; its errors are not for the log. */
static enum status read_document(struct report *report, const char *body)
{
    char path[] = "/tmp/test_report.XXXXXX";
    int file = mkstemp(path);
    dprintf(file, "{\"schema\": \"ganloss-result/1\", %s}", body);
    close(file);
    char *paths[] = {path, path};
    enum status status = report_read(report, paths, 2);
    unlink(path);
    return status;
}

#define KERNEL_TEXT(rest)                                                                                    \
    "\"kernels\": [{\"id\": \"a.g/x/f32\", \"inputs\": 1, \"pass\": true, \"bound_ulp\": null, " rest "}]"
#define CURVE_TEXT(grad, ulps)                                                                               \
    "\"curves\": [{\"term\": \"a.g\", \"format\": \"f32\", \"space\": \"logit\", \"x\": [0, 1], "            \
    "\"grad\": " grad                                                                                        \
    ", \"kernels\": [{\"variant\": \"x\", \"grad\": [1, null], \"loss_ulp\": [1, 2], \"grad_ulp\": " ulps    \
    "}]}]"

Test(report, documents_are_merged_and_malformed_ones_refused)
{
    static const char output_text[] =
        "{\"compared\": 1, \"max_ulp\": \"1e400\", \"at\": \"0x1p+0\", \"got\": \"nan\", \"not_rounded\": 0, \"classes\": {}}";
    struct report report;
    char body[512];
    snprintf(body, sizeof body, KERNEL_TEXT("\"loss\": %s, \"grad\": %s"), output_text, output_text);
    cr_assert_eq(read_document(&report, body), STATUS_OK);
    cr_assert_eq(json_object_size(report.kernels), 1); /* the same record twice */
    cr_assert_eq(json_array_size(report.documents), 2);
    report_free(&report);
    static const struct {
        const char *body;
        enum status status;
    } table[] = {
        {"\"command\": \"verify\"", STATUS_OK},
        {CURVE_TEXT("[1, 0.5]", "[null, \"1e400\"]"), STATUS_OK},
        {CURVE_TEXT("[1]", "[1, 2]"), STATUS_DATA},
        {CURVE_TEXT("[1, true]", "[1, 2]"), STATUS_DATA},
        {KERNEL_TEXT("\"loss\": {\"max_ulp\": 1, \"classes\": {}}"), STATUS_DATA},
        {KERNEL_TEXT("\"loss\": {\"max_ulp\": 1}, \"grad\": {\"max_ulp\": 1, \"classes\": {}}"), STATUS_DATA},
        {"\"kernels\": [{\"id\": \"a.g/x\"}]", STATUS_DATA},
        {"\"kernels\": [3]", STATUS_DATA},
        {"\"bench\": {}", STATUS_DATA},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        cr_assert_eq(read_document(&report, table[i].body), table[i].status, "row %zu", i);
        report_free(&report);
    }
}

Test(report, nothing_is_left_of_a_report_that_failed)
{
    char root[] = "/tmp/test_report.XXXXXX", out[64], data[96];
    struct stat info;
    cr_assert_not_null(mkdtemp(root));
    snprintf(out, sizeof out, "%s/new", root);
    struct report report = reported_nothing();
    cr_assert_eq(report_stage_open(&report, out), STATUS_OK);
    report_chart_add(&report, "saturation", "x", "t", "f32", json_pack("[s]", "a.g"));
    setenv("GANLOSS_GNUPLOT", "/nonexistent/gnuplot", 1);
    cr_assert_eq(report_charts_draw(&report), STATUS_UNAVAILABLE);
    setenv("GANLOSS_GNUPLOT", "true", 1); /* exits 0 and draws nothing */
    cr_assert_eq(report_charts_draw(&report), STATUS_INTERNAL);
    setenv("GANLOSS_GNUPLOT", "false", 1);
    cr_assert_eq(report_charts_draw(&report), STATUS_INTERNAL);
    report_stage_discard(&report);
    cr_assert(stat(out, &info) != 0);
    cr_assert_eq(report_stage_open(&report, out), STATUS_OK);
    cr_assert_eq(report_page(&report), STATUS_OK);
    cr_assert_eq(report_stage_publish(&report), STATUS_OK);
    report_stage_discard(&report);
    snprintf(data, sizeof data, "%s/index.html", out);
    cr_assert_eq(unlink(data), 0);
    for (size_t i = 0; i < 2; i++) {
        snprintf(data, sizeof data, "%s/%s", out, i == 0 ? "data" : "charts");
        cr_assert_eq(rmdir(data), 0);
    }
    cr_assert(rmdir(out) == 0 && rmdir(root) == 0);
    report_free(&report);
}
