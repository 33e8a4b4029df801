/* Of a run that was not done: the page says so, and gives no verdict but on what failed. */
#include "harness/report/unfinished.h"
#include "harness/report/page_losses.h"
#include "harness/report/page_verdict.h"
#include "harness/report/read.h"
#include "harness/report/verdict.h"
#include "tests/support/reported.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

/* A kernel of level quick, with the same largest error in both outputs, and NaN if that is said. */
static void add(struct report *report, const char *id, double bound, bool pass, double ulp, bool nan)
{
    json_t *loss = json_pack("{s:f, s:{}}", "max_ulp", ulp, "classes");
    if (nan)
        json_object_set_new(json_object_get(loss, "classes"), "nan",
                            json_pack("{s:i, s:s, s:s, s:s, s:n}", "count", 2, "first", "-0x1p+3", "last",
                                      "-0x1p+2", "below", "-0x1p+2", "above"));
    json_object_set_new(report->kernels, id,
                        json_pack("{s:s, s:s, s:i, s:i, s:o, s:b, s:o, s:O}", "id", id, "level", "quick",
                                  "inputs", 9, "document", 0, "bound_ulp",
                                  bound < 0 ? json_null() : json_real(bound), "pass", pass, "loss", loss,
                                  "grad", loss));
}

static const char *word_of(const struct variant_verdict *rows, size_t count, const char *variant)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(rows[i].variant, variant) == 0)
            return rows[i].of[F32].word;
    return "no row";
}

/* One document, interrupted or a shard, whose kernels keep their bounds so far; word: of the verdict. */
static void expect_unfinished(json_t *options, const char *word)
{
    struct report report = reported_nothing();
    json_array_append_new(report.documents, json_pack("{s:s, s:s, s:{}, s:o}", "path", "part.json", "command",
                                                      "verify", "machine", "options", options));
    add(&report, "a.g/stable/f32", 2, true, 1.5, false);
    add(&report, "a.g/broken/f32", 2, false, 2.5, false);
    add(&report, "a.g/rough/f32", -1, true, 90, true);
    size_t count;
    struct cost_point at;
    json_t *left_out = json_object();
    struct variant_verdict *rows = report_verdicts(&count, &at, left_out, &report);
    cr_expect_str_eq(word_of(rows, count, "stable"), word);
    cr_expect_str_eq(word_of(rows, count, "broken"), "inaccurate", "what failed stands");
    cr_expect_str_eq(word_of(rows, count, "rough"), "in training", "what failed stands");
    char *page;
    size_t size;
    FILE *to = open_memstream(&page, &size);
    report_unfinished_note(to, &report, NULL);
    report_page_verdict(to, &report);
    report_page_losses(to, &report);
    fclose(to);
    bool unfinished = strcmp(word, "use") != 0;
    cr_expect_eq(strstr(page, "part.json") != NULL, unfinished);
    cr_expect_eq(strstr(page, "<td><span class=\"use\">use</span></td>") == NULL, unfinished);
    cr_expect_eq(strstr(page, "<td>INCOMPLETE</td>") != NULL, unfinished);
    /* nine inputs at level quick: a lower bound, in the first table and in the last */
    cr_expect_not_null(strstr(page, "<td class=\"n\">\xe2\x89\xa5 1.5 <small>sampled"), "%s", page);
    cr_expect_not_null(strstr(page, "<td class=\"n\">\xe2\x89\xa5 1.5"), "%s", page);
    free(page);
    free(rows);
    json_decref(left_out);
    report_free(&report);
}

Test(report_unfinished, an_unfinished_run_gives_no_verdict_but_on_what_failed)
{
    expect_unfinished(json_pack("{s:b}", "complete", 0), "INCOMPLETE");
    expect_unfinished(json_pack("{s:b, s:[i, i]}", "complete", 1, "shard", 1, 2), "INCOMPLETE");
    expect_unfinished(json_pack("{s:b}", "complete", 1), "use");
}
