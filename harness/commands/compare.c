/* compare.c -- the command `compare`: options, rows, and what comes of them. */
#include "harness/compare/compare.h"

#include "harness/base/allocate.h"
#include "harness/base/fail.h"
#include "harness/base/interrupt.h"
#include "harness/base/output.h"
#include "harness/base/progress.h"
#include "harness/bench/bench.h"
#include "harness/bench/sweep.h"
#include "harness/cli/cli.h"
#include "harness/cli/options.h"
#include "harness/cli/values.h"
#include "harness/commands/commands.h"
#include "harness/commands/compare_judge.h"
#include "harness/commands/compare_report.h"
#include "harness/compare/builds.h"
#include "harness/compare/kernels.h"
#include "harness/compare/report.h"
#include "harness/compare/rows.h"
#include "harness/compare/sides.h"
#include "harness/foreign/foreign.h"
#include "harness/gate/gate.h"
#include "harness/selection/select.h"

#include <stdlib.h>
#include <string.h>

static const size_t default_batch[] = {4096};
static const double row_seconds = 2, all_alpha = 0.01;

static bool read_threshold(const char *option, char *text, void *options)
{
    struct compare_options *o = options;
    if (!cli_positive(option, text, 1e6, &o->threshold))
        return false;
    o->threshold /= 100;
    return true;
}

static bool read_again(const char *option, char *text, void *options)
{
    struct compare_options *o = options;
    (void)option;
    o->again = true;
    return cli_unsigned("a placement", text, 0, 63, &o->placement);
}

static bool read_serve(const char *option, char *text, void *options)
{
    struct compare_options *o = options;
    (void)option;
    o->serve = true;
    return cli_unsigned("a placement", text, 0, 63, &o->placement);
}

static bool read_alpha(const char *option, char *text, void *options)
{
    struct compare_options *o = options;
    (void)option;
    return cli_positive("an alpha", text, 1, &o->alpha);
}

static const char *const whats[] = {"latency", "element", "naive", "pairwise", "compensated", "wide", NULL};

static const struct cli_option options[] = {
    {"with", "BINARY", "Compare the selected kernels with those of another build",
     CLI_TEXT(struct compare_options, with)},
    {"of", "WHAT",
     "element, latency, or the batch mean: naive, pairwise, compensated, wide (default: element)",
     CLI_CHOICE(struct compare_options, reduction, whats, LATENCY)},
    {"time-budget", "S", "Seconds for all rows together (default: 2 for each)",
     CLI_SECONDS(struct compare_options, seconds)},
    {"threshold", "PERCENT", "A difference has to be greater than this (default: 0.5)",
     CLI_OTHER(read_threshold)},
    {"level", "quick|full|exhaustive",
     "How many inputs accuracy and bits are compared on (default: quick; exhaustive: of f32 all 2^32 floats)",
     CLI_CHOICE(struct compare_options, level, level_names, 0)},
    CLI_JOBS(struct compare_options),
    {"save", "FILE", "Write the result document, with the curves for the charts, to FILE",
     CLI_TEXT(struct compare_options, save)},
    {"strict", NULL, "Exit status 3 if a row is inconclusive", CLI_FLAG(struct compare_options, strict)},
    {"gate", NULL, "Two kernels: exit status 2 if B is slower", CLI_FLAG(struct compare_options, gate)},
    {"dry-run", NULL, "Show what would be compared, and how long it would take",
     CLI_FLAG(struct compare_options, dry_run)},
    /* for the processes that compare/ starts */
    {"again", "PLACEMENT", NULL, CLI_OTHER(read_again)},
    {"serve", "PLACEMENT", NULL, CLI_OTHER(read_serve)},
    {"alpha", "ALPHA", NULL, CLI_OTHER(read_alpha)},
    FOREIGN_OPTIONS,
    GATE_OPTIONS,
    {0},
};

static const struct cli_command command = {
    options, sweep_options, offsetof(struct compare_options, sweep), "A B\n--with BINARY [SELECTOR...]",
    "Compares two kernels, shipped or foreign: their times, their accuracy, their bits; or the times of another build's "
    "kernels with this one's.\v"
    "A row is a batch size and a regime (default: 4096, equilibrium). Samples of A and B, at least one "
    "call and 50 us (100 us with --with), alternate in random order ABBA or BAAB on the same inputs, so "
    "that what drifts hits both; of the two samples of each, the shorter counts. The estimate is the "
    "median of the log-ratios, with an interval by the sign test that holds with 99 % for all rows "
    "together (Bonferroni). B is faster or slower if the whole interval is beyond the threshold and a "
    "fresh process, with its memory in other places, confirms it; it is the same if the whole interval "
    "is within; else the row is inconclusive. Each row says what difference it would have found. "
    "A foreign kernel is timed inside its program, on one block again and again, and so is the other one then.\n\n"
    "After that both are judged as verify does at the same --level, and their results compared: on how many inputs a bit "
    "differs (NaNs are alike), where first, where by most, and in which binades of the input; and whose error is the smaller "
    "one, binade by binade. At level exhaustive the inputs of f32 are all 2^32 floats, else the cases of the level. A kernel "
    "that does more than return results fails: exit status 1. --save FILE makes a document of which report draws both "
    "kernels' errors and gradients.\n\n"
    "With --with, two processes take the samples in turn. How two processes lie in memory makes a difference "
    "by itself, so that dozens of pairs of them are started: estimate and interval are those of the pairs. "
    "BINARY is the older build, A. If one of this build's kernels is slower, the exit status is 2. Two "
    "kernels are compared out of interest: the exit status is 0 whatever comes of it, but for --strict and --gate. A row that is not measured, after an "
    "interrupt, is INCOMPLETE: exit status 75.\n\n"
    "Examples:\n"
    "  ganloss compare nonsaturating.g/stable/f32 nonsaturating.g/logsigmoid/f32\n"
    "  ganloss compare minimax.g/stable/f64 minimax.g/naive/f64 --batch 1,2^16 --regime early\n"
    "  ganloss compare nonsaturating.g/stable/f32 nonsaturating.g/mine/f32 --plugin ./mine.so --level exhaustive\n"
    "  ganloss compare --with ../before/ganloss '*/stable/f32'"};

static enum status check_latency(const struct compare_options *o)
{
    for (size_t b = 0; b < o->sweep.batches; b++)
        if (o->reduction == LATENCY && o->sweep.batch[b] != 1)
            return fail(STATUS_USAGE, "--of latency is that of one element: it takes --batch 1");
    return STATUS_OK;
}

static enum status measure_rows(const struct compare_options *o, struct compare_row rows[], size_t count)
{
    double seconds = o->seconds > 0 ? o->seconds / (double)count : row_seconds;
    const struct compare_share share = {seconds, all_alpha / (double)count};
    enum status status = STATUS_OK;
    interrupt_catch();
    progress_start("rows", count, o->common.quiet);
    for (size_t i = 0; i < count && status == STATUS_OK && !interrupted(); i++) {
        status = o->with ? compare_builds(&rows[i], o, share) : compare_kernels(&rows[i], o, share);
        progress_add(1);
    }
    progress_end();
    return interrupted() ? STATUS_OK : status;
}

static enum status judge_and_report(const struct compare_options *o, const struct compare_row rows[],
                                    size_t count, const struct selection *selection)
{
    struct sides sides = {.level = QUICK};
    enum status status = compare_judge(&sides, o, selection);
    if (status == STATUS_OK)
        status = compare_report(o, rows, count, &sides);
    differences_free(&sides.differences);
    for (int s = 0; s < 2; s++)
        summary_clear(&sides.summary[s]);
    return status;
}

static enum status run(const struct compare_options *o, struct compare_row rows[], size_t count,
                       const struct selection *selection)
{
    if (o->again)
        return compare_again(&rows[0], o);
    if (o->serve)
        return compare_serve(&rows[0], o);
    if (o->dry_run) {
        compare_print(stdout, o, rows, count);
        printf("about %.0f s\n", o->seconds > 0 ? o->seconds : row_seconds * (double)count);
        return STATUS_OK;
    }
    enum status status = measure_rows(o, rows, count);
    if (status != STATUS_OK)
        return status;
    return o->with ? compare_report(o, rows, count, NULL) : judge_and_report(o, rows, count, selection);
}

enum status command_compare(int argc, char **argv)
{
    struct compare_options o = {
        .threshold = BENCH_THRESHOLD, .reduction = ELEMENT, .alpha = all_alpha, .common.tables = true};
    struct selection selection = {NULL, 0};
    sweep_init(&o.sweep, sizeof default_batch / sizeof *default_batch, default_batch);
    enum status status = cli_parse(&command, argc, argv, &o.common);
    if (status == STATUS_OK)
        status = check_latency(&o);
    if (status == STATUS_OK)
        status = output_check(o.save);
    if (status == STATUS_OK)
        status = gate_open(&o.common, o.dry_run);
    if (status == STATUS_OK)
        status = sweep_open(&o.sweep);
    if (status == STATUS_OK)
        status = foreign_open();
    if (status == STATUS_OK)
        status = compare_select(&selection, &o);
    if (status == STATUS_OK) {
        size_t count;
        struct compare_row *rows = compare_rows_make(&o, &selection, &count);
        status = run(&o, rows, count, &selection);
        free(rows);
        free(selection.at);
    }
    sweep_close(&o.sweep);
    return status;
}
