/* report.c -- the command: result documents in, charts and a page out. */
#include "harness/cli/cli.h"
#include "harness/report/accuracy.h"
#include "harness/report/batch.h"
#include "harness/report/curves.h"
#include "harness/report/exhaustive.h"
#include "harness/report/gnuplot.h"
#include "harness/report/page.h"
#include "harness/report/read.h"
#include "harness/report/speed.h"
#include "harness/report/stage.h"
#include "harness/report/tables.h"
#include "harness/report/traces.h"

#include <stdlib.h>
#include <string.h>

enum { OPTION_OUT = 'o', OPTION_TABLE = 0x9001 };

struct report_options {
    struct common common;
    const char *out, *table; /* NULL: not asked for */
    char **results;
    size_t count;
};

static error_t parse(int key, char *text, struct argp_state *state)
{
    struct report_options *options = state->input;
    switch (key) {
    case OPTION_OUT:
        options->out = text;
        return 0;
    case OPTION_TABLE:
        options->table = text;
        return 0;
    case ARGP_KEY_ARG:
        options->results = reallocate(options->results, options->count + 1, sizeof *options->results);
        options->results[options->count++] = text;
        return 0;
    case ARGP_KEY_END:
        if (options->count == 0)
            return cli_bad("report needs the name of at least one result document, as verify, trace, "
                           "batch and bench write them");
        if ((!options->out && !options->table) || (options->out && !*options->out) ||
            (options->table && !*options->table))
            return cli_bad("report needs --out DIR, the directory for the page and its charts, or --table "
                           "FILE, for the table of accuracy");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_option option_table[] = {
    {"out", OPTION_OUT, "DIR", 0, "Write index.html, the charts and data/*.tsv into DIR", 1},
    {"table", OPTION_TABLE, "FILE", 0,
     "Write every kernel's largest errors and failures as a table, in Markdown, to FILE; without --out, "
     "this alone",
     1},
    {0},
};

static const struct argp report_argp = {
    option_table,
    parse,
    "RESULT.json...",
    "Draws charts and writes a page from the results of verify, trace, batch and bench; several are merged, "
    "and where two hold the same record the later one counts. Computes nothing new.\vExamples:\n"
    "  ganloss verify --save verify.json && ganloss report verify.json --out page\n"
    "  ganloss report verify.json minimax.json bench.json --out page\n"
    "  ganloss verify --level exhaustive --save all.json && ganloss report all.json --table accuracy.md",
    NULL,
    NULL,
    NULL,
};

static enum status build(struct report *report)
{
    static enum status (*const stages[])(struct report *) = {report_tables, report_curves, report_exhaustive,
                                                             report_speed,  report_traces, report_batch};
    enum status status = STATUS_OK;
    for (size_t i = 0; i < sizeof stages / sizeof *stages && status == STATUS_OK; i++)
        status = stages[i](report);
    if (status == STATUS_OK)
        status = report_charts_draw(report);
    return status == STATUS_OK ? report_page(report) : status;
}

static enum status make_page(struct report *report, const char *out)
{
    enum status status = report_stage_open(report, out);
    if (status == STATUS_OK)
        status = build(report);
    if (status == STATUS_OK)
        status = report_stage_publish(report, out);
    report_stage_discard(report, out);
    return status;
}

static enum status announce(const struct report *report, const struct report_options *options)
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
        json_dumpf(line, stdout, 0);
        putchar('\n');
        json_decref(line);
    } else if (!options->common.quiet) {
        const char *s = options->count == 1 ? "" : "s";
        if (options->out)
            printf("%s/index.html: %zu charts from %zu result%s\n", options->out, charts, options->count, s);
        if (options->table)
            printf("%s: the accuracy of %zu kernels from %zu result%s\n", options->table,
                   json_object_size(report->kernels), options->count, s);
    }
    return fflush(stdout) == 0 ? STATUS_OK : fail(STATUS_IO, "cannot write to standard output");
}

enum status command_report(int argc, char **argv)
{
    struct report_options options = {0};
    struct report report = {0};
    enum status status = cli_parse(&report_argp, argc, argv, &options.common);
    if (status != STATUS_OK) {
        free(options.results);
        return status;
    }
    status = report_read(&report, options.results, options.count);
    if (status == STATUS_OK && options.out)
        status = make_page(&report, options.out);
    if (status == STATUS_OK && options.table)
        status = report_accuracy(&report, options.table);
    if (status == STATUS_OK)
        status = announce(&report, &options);
    report_free(&report);
    free(options.results);
    return status;
}
