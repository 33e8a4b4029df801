/* report.c -- documents into the report's tables, charts' variables and page: all but gnuplot. */
#include "harness/report/report.h"
#include "harness/base/fail.h"
#include "harness/report/accuracy.h"
#include "harness/report/batch.h"
#include "harness/report/curves.h"
#include "harness/report/exhaustive.h"
#include "harness/report/page.h"
#include "harness/report/read.h"
#include "harness/report/speed.h"
#include "harness/report/stage.h"
#include "harness/report/tables.h"
#include "harness/report/traces.h"
#include "harness/report/tradeoff.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

static void make_page(struct report *report)
{
    static enum status (*const stages[])(struct report *) = {report_tables,  report_curves, report_exhaustive,
                                                             report_speed,   report_traces, report_batch,
                                                             report_tradeoff};
    char *out = fuzz_path("page");
    fuzz_expect(report_stage_open(report, out) == STATUS_OK, "there is a place for the report");
    for (size_t i = 0; i < sizeof stages / sizeof *stages; i++)
        fuzz_expect(stages[i](report) == STATUS_OK, "what was read can be shown");
    fuzz_expect(report_page(report) == STATUS_OK, "what was read has a page");
    report_stage_discard(report);
    free(out);
}

void fuzz_report(const unsigned char bytes[], size_t size)
{
    const char *path[FUZZ_SLOTS];
    struct report report;
    int count = fuzz_documents(path, FUZZ_SLOTS, bytes, size);
    if (report_read(&report, (char **)path, (size_t)count) == STATUS_OK) {
        enum status status = report_accuracy(&report, "/dev/null");
        fuzz_expect(status == STATUS_OK || status == STATUS_DATA || status == STATUS_NOTHING,
                    "a table is made, or the line says of which kernels it cannot be");
        make_page(&report);
    }
    report_free(&report);
}
