/* history.c -- the command: what became of kernels over the versions that were recorded. */
#include "harness/base/fail.h"
#include "harness/cli/cli.h"
#include "harness/cli/options.h"
#include "harness/commands/commands.h"
#include "harness/history/changes.h"
#include "harness/history/chart.h"
#include "harness/history/database.h"
#include "harness/history/print.h"
#include "harness/history/series.h"
#include "harness/record/result.h"

#include <jansson.h>
#include <stdio.h>

struct history_options {
    struct common common;
    const char *out;
    bool tsv, gate;
};

static const struct cli_option options[] = {
    {"gate", NULL, "Fail where something became worse at the last version",
     CLI_FLAG(struct history_options, gate)},
    {"tsv", NULL, "The same as --format tsv: a row for each figure of each version",
     CLI_FLAG(struct history_options, tsv)},
    {"out", "DIR", "Draw charts, history-*.svg and .png, into DIR/charts, with their tables and scripts",
     CLI_TEXT(struct history_options, out), .letter = 'o'},
    {0},
};

static const struct cli_command command = {
    options, NULL, 0, "FILE.db [KERNEL...]",
    "Lists what `ganloss record` kept of the kernels that the selectors name (none: all), version by version: the largest errors "
    "with their evidence, results that are not correctly rounded, failures, instructions and time per element.\v"
    "Only what compares stands in one list: figures of equal evidence, level, seed and inputs, and times of the same "
    "machine. A list names each version at which a figure changed, and what else did: compiler, libc, CPU, options. "
    "What is exact changed where it differs at all; instructions where they differ by more than a thousandth; a time where a "
    "test of ranks by permutation says so (1 % false alarms in all lists together) and it is more than 1 %. At the end "
    "stand the figures that are worse than they were, with the first version that was.\n\n"
    "The exit status is 0, unless --gate asks: then 1 where a result became worse at the last version, 2 where instructions or "
    "time did, 75 where nothing is recorded of a kernel that the version before has. 65: no database of ganloss; 66: no such "
    "file or kernel.\n\n"
    "Examples:\n"
    "  ganloss history history.db nonsaturating.g/stable/f32\n"
    "  ganloss history history.db '*/stable/*' --gate --quiet\n"
    "  ganloss history history.db '*' --tsv >history.tsv; ganloss history history.db --out charts"};

static enum status show(const struct history_options *o, const json_t *series)
{
    if (o->tsv || o->common.format == TSV)
        history_print_tsv(stdout, series);
    else if (o->common.format == JSON)
        return result_write(series, NULL);
    else
        history_print(stdout, series, o->common.quiet);
    return STATUS_OK;
}

enum status command_history(int argc, char **argv)
{
    struct history_options o = {.common.tables = true};
    struct history history;
    json_t *series = NULL;
    enum status status = cli_parse(&command, argc, argv, &o.common);
    if (status == STATUS_OK && (o.common.operand_count == 0 || !*o.common.operands[0]))
        status = fail(STATUS_USAGE, "history takes a FILE.db (see ganloss history --help)");
    if (status == STATUS_OK && o.out && !*o.out)
        status = fail(STATUS_USAGE, "--out is empty; it takes a directory");
    if (status != STATUS_OK)
        return status;
    status = history_open(&history, o.common.operands[0], false);
    if (status == STATUS_OK)
        status = history_series(&series, &history, o.common.operands + 1, o.common.operand_count - 1);
    history_close(&history);
    if (status == STATUS_OK)
        history_changes(series);
    if (status == STATUS_OK && o.out)
        status = history_charts(series, o.out);
    if (status == STATUS_OK)
        status = show(&o, series);
    if (status == STATUS_OK && o.gate)
        status = history_verdict(series);
    json_decref(series);
    return status;
}
