/* besides.c -- the page names the kernels that do more than return results, each in the section of the
   command that found it, even where nothing else is to be shown there. */
#include "harness/record/faults_json.h"
#include "harness/report/page_runs.h"
#include "harness/report/read.h"
#include "tests/support/reported.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static void add(struct report *report, const char *id, enum fault_stage stage, enum fault fault)
{
    struct faults faults = {0};
    const struct fault_at at = {.stage = stage, .n = 5, .index = 1, .input = {0.5, 0}};
    faults_add(&faults, fault, &at, 1);
    faults_add(&faults, FAULT_ENVIRONMENT, &at, 1);
    json_array_append_new(report->faults, json_pack("{s:s, s:o}", "id", id, "faults", faults_json(&faults)));
}

static char *section(const struct report *report, void (*write)(FILE *, const struct report *))
{
    char *text;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    write(to, report);
    fclose(to);
    return text;
}

Test(report_besides, each_section_names_its_own)
{
    static void (*const sections[])(FILE *, const struct report *) = {report_page_batch, report_page_traces,
                                                                      report_page_timing};
    static const char *const wanted[] = {
        "FAIL</span> a.g/x&lt;/f32: overrun, environment; a.g/z/f32: unwritten, environment. What does more",
        "FAIL</span> a.g/y/f64: inputs, environment. What does more",
        "FAIL</span> a.g/y/f64: environment, state. What does more",
    };
    struct report report = reported_nothing();
    for (size_t i = 0; i < 3; i++) {
        char *text = section(&report, sections[i]);
        cr_expect_not(strstr(text, "FAIL"));
        free(text);
    }
    add(&report, "a.g/x</f32", STAGE_MEANS, FAULT_OVERRUN);
    add(&report, "a.g/y/f64", STAGE_STEPS, FAULT_INPUTS);
    add(&report, "a.g/z/f32", STAGE_MEANS, FAULT_UNWRITTEN);
    add(&report, "a.g/y/f64", STAGE_TIMING, FAULT_STATE);
    for (size_t i = 0; i < 3; i++) {
        char *text = section(&report, sections[i]);
        cr_expect(strstr(text, wanted[i]), "%s", text);
        free(text);
    }
    report_free(&report);
}
