/* The page's answers follow its documents: how much harm something does, which line is the one to write, what it costs,
   whether a run saturates because of its loss. */
#include "harness/report/page.h"
#include "harness/base/json.h"
#include "harness/report/inline.h"
#include "harness/report/lines.h"
#include "harness/report/lost_size.h"
#include "harness/report/page_picture.h"
#include "harness/report/page_questions.h"
#include "harness/report/page_verdict.h"
#include "harness/report/page_write.h"
#include "harness/report/price.h"
#include "harness/report/read.h"
#include "harness/report/saturation.h"
#include "tests/support/reported.h"
#include "tests/support/written.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* An output, with failures of a class from `below` down and from `above` up; NULL: none on that side. "beyond CLASS": no
   cancellation explains them. */
static json_t *output(double ulp, const char *class, const char *below, const char *above)
{
    json_t *of = json_pack("{s:i, s:f, s:s, s:s, s:i, s:{}}", "compared", 9, "max_ulp", ulp, "at", "0x1p+0",
                           "got", "0x1p+0", "not_rounded", 0, "classes");
    const char *beyond = class ? strstr(class, "beyond ") : NULL;
    if (!class)
        return of;
    json_t *extent = json_pack("{s:i, s:s, s:s, s:s?, s:s?}", "count", 4, "first", below ? below : above,
                               "last", above ? above : below, "below", below, "above", above);
    if (beyond)
        json_object_set(of, "beyond", extent);
    json_object_set_new(json_object_get(of, "classes"), beyond ? beyond + strlen("beyond ") : class, extent);
    return of;
}

static json_t *add(struct report *report, const char *id, const char *library, json_t *loss, json_t *grad)
{
    json_t *record = json_pack("{s:s, s:s, s:i, s:b, s:o, s:o}", "id", id, "level", "quick", "inputs", 9,
                               "pass", 1, "loss", loss, "grad", grad);
    if (library)
        json_object_set_new(record, "library", json_string(library));
    json_object_set_new(report->kernels, id, record);
    return record;
}

static json_t *good(void)
{
    return output(1.5, NULL, NULL, NULL);
}

/* A run of four steps: real logits up to 8, 16, 24, 32, generated ones down to minus these. */
static void add_run(struct report *report, const char *name, json_t *losses_of)
{
    json_object_set_new(
        report->traces, name,
        json_pack("{s:s, s:i, s:i, s:[{s:s, s:[i, i, i, i], s:[i, i, i, i]}, {s:s, s:[i, i, i, i], "
                  "s:[i, i, i, i]}], s:o}",
                  "name", name, "steps", 4, "batch", 2, "reach", "side", "real", "low", 0, 0, 0, 0, "high", 8,
                  16, 24, 32, "side", "fake", "low", -8, -16, -24, -32, "high", 0, 0, 0, 0, "losses",
                  losses_of ? losses_of : json_array()));
}

static struct judgement judge(const char *id, const char *class, const char *below, const char *above,
                              bool run)
{
    struct report report = reported_nothing();
    if (run)
        add_run(&report, "minimax", NULL);
    struct judgement j =
        report_judge(&report, add(&report, id, NULL, good(), output(1.5, class, below, above)));
    j.record = NULL;
    if (j.of[GRAD].hits.run)
        j.of[GRAD].hits.run = "minimax";
    report_free(&report);
    return j;
}

Test(page, harm_is_in_training_where_a_run_comes_to_and_at_the_far_tail_beyond)
{
    static const struct {
        const char *id, *class, *below, *above;
        bool run;
        enum degree degree;
        double share;
    } rows[] = {
        {"nonsaturating.g/x/f32", NULL, NULL, NULL, true, DEGREE_NONE, 0},
        {"nonsaturating.g/x/f32", "zero-sign", "-0x1p+4", NULL, true, DEGREE_NONE, 0},
        {"nonsaturating.g/x/f32", "nan", "-inf", "inf", true, DEGREE_SPECIAL, 0},
        {"nonsaturating.g/x/f32", "vanished", "-0x0p+0", "0x0p+0", true, DEGREE_SPECIAL, 0},
        {"nonsaturating.g/x/f32", "vanished", "-0x1p+6", NULL, true, DEGREE_TAIL, 0},
        {"nonsaturating.g/x/f32", "vanished", "-0x1.4p+4", NULL, true, DEGREE_TRAINING, 0.5},
        {"nonsaturating.g/x/f32", "vanished", "-0x1p+3", NULL, true, DEGREE_TRAINING, 1},
        /* the generator sees generated samples, the discriminator's first term real ones */
        {"nonsaturating.g/x/f32", "vanished", NULL, "0x1.4p+4", true, DEGREE_TAIL, 0},
        {"minimax.d_real/x/f32", "vanished", NULL, "0x1.4p+4", true, DEGREE_TRAINING, 0.5},
        {"minimax.d_fake/x/f32", "vanished", NULL, "0x1.4p+4", true, DEGREE_TAIL, 0},
        /* of no loss: either side; what only cancels is no harm */
        {"bce.target/x/f32", "beyond vanished", NULL, "0x1.4p+4", true, DEGREE_TRAINING, 0.5},
        {"bce.target/x/f32", "vanished", NULL, "0x1.4p+4", true, DEGREE_NONE, 0},
        /* D = 2^-20 is the logit -13.9; D = 0 is special */
        {"nonsaturating.g@D/x/f32", "overflow", "0x1p-20", NULL, true, DEGREE_TRAINING, 0.75},
        {"nonsaturating.g@D/x/f32", "overflow", "0x0p+0", NULL, true, DEGREE_SPECIAL, 0},
        /* no run tells: as far as the regime of saturated logits goes */
        {"nonsaturating.g/x/f32", "vanished", "-0x1.4p+6", NULL, false, DEGREE_TRAINING, 0},
        {"nonsaturating.g/x/f32", "vanished", "-0x1.5p+6", NULL, false, DEGREE_TAIL, 0},
        {"nonsaturating.g/x/f32", "vanished", NULL, "0x1p+6", false, DEGREE_TRAINING, 0},
        {"nonsaturating.g/x/f32", "vanished", NULL, "0x1.5p+6", false, DEGREE_TAIL, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct judgement j = judge(rows[i].id, rows[i].class, rows[i].below, rows[i].above, rows[i].run);
        cr_expect_eq(j.of[GRAD].degree, rows[i].degree, "row %zu: %d", i, (int)j.of[GRAD].degree);
        cr_expect_float_eq(j.of[GRAD].hits.share, rows[i].share, 1e-12, "row %zu: %g", i,
                           j.of[GRAD].hits.share);
        cr_expect_eq(report_judgement_is_right(&j), rows[i].degree != DEGREE_TRAINING, "row %zu", i);
    }
}

/* Of two classes the one that begins nearer to 0, whichever is noted first. */
Test(page, harm_begins_at_the_failure_nearest_to_zero)
{
    for (int swapped = 0; swapped < 2; swapped++) {
        struct report report = reported_nothing();
        json_t *grad = output(1, swapped ? "nan" : "vanished", "-0x1p+4", NULL);
        json_object_set_new(json_object_get(grad, "classes"), swapped ? "vanished" : "nan",
                            json_pack("{s:i, s:s, s:s, s:s, s:n}", "count", 4, "first", "-0x1p+6", "last",
                                      "-0x1p+6", "below", "-0x1p+6", "above"));
        struct judgement j = report_judge(&report, add(&report, "nonsaturating.g/x/f32", NULL, good(), grad));
        cr_expect_eq(j.of[GRAD].safe[ONSET_BELOW], -16);
        cr_expect_eq(j.of[GRAD].nearest, 16);
        cr_expect_eq(j.of[GRAD].onset[ONSET_BELOW].harm, swapped ? HARM_NAN : HARM_VANISHED);
        report_free(&report);
    }
}

/* What a run says of the very kernel counts before what its logits say. */
Test(page, a_run_tells_of_the_kernel_itself)
{
    struct report report = reported_nothing();
    add_run(&report, "minimax",
            json_pack("[{s:s, s:[{s:s, s:s, s:[{s:s, s:[i, i, i, f]}, {s:s, s:[i, i, i, i]}]}]}]", "loss",
                      "nonsaturating", "terms", "term", "nonsaturating.g", "format", "f32", "kernels", "id",
                      "nonsaturating.g/x/f32", "lost", 0, 0, 0, 0.5, "id", "nonsaturating.g/y/f32", "lost", 0,
                      0, 0, 0));
    json_t *far = add(&report, "nonsaturating.g/x/f32", NULL, good(), output(1, "vanished", "-0x1p+3", NULL));
    json_t *never =
        add(&report, "nonsaturating.g/y/f32", NULL, good(), output(1, "vanished", "-0x1p+3", NULL));
    cr_expect_eq(report_judge(&report, far).of[GRAD].hits.share, 0.25);
    cr_expect_str_eq(report_judge(&report, far).of[GRAD].hits.run, "minimax");
    cr_expect_eq(report_judge(&report, never).of[GRAD].degree, DEGREE_TAIL);
    report_free(&report);
}

static void expect_best(const struct report *report, const char *want)
{
    const struct term *term = term_find("nonsaturating.g");
    struct line line;
    cr_assert(report_line_best(&line, report, VARIANT_PYTORCH, term, "f32"));
    char *text = variant_line(line.expression, term);
    cr_expect_str_eq(text, want);
    free(text);
    WRITTEN(page, {
        report_page_questions(to, report);
        report_page_write(to, report);
    });
    cr_expect_not_null(strstr(page, want), "the page says %s", page);
    free(page);
}

Test(page, the_line_to_write_follows_what_was_judged)
{
    struct report report = reported_nothing();
    add_run(&report, "minimax", NULL);
    add(&report, "nonsaturating.g/threshold20/f32", NULL, good(), good());
    add(&report, "nonsaturating.g/stable/f32", NULL, good(), good());
    add(&report, "nonsaturating.g/clamp100/f32", NULL, good(), output(1, "vanished", "-0x1p+4", NULL));
    expect_best(&report, "F.softplus(-d_fake).mean()");
    /* far out, then in training, then no gradient but bits */
    add(&report, "nonsaturating.g/threshold20/f32", NULL, good(), output(1, "vanished", "-0x1p+7", NULL));
    expect_best(&report, "-F.logsigmoid(d_fake).mean()");
    add(&report, "nonsaturating.g/threshold20/f32", NULL, good(), output(1e5, NULL, NULL, NULL));
    expect_best(&report, "-F.logsigmoid(d_fake).mean()");
    add(&report, "nonsaturating.g/threshold20/f32", NULL, good(), good());
    add(&report, "nonsaturating.g/stable/f32", NULL, good(), output(1e5, NULL, NULL, NULL));
    expect_best(&report, "F.softplus(-d_fake).mean()");
    add(&report, "nonsaturating.g/threshold20/f32", NULL, good(), output(1, "vanished", "-0x1p+3", NULL));
    expect_best(&report, "-F.logsigmoid(d_fake).mean()");
    /* PyTorch's own function counts before its formula, and for its version alone */
    add(&report, "nonsaturating.g/torch.softplus (PyTorch 2.1.0)/f32", "PyTorch 2.1.0", good(), good());
    expect_best(&report, "F.softplus(-d_fake).mean()");
    struct line line;
    const struct term *term = term_find("nonsaturating.g");
    add(&report, "nonsaturating.g/torch.bce_with_logits (PyTorch 2.1.0)/f32", "PyTorch 2.1.0", good(),
        good());
    size_t judged = 0;
    for (size_t i = 0; i < variant_expression_count; i++) {
        const struct variant_expression *e = &variant_expressions[i];
        if (e->peer && strcmp(e->peer, "torch.bce_with_logits") == 0 &&
            report_line_judge(&line, &report, e, term, "f32")) {
            cr_expect_str_eq(e->since, "2.0");
            cr_expect_str_eq(line.library, "PyTorch 2.1.0");
            judged++;
        }
    }
    cr_expect_eq(judged, 1);
    report_free(&report);
}

/* What has the loss of one variant and the gradient of another is judged so. */
Test(page, a_line_has_its_loss_of_one_variant_and_its_gradient_of_another)
{
    struct report report = reported_nothing();
    const struct term *term = term_find("nonsaturating.g");
    add_run(&report, "minimax", NULL);
    add(&report, "nonsaturating.g/maxlog/f32", NULL, output(7, "vanished", "-0x1p+3", NULL), good());
    for (int judged = 0; judged < 2; judged++) {
        size_t found = 0;
        for (size_t i = 0; i < variant_expression_count; i++) {
            const struct variant_expression *e = &variant_expressions[i];
            struct line line;
            if (strcmp(e->variant, "maxlog") != 0 || !report_line_judge(&line, &report, e, term, "f32"))
                continue;
            found++;
            cr_expect_eq(line.judgement.of[LOSS].ulp, 7);
            cr_expect_eq(line.judgement.of[LOSS].degree, DEGREE_TRAINING);
            cr_expect_eq(line.judgement.of[GRAD].ulp, 9);
            cr_expect_eq(line.judgement.of[GRAD].degree, DEGREE_TAIL);
        }
        cr_expect_eq(found, judged, "not before its gradient is judged");
        add(&report, "nonsaturating.g/logsigmoid/f32", NULL, good(), output(9, "vanished", "-0x1p+7", NULL));
    }
    report_free(&report);
}

Test(page, the_line_not_to_write_is_the_one_that_runs_meet_most)
{
    struct report report = reported_nothing();
    struct line line;
    const struct term *term = term_find("nonsaturating.g");
    add_run(&report, "minimax", NULL);
    add(&report, "nonsaturating.g/threshold20/f32", NULL, good(), good());
    add(&report, "nonsaturating.g/naive/f32", NULL, good(), output(1, "nan", "-0x1.8p+4", NULL));
    cr_assert(report_line_worst(&line, &report, VARIANT_PYTORCH, term, "f32"));
    cr_expect_str_eq(line.expression->variant, "naive");
    add(&report, "nonsaturating.g/clamp100/f32", NULL, good(), output(1, "vanished", "-0x1p+4", NULL));
    cr_assert(report_line_worst(&line, &report, VARIANT_PYTORCH, term, "f32"));
    cr_expect_str_eq(line.expression->called, "torch.nn.BCELoss");
    WRITTEN(page, {
        report_page_questions(to, &report);
        report_page_write(to, &report);
        report_page_functions(to, &report);
    });
    cr_expect_not_null(strstr(page,
                              "gradient is right for logits \xe2\x88\x92"
                              "16 &lt; s (sampled). Beyond, it is 0, NaN, or wrong by half or more; met at "
                              "75&nbsp;% of the steps of the recorded run minimax."),
                       "%s", page);
    cr_expect_not_null(
        strstr(page, "Not this</h3>\n<pre class=\"bad\"><code>F.binary_cross_entropy(torch.sigmoid(d_fake)"));
    cr_expect_not_null(strstr(page, "s&nbsp;&le;&nbsp;\xe2\x88\x92"
                                    "16</small><small>75&nbsp;% of steps (minimax)"));
    free(page);
    report_free(&report);
}

Test(page, of_a_loss_that_loses_nothing_nothing_is_said_beyond)
{
    struct report report = reported_nothing();
    add(&report, "nonsaturating.g/clamp100/f32", NULL, good(), good());
    WRITTEN(page, report_page_questions(to, &report));
    cr_expect_not_null(
        strstr(page,
               "In float32 yes: the generator&#39;s gradient is right for every finite s (sampled).</dd>"),
        "%s", page);
    free(page);
    report_free(&report);
}

static void add_time(struct report *report, const char *id, double ns)
{
    json_object_set_new(report->bench, id,
                        json_pack("{s:s, s:s, s:s, s:i, s:f}", "id", id, "kind", "element", "regime",
                                  "equilibrium", "batch", 64, "ns_per_element", ns));
}

Test(page, the_price_is_that_of_the_fastest_right_kernel)
{
    struct report report = reported_nothing();
    add_run(&report, "minimax", NULL);
    add(&report, "nonsaturating.g/stable/f32", NULL, good(), good());
    add(&report, "nonsaturating.g/fused/f32", NULL, good(), good());
    add(&report, "nonsaturating.g/naive/f32", NULL, good(), output(1, "nan", "-0x1p+4", NULL));
    add_time(&report, "nonsaturating.g/stable/f32", 6);
    add_time(&report, "nonsaturating.g/fused/f32", 3);
    add_time(&report, "nonsaturating.g/naive/f32", 2);
    WRITTEN(dearer, report_page_questions(to, &report));
    cr_expect_not_null(
        strstr(dearer,
               "the fastest right kernel is <code>fused</code> (<code>ganloss_loss_f32</code>), 3&nbsp;ns"),
        "%s", dearer);
    cr_expect_not_null(strstr(
        dearer,
        "is <code>naive</code> (<code>torch.log(torch.sigmoid(s))</code>), 2&nbsp;ns per element: correctness takes 1.5 times as long."));
    add_time(&report, "nonsaturating.g/naive/f32", 12);
    WRITTEN(cheaper, report_page_questions(to, &report));
    cr_expect_not_null(strstr(cheaper, "correctness costs nothing, it is 4 times as fast."), "%s", cheaper);
    free(dearer);
    free(cheaper);
    report_free(&report);
}

/* What declares a bound and keeps it stands before what is faster. */
Test(page, the_table_begins_with_what_one_should_use)
{
    struct report report = reported_nothing();
    add(&report, "nonsaturating.g/threshold20/f32", NULL, good(), good());
    add(&report, "nonsaturating.g/naive/f32", NULL, good(), output(1, "nan", "-0x1p+4", NULL));
    json_t *stable = add(&report, "nonsaturating.g/stable/f32", NULL, good(), good());
    json_object_set_new(json_object_get(stable, "loss"), "bound_ulp", json_real(2));
    json_object_set_new(json_object_get(stable, "grad"), "bound_ulp", json_real(2));
    add_time(&report, "nonsaturating.g/stable/f32", 6);
    add_time(&report, "nonsaturating.g/threshold20/f32", 3);
    add_time(&report, "nonsaturating.g/naive/f32", 1);
    WRITTEN(page, report_page_verdict(to, &report));
    const char *use = strstr(page, "<th>stable<"), *next = strstr(page, "<th>threshold20<"),
               *last = strstr(page, "<th>naive<");
    cr_expect(use && use < next && next < last, "%s", page);
    cr_expect_not_null(strstr(page, "<td class=\"n\">6<small>&times; 2</small>"),
                       "twice as long as the fastest right one");
    cr_expect_not_null(strstr(page, "<td class=\"n\">1<small>&times; 0.333</small>"));
    free(page);
    report_free(&report);
}

/* A generator's term of a run: saturated from that step on (-1: never), lost by a variant from that one. */
static json_t *loss_of(const char *loss, const char *term, int saturated, int first)
{
    json_t *kernel = json_pack("{s:s, s:[i, i]}", "id", "x.g/clamp100/f32", "lost", 0, 1);
    json_object_set_new(kernel, "first_step", first < 0 ? json_null() : json_integer(first));
    return json_pack("{s:s, s:[{s:s, s:s, s:[f, f, f, f], s:o, s:[o]}]}", "loss", loss, "terms", "term", term,
                     "format", "f32", "exact_grad", 0.5, 0.25, 1e-4, 1e-5, "saturated_from",
                     saturated < 0 ? json_null() : json_integer(saturated), "kernels", kernel);
}

Test(page, a_run_saturates_because_of_the_loss_or_of_the_formula)
{
    static const struct {
        const char *run;
        int saturated, first;
        const char *answer;
    } rows[] = {
        {"minimax", 2, -1,
         "Run minimax: because of the loss, whose exact gradient is below 1e-3 from step 2 on; no way to write minimax.g loses gradients. Of yours, "},
        {"minimax", 2, 1,
         "because of the loss, whose exact gradient is below 1e-3 from step 2 on, and of the formula besides with 1 of 1 ways to write minimax.g (<code>torch.nn.BCELoss</code>). Of yours, save "},
        {"minimax", -1, 1,
         "not because of the loss, but of the formula with 1 of 1 ways to write minimax.g (<code>torch.nn.BCELoss</code>). Of yours, save "},
        {"minimax", -1, -1, "Run minimax: neither; no way to write minimax.g loses gradients"},
        {"mine", -1, -1, "Run mine: neither, with any loss"},
        {"mine", 2, 1, "Run mine: with 1 of 1 losses because of the loss, with 1 a formula loses gradients"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct report report = reported_nothing();
        add_run(&report, rows[i].run,
                json_pack("[o]", loss_of("minimax", "minimax.g", rows[i].saturated, rows[i].first)));
        WRITTEN(page, {
            report_page_questions(to, &report);
            report_saturation_list(to, json_object_get(report.traces, rows[i].run));
        });
        cr_expect_not_null(strstr(page, rows[i].answer), "row %zu: %s", i, page);
        cr_expect_eq(
            strstr(page,
                   "minimax.g: the true gradient itself saturates: mean |g| 0.5 at step 0, 1e-05 at step "
                   "3, below 1e-3 from step 2 on") != NULL,
            rows[i].saturated >= 0, "row %zu: %s", i, page);
        cr_expect_eq(strstr(page, "<code>clamp100</code> (torch.nn.BCELoss) first at step 1") != NULL,
                     rows[i].first >= 0);
        free(page);
        report_free(&report);
    }
}

static void put_file(const char *directory, const char *name, size_t size)
{
    char path[96];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    FILE *file = fopen(path, "w");
    cr_assert_not_null(file);
    for (size_t i = 0; i < size; i++)
        fputc('a' + (int)(i % 3), file);
    fclose(file);
}

/* "svg", "png" or "none" of each chart, where the page has so much room. */
static void expect_plan(struct report *report, size_t room, const char *first, const char *second)
{
    const char *const want[] = {first, second};
    cr_assert_eq(report_inline_plan(report, room), STATUS_OK);
    for (size_t i = 0; i < 2; i++) {
        WRITTEN(address, {
            bool inside = report_inline_chart(to, json_array_get(report->charts, i));
            cr_expect_eq(inside, strcmp(want[i], "none") != 0, "%zu bytes, chart %zu", room, i);
        });
        const char *got = strstr(address, "svg+xml;base64,") ? "svg"
                          : strstr(address, "png;base64,")   ? "png"
                                                             : "none";
        cr_expect_str_eq(got, want[i], "%zu bytes, chart %zu", room, i);
        cr_expect_leq(strlen(address), room);
        free(address);
    }
}

Test(page, charts_stand_in_the_page_while_there_is_room)
{
    char directory[] = "/tmp/ganloss-inline.XXXXXX", path[96];
    static const char *const names[] = {"a.svg", "a.png", "b.svg", "b.png"};
    struct report report = reported_nothing();
    cr_assert_not_null(mkdtemp(directory));
    report.directory = strdup(directory);
    put_file(directory, names[0], 4);
    put_file(directory, names[1], 3);
    put_file(directory, names[2], 30000);
    put_file(directory, names[3], 3000);
    json_array_append_new(report.charts, json_pack("{s:s}", "name", "a"));
    json_array_append_new(report.charts, json_pack("{s:s}", "name", "b"));
    expect_plan(&report, 50000, "svg", "svg");
    expect_plan(&report, 5000, "svg", "png"); /* the one that saves most */
    expect_plan(&report, 1000, "png", "none");
    expect_plan(&report, 0, "none", "none");
    json_array_append_new(report.charts, json_pack("{s:s}", "name", "missing"));
    cr_assert_eq(report_inline_plan(&report, 50000), STATUS_OK);
    WRITTEN(small, {
        cr_expect(report_inline_chart(to, json_array_get(report.charts, 0)));
        cr_expect(!report_inline_chart(to, json_array_get(report.charts, 2)));
    });
    cr_expect_str_eq(small, "data:image/svg+xml;base64,YWJjYQ==");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%s/%s", directory, names[i]);
        unlink(path);
    }
    rmdir(directory);
    free(small);
    report_free(&report);
}

/* What is another term's chart, digit for digit, goes first, then what is of doubles; the non-saturating generator's stays. */
Test(page, what_is_missed_least_stands_beside_the_page_first)
{
    static const struct {
        const char *name, *format, *subject;
    } charts[] = {{"a", "f64", "nonsaturating.g"},
                  {"b", "f32", "minimax.d_real"},
                  {"c", "f32", "nonsaturating.g"},
                  {"d", "f32", "minimax.d_fake"},
                  {"e", "f32", "nonsaturating.d_fake"}};
    enum { CHARTS = sizeof charts / sizeof *charts, ONE = 4000 + 22 };
    static const char *const inside[] = {"", "c", "cd", "acd", "abcd", "abcde"};
    char directory[] = "/tmp/ganloss-inline.XXXXXX", path[96];
    struct report report = reported_nothing();
    cr_assert_not_null(mkdtemp(directory));
    report.directory = strdup(directory);
    for (size_t i = 0; i < CHARTS; i++) {
        snprintf(path, sizeof path, "%s.png", charts[i].name);
        put_file(directory, path, 3000);
        json_array_append_new(report.charts,
                              json_pack("{s:s, s:s, s:s, s:[s]}", "name", charts[i].name, "script", "error",
                                        "format", charts[i].format, "subjects", charts[i].subject));
    }
    for (size_t room = 0; room <= CHARTS; room++) {
        char got[CHARTS + 1] = "";
        cr_assert_eq(report_inline_plan(&report, room * ONE + 100), STATUS_OK);
        for (size_t i = 0; i < CHARTS; i++) {
            json_t *chart = json_array_get(report.charts, i);
            if (json_is_string(json_object_get(chart, "inline")))
                strcat(got, charts[i].name);
        }
        cr_expect_str_eq(got, inside[room], "room for %zu: %s", room, got);
        const char *same = json_text_at(json_array_get(report.charts, 4), "same_term");
        cr_expect_str_eq(same, room < CHARTS ? "minimax.d_fake" : "");
    }
    for (size_t i = 0; i < CHARTS; i++) {
        snprintf(path, sizeof path, "%s/%s.png", directory, charts[i].name);
        unlink(path);
    }
    rmdir(directory);
    report_free(&report);
}

/* Every row of losses/variants.def is of a kernel that there is, and its lines are whole. */
Test(page, expressions_are_of_variants_that_there_are)
{
    for (size_t i = 0; i < variant_expression_count; i++) {
        const struct variant_expression *e = &variant_expressions[i];
        size_t lines = 0;
        for (size_t t = 0; t < TERMS; t++) {
            char *text = variant_line(e, &terms[t]), id[128];
            if (!text)
                continue;
            struct choice choice;
            lines++;
            cr_expect(!strpbrk(text, "{}") &&
                          strstr(text, strstr(terms[t].id, "d_real") ? "d_real" : "d_fake"),
                      "%s", text);
            for (size_t f = 0; f < FORMATS; f++) {
                for (int output = 0; output < OUTPUTS; output++) {
                    snprintf(id, sizeof id, "%s/%s/%s", terms[t].id,
                             output == LOSS ? e->variant : e->grad_variant, formats[f].name);
                    cr_expect(!(e->formats >> f & 1) || choice_find(&choice, id), "%s", id);
                }
            }
            free(text);
        }
        cr_expect_eq(lines, e->scores ? 3 : 9, "%s: %zu", e->called, lines);
    }
    for (size_t k = 0; k < kernel_count; k++)
        cr_expect_not_null(variant_find(kernels[k].code->variant), "%s", kernels[k].code->variant);
    char *half = variant_line(&variant_expressions[1], term_find("bce.d_real"));
    char *minus = variant_line(&variant_expressions[1], term_find("minimax.g"));
    cr_expect_str_eq(half, "-0.5 * F.logsigmoid(d_real).mean()");
    cr_expect_str_eq(minus, "F.logsigmoid(-d_fake).mean()");
    free(half);
    free(minus);
}

Test(page, the_picture_tells_where_a_gradient_is_furthest_off)
{
    struct report report = reported_nothing();
    struct picture_curves curves;
    struct picture_point point;
    json_object_set_new(
        report.curves, "c",
        json_pack("{s:s, s:s, s:[i, i, i], s:[f, f, f], s:[{s:s, s:[f, f, f]}, {s:s, s:[f, n, f]}]}", "term",
                  "nonsaturating.g", "format", "f32", "x", -40, -30, 0, "grad", -1.0, -1.0, -0.5, "kernels",
                  "variant", "clamp100", "grad", -0.25, -1.0, -0.5, "variant", "naive", "grad", -1.0, -0.5));
    cr_assert(report_picture_curves(&curves, &report, "nonsaturating.g", "f32", "clamp100"));
    cr_assert(report_picture_worst(&point, &curves));
    cr_expect(point.x <= -40 && point.got >= -0.25 && point.exact <= -1);
    cr_assert(report_picture_curves(&curves, &report, "nonsaturating.g", "f32", "naive"));
    cr_assert(report_picture_worst(&point, &curves));
    cr_expect(isnan(point.got) && point.x <= -30);
    cr_expect(!report_picture_curves(&curves, &report, "nonsaturating.g", "f64", "naive"));
    report_free(&report);
}

/* At the onset between two points of the curve, or at a point beyond it; of whichever variant the curve is. */
Test(page, what_is_lost_is_as_large_as_the_largest_exact_gradient_there)
{
    struct report report = reported_nothing();
    double lost[ONSET_SIDES];
    json_object_set_new(report.curves, "c",
                        json_pack("{s:s, s:s, s:[f, f, f, f], s:[f, f, f, f], s:[{s:s, s:[f, f, f, f]}]}",
                                  "term", "nonsaturating.g", "format", "f32", "x", -40.0, -20.0, 10.0, 20.0,
                                  "grad", -0.9, -0.5, -1e-4, -1e-6, "kernels", "variant", "stable", "grad",
                                  -0.9, -0.5, -1e-4, -1e-6));
    struct judgement j = report_judge(&report, add(&report, "nonsaturating.g/clamp100/f32", NULL, good(),
                                                   output(1, "vanished", "-0x1.cp+4", "0x1p+4")));
    report_lost_size(lost, &report, &j);
    cr_expect_float_eq(lost[ONSET_BELOW], 0.9, 1e-12);
    cr_expect_float_eq(lost[ONSET_ABOVE], pow(10, -5.2), 1e-12);
    report_free(&report);
}
