/* bench.c -- the command `bench`: options, interruption, and where results go. */
#include "bench.h"

#include "cli.h"
#include "interrupt.h"
#include "lists.h"
#include "output.h"
#include "result.h"

#include <stdlib.h>
#include <string.h>

enum { OPTION_BATCH = 0x2001, OPTION_REGIME, OPTION_BUDGET, OPTION_SEED, OPTION_SAVE };

#define BATCH_MAX ((size_t)1 << 28)
enum { BATCHES_MAX = 64, REGIMES_MAX = 16 };

/* Every formula family once: the other terms are the same code with another sign, label or factor. */
static char *const default_selectors[] = {"nonsaturating.g/*", "minimax.g@D/*", "bce.target/*",
                                          "wasserstein.g/*"};
enum { DEFAULT_SELECTORS = sizeof default_selectors / sizeof *default_selectors };

static const size_t default_batches[] = {1, 16, 256, 4096, 65536, 1048576, 16777216};

struct bench_options {
    struct common common;
    char **selectors;
    size_t selector_count;
    size_t batch[BATCHES_MAX], batches;
    const struct regime *regime[REGIMES_MAX];
    size_t regimes;
    double seconds;
    unsigned long seed;
    const char *save;
};

static const struct argp_option options[] = {
    {"batch", OPTION_BATCH, "LIST", 0,
     "Batch sizes, with commas between; 2^K too (default: 1,16,256,4096,65536,1048576,16777216)", 0},
    {"regime", OPTION_REGIME, "LIST", 0, "Input regimes, see ganloss list regimes (default: equilibrium)", 0},
    {"time-budget", OPTION_BUDGET, "S", 0, "Seconds that the whole may take (default: 60)", 0},
    {"seed", OPTION_SEED, "N", 0, "Seed of the inputs (default: 1)", 0},
    {"save", OPTION_SAVE, "FILE", 0, "Write the result document to FILE", 0},
    {0},
};

static error_t parse(int key, char *text, struct argp_state *state)
{
    struct bench_options *o = state->input;
    switch (key) {
    case OPTION_BATCH:
        return list_sizes("--batch", text, BATCH_MAX, BATCHES_MAX, o->batch, &o->batches) ? 0 : CLI_REPORTED;
    case OPTION_REGIME:
        return list_regimes("--regime", text, REGIMES_MAX, o->regime, &o->regimes) ? 0 : CLI_REPORTED;
    case OPTION_BUDGET:
        return cli_positive("--time-budget", text, &o->seconds) ? 0 : CLI_REPORTED;
    case OPTION_SEED:
        return cli_unsigned("--seed", text, 0, (unsigned long)INT64_MAX, &o->seed) ? 0 : CLI_REPORTED;
    case OPTION_SAVE:
        o->save = text;
        return 0;
    case ARGP_KEY_ARGS:
        return cli_operands(state, &o->selectors, &o->selector_count);
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp argp = {
    options,
    parse,
    "[SELECTOR...]",
    "Times kernels: ns per element and per call, over batch sizes and input regimes.\v"
    "Each selected element kernel (n losses and n gradients) is timed, and of each `stable` variant also the "
    "batch "
    "kernel: the mean and the gradient times 1/n, with each reduction (naive, pairwise, compensated, wide). "
    "A "
    "sample is a number of calls that last 0.5 ms or more together, after a warm-up; samples of all rows are "
    "taken "
    "in turn, and the median and the quartiles reported. Calls repeat on the same inputs: up to some "
    "thousand of "
    "them, caches and branch predictors know them by heart; at batch 1 the time is mostly the call "
    "itself.\n\n"
    "Without a selector: nonsaturating.g, minimax.g@D, bce.target and wasserstein.g in both formats, which "
    "is every "
    "formula family; the other terms are the same code with another sign, factor or label.\n\n"
    "The time budget bounds the whole. Rows that cannot have 5 samples within it (3, where a call takes 10 "
    "ms or "
    "more) are skipped, large batches first, and the output says so. An interrupt (Ctrl-C) ends the "
    "measurement "
    "and reports what there is; the document's options then have \"complete\": false.\n\n"
    "Examples:\n"
    "  ganloss bench\n"
    "  ganloss bench '*/stable/f32' --batch 1,2^20 --regime early,saturated\n"
    "  ganloss bench --save bench.json && ganloss report bench.json --out page",
    NULL,
    NULL,
    NULL};

static json_t *options_json(const struct bench_options *o, const struct bench *bench, bool complete)
{
    json_t *selectors = json_array(), *batches = json_array(), *names = json_array();
    for (size_t i = 0; i < o->selector_count; i++)
        json_array_append_new(selectors, json_string(o->selectors[i]));
    for (size_t i = 0; i < o->batches; i++)
        json_array_append_new(batches, json_integer((json_int_t)o->batch[i]));
    for (size_t i = 0; i < o->regimes; i++)
        json_array_append_new(names, json_string(o->regime[i]->name));
    return json_pack("{s:o, s:o, s:o, s:f, s:I, s:b, s:o}", "selectors", selectors, "batch", batches,
                     "regime", names, "time_budget", o->seconds, "seed", (json_int_t)o->seed, "complete",
                     complete, "skipped", bench_skipped_json(bench, !complete));
}

static enum status write_document(const struct bench_options *o, const struct bench *bench, bool complete,
                                  const char *path)
{
    json_t *document = result_new("bench", options_json(o, bench, complete));
    json_object_set_new(document, "bench", bench_json(bench, !complete));
    enum status status = result_write(document, path);
    json_decref(document);
    return status;
}

static enum status report_results(const struct bench_options *o, const struct bench *bench, bool complete)
{
    enum status status = STATUS_OK;
    size_t measured = 0;
    if (o->common.format == JSON)
        status = write_document(o, bench, complete, NULL);
    else
        bench_print(stdout, bench, !complete);
    bench_print_skipped(o->common.format == JSON ? stderr : stdout, bench, o->seconds, !complete);
    if (o->common.format != JSON) {
        struct output_file out;
        status = output_open(&out, NULL);
        if (status == STATUS_OK)
            status = output_commit(&out);
    }
    if (o->save && status == STATUS_OK)
        status = write_document(o, bench, complete, o->save);
    for (size_t i = 0; i < bench->count; i++)
        measured += bench_reported(&bench->rows[i], !complete) ? 1 : 0;
    if (status == STATUS_OK && measured == 0)
        status = fail(STATUS_NOTHING, "nothing was measured: no row fits --time-budget %g", o->seconds);
    return status;
}

/* Finds out before a minute of measuring, not after it, whether the file can be written. */
static enum status check_save(const char *path)
{
    struct output_file probe;
    enum status status = path ? output_open(&probe, path) : STATUS_OK;
    if (path && status == STATUS_OK)
        output_discard(&probe);
    return status;
}

enum status command_bench(int argc, char **argv)
{
    struct bench_options o = {.seconds = 60, .seed = 1};
    struct selection selection;
    struct bench bench;
    memcpy(o.batch, default_batches, sizeof default_batches);
    o.batches = sizeof default_batches / sizeof *default_batches;
    o.regime[0] = regime_find("equilibrium");
    o.regimes = 1;
    enum status status = cli_parse(&argp, argc, argv, &o.common);
    if (status == STATUS_OK && o.selector_count == 0) {
        o.selectors = (char **)default_selectors;
        o.selector_count = DEFAULT_SELECTORS;
    }
    if (status == STATUS_OK)
        status = check_save(o.save);
    if (status == STATUS_OK)
        status = select_kernels(&selection, o.selectors, o.selector_count);
    if (status != STATUS_OK)
        return status;

    bench_init(&bench, &selection, o.batches, o.batch, o.regimes, o.regime, o.seed);
    interrupt_catch();
    bench_measure(&bench, o.seconds, o.common.quiet);
    status = report_results(&o, &bench, !interrupted());
    bench_free(&bench);
    free(selection.at);
    return status;
}
