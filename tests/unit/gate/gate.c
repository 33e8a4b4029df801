/* What a run comes to in the formats that CI reads: nothing that failed, or was not done, has passed in any of them. */
#include "harness/gate/gate.h"
#include "harness/base/allocate.h"
#include "harness/gate/github.h"
#include "harness/gate/line.h"
#include "harness/gate/rules.h"
#include "harness/gate/summary.h"
#include "harness/metric/metric.h"
#include "harness/record/faults.h"
#include "tests/support/gated.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char id[] = "nonsaturating.g/mine/f32";

static void add(const char *rule, long double size, bool note)
{
    const struct input at = {-50, 0};
    char message[64];
    snprintf(message, sizeof message, "%Lg things", size);
    finding_add(&(struct finding){.rule = rule,
                                  .id = id,
                                  .part = FINDING_GRAD,
                                  .note = note,
                                  .message = message,
                                  .at = &at,
                                  .size = size});
}

/* How many results a log has, and whether it says that the run came to its end. */
static size_t results(const struct gated *g, bool *done)
{
    json_t *run = json_array_get(json_object_get(g->sarif, "runs"), 0);
    json_t *invocation = json_array_get(json_object_get(run, "invocations"), 0);
    *done = json_is_true(json_object_get(invocation, "executionSuccessful"));
    return json_array_size(json_object_get(run, "results"));
}

static size_t bad_cases(const struct gated *g)
{
    return gated_count(g->junit, "<failure ") + gated_count(g->junit, "<error ");
}

Test(gate, every_kind_of_failure_has_a_rule_of_its_own)
{
    cr_expect_eq(gate_rule_index("nosuch"), 0);
    cr_expect_str_eq(gate_rules[0].name, "error");
    for (size_t i = 0; i < gate_rule_count; i++)
        cr_expect_eq(gate_rule_index(gate_rules[i].name), i, "%s", gate_rules[i].name);
    for (int c = 0; c < CLASSES; c++)
        cr_expect(!error_class_names[c] || gate_rule_index(error_class_names[c]) > 0, "%d", c);
    for (int f = 0; f < FAULTS; f++)
        cr_expect(gate_rule_index(fault_names[f]) > 0, "%s", fault_names[f]);
}

Test(gate, no_status_but_0_passes)
{
    static const enum status all[] = {STATUS_OK,           STATUS_NUMERICAL,   STATUS_PERFORMANCE,
                                      STATUS_INCONCLUSIVE, STATUS_USAGE,       STATUS_DATA,
                                      STATUS_NOTHING,      STATUS_UNAVAILABLE, STATUS_INTERNAL,
                                      STATUS_IO,           STATUS_UNFINISHED};
    for (size_t s = 0; s < sizeof all / sizeof *all; s++)
        for (int found = 0; found < 2; found++) {
            struct gated g;
            bool done;
            gated_begin(&g, "verify");
            finding_case_add(id, FINDING_GRAD, FINDING_JUDGED, "");
            if (found)
                add("vanished", 1, false);
            gated_end(&g, all[s]);
            bool passes = all[s] == STATUS_OK && !found, whole = all[s] <= STATUS_INCONCLUSIVE;
            cr_expect_eq(g.status, all[s]);
            cr_expect_eq(bad_cases(&g) == 0, passes, "status %d:\n%s", (int)all[s], g.junit);
            cr_expect_eq(results(&g, &done) == 0, passes, "status %d", (int)all[s]);
            cr_expect_eq(done, whole, "status %d", (int)all[s]);
            cr_expect_eq(gated_count(g.annotations, "::error title=") == 0, passes, "status %d", (int)all[s]);
            cr_expect_eq(gated_count(g.summary, ": passed\n") > 0, passes, "%s", g.summary);
            bool error = all[s] >= STATUS_USAGE && all[s] <= STATUS_IO;
            cr_expect_eq(gated_count(g.junit, "<error type=\"error\" message=\"exit status "),
                         error || (passes ? 0 : (all[s] == STATUS_OK) || (whole && !found)), "status %d:\n%s",
                         (int)all[s], g.junit);
            gated_free(&g);
        }
}

Test(gate, what_was_not_done_has_not_passed_whatever_the_status)
{
    static const enum status all[] = {STATUS_OK, STATUS_NUMERICAL, STATUS_UNFINISHED};
    for (size_t s = 0; s < 3; s++) {
        struct gated g;
        bool done;
        gated_begin(&g, "verify");
        finding_case_add(id, FINDING_LOSS, FINDING_JUDGED, "");
        finding_case_add(id, FINDING_GRAD, FINDING_UNFINISHED, "interrupted");
        finding_case_add(id, FINDING_GRAD, FINDING_JUDGED, ""); /* the graver word stays */
        finding_case_add(id, FINDING_GRAD, FINDING_SKIPPED, "skipped");
        gated_end(&g, all[s]);
        cr_expect(strstr(g.junit, "<error type=\"unfinished\" message=\"interrupted\"/>"), "%s", g.junit);
        cr_expect_eq(gated_count(g.junit, "<skipped"), 0);
        cr_expect(results(&g, &done) >= 2 && !done, "the kernel's and the run's");
        cr_expect(gated_count(g.annotations, "::error title=ganloss verify run%3A unfinished::") == 1, "%s",
                  g.annotations);
        gated_free(&g);
    }
}

Test(gate, a_run_that_judged_nothing_is_skipped_and_a_note_fails_nothing)
{
    struct gated g;
    bool done;
    gated_begin(&g, "verify");
    gated_end(&g, STATUS_OK);
    cr_expect(strstr(g.junit, "<skipped type=\"skipped\" message=\"nothing was judged\"/>"), "%s", g.junit);
    gated_free(&g);
    gated_begin(&g, "verify");
    finding_case_add(id, FINDING_GRAD, FINDING_JUDGED, "");
    add("larger", 1, true);
    gated_end(&g, STATUS_OK);
    cr_expect(bad_cases(&g) == 0 && !strstr(g.junit, "=\"1\" errors"), "%s", g.junit);
    cr_expect(strstr(g.junit, "<system-out>1 things; input -0x1.9p+5 = -50; rerun: ganloss verify\n"), "%s",
              g.junit);
    cr_expect(results(&g, &done) == 1 && done);
    cr_expect_str_eq(g.annotations, "::notice title=nonsaturating.g/mine/f32 grad%3A larger::1 things; input "
                                    "-0x1.9p+5 = -50; rerun: ganloss verify\n");
    gated_free(&g);
}

/* The order of the first lines, whatever order they were found in. */
Test(gate, annotations_are_the_worst_10_and_how_many_more)
{
    static const char *const order[] = {"crash::1 ", "nan::1 ",   "vanished::1 ",
                                        "bound::5 ", "bound::3 ", "slower::"};
    struct gated g;
    gated_begin(&g, "verify");
    for (int i = 0; i < 20; i++)
        add("larger", 1e9L + i, true);
    add("slower", 1e9L, false);
    add("bound", 3, false);
    add("vanished", 1, false);
    add("bound", 5, false);
    add("nan", 1, false);
    add("crash", 1, false);
    gated_end(&g, STATUS_NUMERICAL);
    const char *line = g.annotations;
    for (size_t i = 0; i < 6; i++) {
        char *begin = allocate_text("::error title=nonsaturating.g/mine/f32 grad%%3A %s", order[i]);
        cr_expect_eq(strncmp(line, begin, strlen(begin)), 0, "%zu: %s", i, line);
        line = strchr(line, '\n') + 1;
        free(begin);
    }
    cr_expect_eq(gated_count(g.annotations, "::error title="), 6);
    cr_expect_eq(gated_count(g.annotations, "::notice title="), GITHUB_ANNOTATIONS - 6 + 1);
    cr_expect(strstr(g.annotations, "::notice title=ganloss verify::and 16 more: "), "%s", g.annotations);
    gated_free(&g);
}

Test(gate, findings_that_are_as_bad_stay_in_the_order_in_which_they_were_met)
{
    struct gated g;
    gated_begin(&g, "verify");
    for (int i = 0; i < 40; i++) {
        char place[32];
        snprintf(place, sizeof place, "place %02d", i);
        finding_add(
            &(struct finding){.rule = "nan", .id = id, .part = FINDING_LOSS, .message = "", .place = place});
    }
    gated_end(&g, STATUS_NUMERICAL);
    json_t *run = json_array_get(json_object_get(g.sarif, "runs"), 0), *result;
    size_t i;
    json_array_foreach(json_object_get(run, "results"), i, result)
    {
        char place[32];
        snprintf(place, sizeof place, "place %02zu", i);
        cr_expect(
            strstr(json_string_value(json_object_get(json_object_get(result, "message"), "text")), place),
            "%s", place);
    }
    cr_expect_eq(i, 40);
    gated_free(&g);
}

Test(gate, what_a_name_holds_is_text)
{
    struct gated g;
    gated_begin(&g, "verify");
    finding_evidence("a<b>&\"'\x01\xff", "library", "%s", "\xef\xbf\xbf\n]]>");
    finding_add(&(struct finding){.rule = "nan",
                                  .id = "a<b>&\"'\x01\xff",
                                  .part = FINDING_LOSS,
                                  .message = "100 %\n::error::\r|<x|",
                                  .place = "`,:",
                                  .rerun = "ganloss\x7f\xc0\x80"});
    gated_end(&g, STATUS_NUMERICAL);
    cr_expect(strstr(g.junit, "<testsuite name=\"a&lt;b&gt;&amp;&quot;&#39; ?\""), "%s", g.junit);
    for (const char *c = g.junit; *c; c++)
        cr_assert((unsigned char)*c >= ' ' || *c == '\n', "%d", *c);
    cr_expect_eq(gated_count(g.junit, "|&lt;x|"), 2, "%s", g.junit);
    cr_expect(!strstr(g.junit, "\xef\xbf\xbf") && !strchr(g.junit, '\x7f') && !strchr(g.junit, '\xc0'));
    cr_expect_eq(gated_count(g.annotations, "\n"), 1, "%s", g.annotations);
    cr_expect(strstr(g.annotations, "::`,:: 100 %25 ::error:: |<x|; rerun: ganloss ??"), "%s", g.annotations);
    cr_expect(strstr(g.summary, "\\|\\<x\\|"), "%s", g.summary);
    gated_free(&g);
}

Test(gate, nothing_ends_the_line_of_an_annotation)
{
    const struct finding one = {
        .rule = "nan", .id = "a\r:,\nb", .message = "100 %\r\n::error::", .rerun = "r"};
    const struct finding *found[] = {&one};
    const struct gate_run run = {.found = found, .count = 1, .failed = 1};
    char *text;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    github_annotate(to, &run);
    fclose(to);
    cr_expect_str_eq(text, "::error title=a%0D%3A%2C%0Ab loss%3A nan::100 %25%0D%0A::error::; rerun: r\n");
    free(text);
}

Test(gate, a_summary_is_below_1_MiB_with_all_that_was_there_before_and_says_that_it_is_cut)
{
    struct gated g;
    gated_begin(&g, "verify");
    char path[64], *before = allocate(1000001, 1);
    snprintf(path, sizeof path, "%s/summary", g.directory);
    memset(before, 'x', 1000000);
    before[999999] = '\n';
    before[1000000] = '\0';
    FILE *file = fopen(path, "w");
    fputs(before, file);
    fclose(file);
    for (int i = 0; i < 5000; i++)
        add("bound", i, false);
    gated_end(&g, STATUS_NUMERICAL);
    size_t rows = gated_count(g.summary, "\n| nonsaturating.g/mine/f32 ");
    char *cut = allocate_text("\nCut here: %zu findings more would make this summary larger than 1 MiB.\n",
                              5000 - rows);
    cr_expect_eq(strncmp(g.summary, before, 1000000), 0, "what was there stays");
    cr_expect(strlen(g.summary) < SUMMARY_BYTES && strlen(g.summary) > SUMMARY_BYTES - 300, "%zu",
              strlen(g.summary));
    cr_expect(rows > 100 && strstr(g.summary, cut), "%zu rows", rows);
    free(cut);
    free(before);
    gated_free(&g);
}

Test(gate, a_decimal_is_read_as_the_same_double)
{
    static const double some[] = {
        0, -50, 0.1, 1e-323, 0x1.43ff2p0, 0x1.fffffffffffffp1023, 1.0 / 3, (double)INFINITY};
    char text[LINE_NUMBER];
    for (size_t i = 0; i < sizeof some / sizeof *some; i++) {
        double back = strtod(line_decimal(text, some[i]), NULL);
        cr_expect(back >= some[i] && back <= some[i], "%a: %s", some[i], text);
    }
    cr_expect_str_eq(line_decimal(text, 0.1), "0.1");
    cr_expect_str_eq(line_decimal(text, (double)-NAN), "nan");
}
