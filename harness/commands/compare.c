/* compare.c -- the command `compare`: options, rows, and what comes of them. */
#include "harness/compare/compare.h"
#include "harness/base/fail.h"
#include "harness/base/interrupt.h"
#include "harness/base/progress.h"
#include "harness/bench/arrays.h"
#include "harness/bench/bench.h"
#include "harness/bench/pairs.h"
#include "harness/bench/sweep.h"
#include "harness/cli/cli.h"
#include "harness/compare/builds.h"
#include "harness/compare/kernels.h"
#include "harness/compare/report.h"
#include "harness/inputs/regime.h"
#include "harness/record/result.h"
#include "harness/selection/select.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

enum {
    OPTION_WITH = 0x2201,
    OPTION_OF,
    OPTION_BUDGET,
    OPTION_THRESHOLD,
    OPTION_STRICT,
    OPTION_DRY_RUN,
    OPTION_AGAIN,
    OPTION_SERVE,
    OPTION_ALPHA
};

static const size_t default_batch[] = {4096};
static const double row_seconds = 2, all_alpha = 0.01;

static const struct argp_option options[] = {
    {"with", OPTION_WITH, "BINARY", 0, "Compare the selected kernels with those of another build", 0},
    {"of", OPTION_OF, "WHAT", 0,
     "element, latency, or the batch mean: naive, pairwise, compensated, wide (default: element)", 0},
    {"time-budget", OPTION_BUDGET, "S", 0, "Seconds for all rows together (default: 2 for each)", 0},
    {"threshold", OPTION_THRESHOLD, "PERCENT", 0, "A difference has to be greater than this (default: 0.5)",
     0},
    {"strict", OPTION_STRICT, NULL, 0, "Exit status 3 if a row is inconclusive", 0},
    {"dry-run", OPTION_DRY_RUN, NULL, 0, "Show what would be compared, and how long it would take", 0},
    {"again", OPTION_AGAIN, "PLACEMENT", OPTION_HIDDEN, NULL, 0},
    {"serve", OPTION_SERVE, "PLACEMENT", OPTION_HIDDEN, NULL, 0},
    {"alpha", OPTION_ALPHA, "ALPHA", OPTION_HIDDEN, NULL, 0},
    {0},
};

static error_t parse_what(struct compare_options *o, const char *text)
{
    static const char *const names[] = {"latency",     "element", "naive", "pairwise",
                                        "compensated", "wide",    NULL};
    if (!cli_choice("--of", text, names, &o->reduction))
        return CLI_REPORTED;
    o->reduction += LATENCY;
    return 0;
}

static error_t parse(int key, char *text, struct argp_state *state)
{
    struct compare_options *o = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &o->sweep;
        return 0;
    case OPTION_WITH:
        o->with = text;
        return 0;
    case OPTION_OF:
        return parse_what(o, text);
    case OPTION_BUDGET:
        return cli_positive("--time-budget", text, &o->seconds) ? 0 : CLI_REPORTED;
    case OPTION_THRESHOLD:
        if (!cli_positive("--threshold", text, &o->threshold))
            return CLI_REPORTED;
        o->threshold /= 100;
        return 0;
    case OPTION_STRICT:
        o->strict = true;
        return 0;
    case OPTION_DRY_RUN:
        o->dry_run = true;
        return 0;
    case OPTION_AGAIN:
    case OPTION_SERVE:
        o->again = key == OPTION_AGAIN;
        o->serve = key == OPTION_SERVE;
        return cli_unsigned("a placement", text, 0, 63, &o->placement) ? 0 : CLI_REPORTED;
    case OPTION_ALPHA:
        return cli_positive("an alpha", text, &o->alpha) ? 0 : CLI_REPORTED;
    case ARGP_KEY_ARGS:
        return cli_operands(state, &o->operands, &o->operand_count);
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_child children[] = {{&sweep_argp, 0, NULL, 0}, {0}};
static const struct argp argp = {
    options,
    parse,
    "A B\n--with BINARY [SELECTOR...]",
    "Times two kernels against each other, or the kernels of another build against this one's.\v"
    "A row is a batch size and a regime (default: 4096, equilibrium). Samples of A and B, at least one "
    "call and 50 us (100 us with --with), alternate in random order ABBA or BAAB on the same inputs, so "
    "that what drifts hits both; of the two samples of each, the shorter counts. The estimate is the "
    "median of the log-ratios, with an interval by the sign test that holds with 99 % for all rows "
    "together (Bonferroni). B is faster or slower if the whole interval is beyond the threshold and a "
    "fresh process, with its memory in other places, confirms it; it is the same if the whole interval "
    "is within; else the row is inconclusive. Each row says what difference it would have found.\n\n"
    "With --with, two processes take the samples in turn. How two processes lie in memory makes a difference "
    "by itself, so that dozens of pairs of them are started: estimate and interval are those of the pairs. "
    "BINARY is the older build, A. If one of this build's kernels is slower, the exit status is 2. Two "
    "kernels are compared out of interest: the exit status is 0 whatever comes of it, but for --strict.\n\n"
    "Examples:\n"
    "  ganloss compare nonsaturating.g/stable/f32 nonsaturating.g/logsigmoid/f32\n"
    "  ganloss compare minimax.g/stable/f64 minimax.g/naive/f64 --batch 1,2^16 --regime early\n"
    "  ganloss compare --with ../before/ganloss '*/stable/f32'",
    children,
    NULL,
    NULL};

/* The choices to compare, in pairs: of two operands, or of each kernel that is selected with itself. */
static enum status find_pairs(struct selection *selection, const struct compare_options *o)
{
    if (o->with)
        return select_kernels(selection, o->operands, o->operand_count);
    if (o->operand_count != 2)
        return fail(STATUS_USAGE, "compare takes two kernels, or --with BINARY; %zu given", o->operand_count);
    *selection = (struct selection){allocate(2, sizeof *selection->at), 2};
    enum status status = STATUS_OK;
    for (int i = 0; i < 2 && status == STATUS_OK; i++)
        if (!choice_find(&selection->at[i], o->operands[i]))
            status = fail(STATUS_NOTHING, "no kernel '%s' (see ganloss list kernels)", o->operands[i]);
        else if (!isa_runs(selection->at[i].kernel->isa))
            status = fail(STATUS_UNAVAILABLE, "%s does not run on this CPU", o->operands[i]);
    if (status == STATUS_OK && selection->at[0].kernel->term->space != selection->at[1].kernel->term->space)
        status = fail(STATUS_USAGE, "%s and %s have different inputs: logits and probabilities",
                      o->operands[0], o->operands[1]);
    if (status != STATUS_OK)
        free(selection->at);
    return status;
}

static struct compare_row *make_rows(const struct compare_options *o, const struct selection *selection,
                                     size_t *count)
{
    size_t step = o->with ? 1 : 2;
    struct compare_row *rows =
        allocate(selection->count / step * o->sweep.batches * o->sweep.regimes, sizeof *rows);
    *count = 0;
    for (size_t c = 0; c < selection->count; c += step)
        for (size_t b = 0; b < o->sweep.batches; b++)
            for (size_t r = 0; r < o->sweep.regimes; r++) {
                struct compare_row *row = &rows[(*count)++];
                *row = (struct compare_row){.measured = false};
                for (size_t s = 0; s < 2; s++) {
                    row->of[s] = (struct bench_row){.choice = selection->at[c + s * (step - 1)],
                                                    .reduction = o->reduction,
                                                    .regime = o->sweep.regime[r],
                                                    .batch = o->sweep.batch[b]};
                    bench_place(&row->of[s], o->sweep.level);
                }
            }
    return rows;
}

static enum status check_latency(const struct compare_options *o)
{
    for (size_t b = 0; b < o->sweep.batches; b++)
        if (o->reduction == LATENCY && o->sweep.batch[b] != 1)
            return fail(STATUS_USAGE, "--of latency is that of one element: it takes --batch 1");
    return STATUS_OK;
}

static enum status report(const struct compare_options *o, const struct compare_row rows[], size_t count)
{
    bool slower = false, open = false;
    enum status status = STATUS_OK;
    if (o->common.format == JSON) {
        json_t *document = compare_json(o, rows, count, !interrupted());
        status = result_write(document, NULL);
        json_decref(document);
    } else if (o->common.format == TSV) {
        compare_print_tsv(stdout, rows, count);
    } else {
        compare_print(stdout, o, rows, count);
    }
    for (size_t i = 0; i < count; i++) {
        slower = slower || (rows[i].measured && rows[i].outcome.verdict == VERDICT_SLOWER);
        open = open || !rows[i].measured || rows[i].outcome.verdict == VERDICT_INCONCLUSIVE;
    }
    if (status == STATUS_OK && slower && o->with)
        return STATUS_PERFORMANCE;
    return status == STATUS_OK && open && o->strict ? STATUS_INCONCLUSIVE : status;
}

static enum status measure_rows(const struct compare_options *o, struct compare_row rows[], size_t count)
{
    double seconds = o->seconds > 0 ? o->seconds / (double)count : row_seconds;
    const struct compare_share share = {seconds, all_alpha / (double)count};
    enum status status = STATUS_OK;
    interrupt_catch();
    signal(SIGPIPE, SIG_IGN); /* a process that is gone is seen by its silence */
    progress_start("rows", count, o->common.quiet);
    for (size_t i = 0; i < count && status == STATUS_OK && !interrupted(); i++) {
        status = o->with ? compare_builds(&rows[i], o, share) : compare_kernels(&rows[i], o, share);
        progress_add(1);
    }
    progress_end();
    return interrupted() ? STATUS_OK : status;
}

static enum status run(const struct compare_options *o, struct compare_row rows[], size_t count)
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
    return status == STATUS_OK ? report(o, rows, count) : status;
}

enum status command_compare(int argc, char **argv)
{
    struct compare_options o = {
        .threshold = BENCH_THRESHOLD, .reduction = ELEMENT, .alpha = all_alpha, .common.tables = true};
    struct selection selection = {NULL, 0};
    sweep_init(&o.sweep, sizeof default_batch / sizeof *default_batch, default_batch);
    enum status status = cli_parse(&argp, argc, argv, &o.common);
    if (status == STATUS_OK)
        status = check_latency(&o);
    if (status == STATUS_OK)
        status = sweep_open(&o.sweep);
    if (status == STATUS_OK)
        status = find_pairs(&selection, &o);
    if (status == STATUS_OK) {
        size_t count;
        struct compare_row *rows = make_rows(&o, &selection, &count);
        status = run(&o, rows, count);
        free(rows);
        free(selection.at);
    }
    sweep_close(&o.sweep);
    return status;
}
