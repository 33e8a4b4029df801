/* report.c -- the command: result documents in, charts and a page out. */
#include "harness/report/report.h"
#include "harness/base/fail.h"
#include "harness/base/interrupt.h"
#include "harness/base/json.h"
#include "harness/base/output.h"
#include "harness/cli/cli.h"
#include "harness/cli/options.h"
#include "harness/commands/commands.h"
#include "harness/report/accuracy.h"
#include "harness/report/batch.h"
#include "harness/report/curves.h"
#include "harness/report/documents.h"
#include "harness/report/exact.h"
#include "harness/report/exhaustive.h"
#include "harness/report/gnuplot.h"
#include "harness/report/page.h"
#include "harness/report/read.h"
#include "harness/report/speed.h"
#include "harness/report/stage.h"
#include "harness/report/tables.h"
#include "harness/report/traces.h"
#include "harness/report/tradeoff.h"

#include <stdlib.h>
#include <string.h>

struct report_options {
    struct common common;
    const char *out, *table; /* NULL: not asked for */
    const char *exact;       /* NULL: what is kept beside the scripts */
};

static const struct cli_option option_table[] = {
    {"out", "DIR",
     "Write index.html, which needs nothing else, and beside it charts/* (each as .svg and .png, its table, and the .gp that draws it) and "
     "data/* (tables, documents) into DIR",
     CLI_TEXT(struct report_options, out), .letter = 'o'},
    {"table", "FILE",
     "Write every kernel's largest errors and failures as a table, in Markdown, to FILE; without --out, "
     "this alone",
     CLI_TEXT(struct report_options, table)},
    {"exact", "FILE",
     "Take exact figures from FILE, where they are of the same kernels and libm as a document; none: take none "
     "(default: reports/exact.json, if it is there)",
     CLI_TEXT(struct report_options, exact)},
    {0},
};

static enum status check(const struct report_options *options)
{
    if (options->common.operand_count == 0)
        return fail(STATUS_USAGE, "report needs the name of at least one result document, as verify, trace, "
                                  "batch and bench write them");
    if ((!options->out && !options->table) || (options->out && !*options->out) ||
        (options->table && !*options->table))
        return fail(STATUS_USAGE, "report needs --out DIR, the directory for the page and its charts, or "
                                  "--table FILE, for the table of accuracy");
    return STATUS_OK;
}

static const struct cli_command command = {
    option_table,
    NULL,
    0,
    "RESULT.json...",
    "Draws charts and writes a page from the results of verify, trace, batch and bench; several are merged, "
    "and where two hold the same record the later one counts. Figures that were found to be exact once, by an "
    "exhaustive run of the same machine code with the same libm, stand in place of sampled ones. Computes nothing "
    "new: kernels of plugins and programs are shown under their library's name, and neither is needed.\vExamples:\n"
    "  ganloss verify --save verify.json && ganloss report verify.json --out page\n"
    "  ganloss report verify.json minimax.json bench.json --out page\n"
    "  ganloss verify --level exhaustive --save all.json && ganloss report all.json --table accuracy.md",
};

static enum status build(struct report *report)
{
    static enum status (*const stages[])(struct report *) = {
        report_tables, report_curves, report_exhaustive, report_tradeoff,
        report_speed,  report_traces, report_batch};
    enum status status = STATUS_OK;
    for (size_t i = 0; i < sizeof stages / sizeof *stages && status == STATUS_OK && !interrupted(); i++)
        status = stages[i](report);
    if (status == STATUS_OK && !interrupted())
        status = report_charts_draw(report);
    if (status == STATUS_OK && !interrupted())
        status = report_page(report);
    return status == STATUS_OK && interrupted() ? fail(STATUS_UNFINISHED, "interrupted: no report was made")
                                                : status;
}

static enum status make_page(struct report *report, const struct report_options *options)
{
    interrupt_catch();
    enum status status = report_stage_open(report, options->out);
    if (status == STATUS_OK)
        status = report_documents(report, options->common.operands, options->common.operand_count);
    if (status == STATUS_OK)
        status = build(report);
    if (status == STATUS_OK)
        status = report_stage_publish(report);
    report_stage_discard(report);
    return status;
}

static void announce_exact(const struct report *report)
{
    const char *path = json_text_at(report->exact, "path"),
               *difference = json_text_at(report->exact, "difference");
    json_int_t used = json_integer_value(json_object_get(report->exact, "used"));
    if (used > 0)
        printf("%s: exact figures of %lld kernels\n", path, (long long)used);
    if (*difference)
        printf("%s: made for another build, not used for it: its %s\n", path, difference);
}

static void announce(const struct report *report, const struct report_options *options)
{
    size_t charts = json_array_size(report->charts);
    if (options->common.format == JSON) {
        json_t *line = json_object();
        if (options->out) {
            json_object_set_new(line, "page", json_sprintf("%s/index.html", options->out));
            json_object_set_new(line, "charts", json_integer((json_int_t)charts));
        }
        if (options->table)
            json_object_set_new(line, "table", json_string(options->table));
        if (report->exact)
            json_object_set(line, "exact", report->exact);
        json_dumpf(line, stdout, 0);
        putchar('\n');
        json_decref(line);
    } else if (!options->common.quiet) {
        const char *s = options->common.operand_count == 1 ? "" : "s";
        if (options->out)
            printf("%s/index.html: %zu charts from %zu result%s\n", options->out, charts,
                   options->common.operand_count, s);
        announce_exact(report);
        if (options->table)
            printf("%s: the accuracy of %zu kernels from %zu result%s\n", options->table,
                   json_object_size(report->kernels), options->common.operand_count, s);
    }
}

static enum status use_exact(struct report *report, const char *path)
{
    json_t *kept = NULL;
    enum status status = path && strcmp(path, "none") == 0 ? STATUS_OK : report_exact_read(&kept, path);
    if (status == STATUS_OK)
        report_exact_use(report, kept);
    json_decref(kept);
    return status;
}

enum status command_report(int argc, char **argv)
{
    struct report_options options = {0};
    struct report report = {0};
    enum status status = cli_parse(&command, argc, argv, &options.common);
    if (status == STATUS_OK)
        status = check(&options);
    if (status != STATUS_OK)
        return status;
    status = output_check(options.table);
    if (status == STATUS_OK)
        status = report_read(&report, options.common.operands, options.common.operand_count);
    if (status == STATUS_OK)
        status = use_exact(&report, options.exact);
    if (status == STATUS_OK && options.out)
        status = make_page(&report, &options);
    if (status == STATUS_OK && options.table)
        status = report_accuracy(&report, options.table);
    if (status == STATUS_OK)
        announce(&report, &options);
    report_free(&report);
    return status;
}
