/* bench.c -- the command `bench`: options, the order of things, and where results go. */
#include "harness/bench/bench.h"
#include "harness/base/fail.h"
#include "harness/base/interrupt.h"
#include "harness/base/output.h"
#include "harness/base/timing.h"
#include "harness/bench/against.h"
#include "harness/bench/count.h"
#include "harness/bench/findings.h"
#include "harness/bench/foreign.h"
#include "harness/bench/guarded.h"
#include "harness/bench/measure.h"
#include "harness/bench/nodes.h"
#include "harness/bench/noise.h"
#include "harness/bench/plan.h"
#include "harness/bench/print.h"
#include "harness/bench/report.h"
#include "harness/bench/rows.h"
#include "harness/bench/sweep.h"
#include "harness/cli/cli.h"
#include "harness/cli/options.h"
#include "harness/commands/commands.h"
#include "harness/foreign/foreign.h"
#include "harness/gate/gate.h"
#include "harness/inputs/regime.h"
#include "harness/machine/counters.h"
#include "harness/machine/limits.h"
#include "harness/machine/machine.h"
#include "harness/ranks/ranks.h"
#include "harness/record/result.h"
#include "harness/record/result_read.h"
#include "harness/selection/catalogue.h"
#include "harness/selection/select.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Every formula family once: the other terms are the same code with another sign, label or factor. */
static char *const default_selectors[] = {"nonsaturating.g/*", "minimax.g@D/*", "bce.target/*",
                                          "wasserstein.g/*"};
enum { DEFAULT_SELECTORS = sizeof default_selectors / sizeof *default_selectors };

static const size_t default_batches[] = {1, 16, 256, 4096, 65536, 1048576, 16777216};

enum counters_wish { COUNTERS_AUTO, COUNTERS_OFF, COUNTERS_REQUIRED };

struct bench_options {
    struct common common;
    struct sweep sweep;
    double seconds, precision; /* percent; 0: not given */
    const char *save, *against, *accuracy;
    int counters; /* enum counters_wish */
    bool dry_run;
};

static const char *const wishes[] = {"auto", "off", "required", NULL};

static const struct cli_option options[] = {
    {"time-budget", "S", "Seconds that the measurement may take (default: 150)",
     CLI_SECONDS(struct bench_options, seconds)},
    {"precision", "PERCENT",
     "Take no more samples of a row whose median is known to PERCENT (default: use the time budget)",
     CLI_POSITIVE(struct bench_options, precision, 1e6)},
    {"dry-run", NULL, "Show what would be measured, and how long it would take",
     CLI_FLAG(struct bench_options, dry_run)},
    {"save", "FILE", "Write the result document to FILE", CLI_TEXT(struct bench_options, save)},
    {"against", "FILE",
     "Compare instructions per element with those of a saved run; exit status 2 if any kernel needs more",
     CLI_TEXT(struct bench_options, against)},
    {"counters", "WHEN",
     "Hardware counters, and for --save instructions: auto, off, or required (default: auto)",
     CLI_CHOICE(struct bench_options, counters, wishes, COUNTERS_AUTO)},
    {"accuracy", "FILE", "Take each kernel's error from a result of verify",
     CLI_TEXT(struct bench_options, accuracy)},
    FOREIGN_OPTIONS,
    GATE_OPTIONS,
    {0},
};

static const struct cli_command command = {
    options, sweep_options, offsetof(struct bench_options, sweep), "[SELECTOR...]",
    "Times kernels: ns per element and per call, over batch sizes and input regimes.\vEach selected element "
    "kernel (n losses and n gradients) is timed, and of each `stable` variant also the batch kernel: the "
    "mean and the gradient times 1/n, with each reduction (naive, pairwise, compensated, wide), and of the kernel that ganloss_loss_f32 or _f64 takes, that call (training). At batch 1 "
    "there is the latency, too: each call waits for the results of the one before. A sample is a number of "
    "calls that last 0.5 ms or more together, after a warm-up; samples of all rows are taken in turn, and "
    "the median and the quartiles reported. Calls go round a pool of inputs that fits the cache named, "
    "65536 elements unless --cache asks for another level: branch predictors cannot learn them.\n\n"
    "Each row also says how far it is from what this machine can do, and what a correct bit costs. A kernel "
    "is timed against itself, and the difference that `compare` could have found now is printed. Times of "
    "two runs are not compared: the machine changes by more than kernels do. --save stores instructions per "
    "element, counted exactly by single-stepping; --against compares those.\n\n"
    "Without a selector: nonsaturating.g, minimax.g@D, bce.target and wasserstein.g in both formats, which "
    "is every formula family, on batches of 1, 16, 256, 4096, 2^16, 2^20 and 2^24.\n\n"
    "A foreign kernel (--plugin, --exec; without a selector all of them) is timed inside its program: a block is done again "
    "and again; of a program the way there and back, which an empty request takes, is subtracted, and how well that is known "
    "is told; of a plugin it is not in the time. It has no rows of means, latency or instructions, and no batch beyond "
    "2^21.\n\n"
    "The time budget bounds the measurement. Rows that cannot have 5 samples within it (3, where a call "
    "takes 10 ms or more) are skipped, large batches first. An interrupt (Ctrl-C) ends the measurement and "
    "reports what there is. Either way the run is unfinished: the output says INCOMPLETE, the document's "
    "options have \"complete\": false, and the exit status is 75. "
    "Counting instructions takes some seconds more.\n\n"
    "Before the first and after the last row is timed, each kernel is called on up to 65536 of the row's "
    "inputs with its arrays guarded: one that writes beside its outputs or into its inputs, leaves results "
    "unwritten or the floating-point environment changed, or answers a second call otherwise, fails by name "
    "(exit status 1), and none of its times is reported.\n\n"
    "With --precision, a row gets no more samples once half the "
    "width of an interval that holds its median with 95 % is at most PERCENT of the median, whatever the "
    "distribution: 8 samples at least. Rows that are never so precise go on as without it.\n\n"
    "Examples:\n"
    "  ganloss bench --dry-run\n"
    "  ganloss bench '*/stable/f32' --batch 1,2^20 --regime early,saturated\n"
    "  ganloss bench 'bce.*' --regime trace:tests/data/minimax-real.npy\n"
    "  ganloss bench --plugin ./mine.so --batch 256,4096\n"
    "  ganloss bench --save before.json; ganloss bench --against before.json"};

/* What a run has besides its rows. */
struct extras {
    bool cut_short;                    /* by an interrupt */
    char no_counters[COUNTERS_REASON]; /* empty: they count */
    json_t *against;                   /* NULL: nothing was compared */
    struct bench_nodes nodes;          /* besides this one */
};

/* Whether every row that was asked for was measured, or is of a kernel that fails, and nothing ended
   early. */
static bool is_complete(const struct bench *bench, const struct extras *e)
{
    return !e->cut_short && bench_measured(bench, false) + bench_guard_failed(bench) == bench->count;
}

/* Of a foreign kernel there are no rows of batches that are longer than a block of its program. */
static void say_too_long(const struct bench_options *o, const struct selection *selection)
{
    bool any = false;
    for (size_t i = 0; i < selection->count; i++)
        any = any || catalogue_is_foreign(selection->at[i].kernel);
    for (size_t b = 0; b < o->sweep.batches && any; b++)
        if (o->sweep.batch[b] > bench_foreign_longest())
            fail(STATUS_OK,
                 "foreign kernels are not timed at batch %zu: their blocks have %zu elements at most",
                 o->sweep.batch[b], bench_foreign_longest());
}

static json_t *options_json(const struct bench_options *o, const struct bench *bench, const struct extras *e)
{
    json_t *selectors = json_array(), *made = sweep_json(&o->sweep);
    for (size_t i = 0; i < o->common.operand_count; i++)
        json_array_append_new(selectors, json_string(o->common.operands[i]));
    json_object_set_new(made, "selectors", selectors);
    json_object_set_new(made, "time_budget", json_real(o->seconds));
    if (o->precision > 0)
        json_object_set_new(made, "precision", json_real(o->precision));
    json_object_set_new(made, "complete", json_boolean(is_complete(bench, e)));
    json_object_set_new(made, "skipped", bench_skipped_json(bench, e->cut_short));
    json_object_set_new(made, "counters", json_string(*e->no_counters ? e->no_counters : "counted"));
    json_object_set_new(made, "limits", limits_json(&bench->limits));
    json_object_set_new(made, "noise", bench_noise_json(bench));
    if (e->against)
        json_object_set(made, "against", e->against);
    return made;
}

static enum status write_document(const struct bench_options *o, const struct bench *bench,
                                  const struct extras *e, const char *path)
{
    json_t *document = result_new("bench", NULL, options_json(o, bench, e));
    json_object_set_new(document, "bench", bench_json(bench, e->cut_short));
    json_object_set_new(document, "faults", bench_guard_json(bench));
    if (e->nodes.count > 0)
        json_object_set_new(document, "nodes", bench_nodes_json(&e->nodes));
    enum status status = result_write(document, path);
    json_decref(document);
    return status;
}

static void print_all(const struct bench_options *o, const struct bench *bench, const struct extras *e)
{
    bench_print(stdout, bench, e->cut_short);
    bench_print_machine(stdout, bench);
    bench_nodes_print(stdout, &e->nodes);
    if (*e->no_counters)
        printf("counters: skipped: %s\n", e->no_counters);
    bench_print_skipped(stdout, bench, o->seconds, e->cut_short);
    if (e->against)
        printf("against %s: %lld worse, %lld better, %lld unchanged, %lld not in it\n", o->against,
               (long long)json_integer_value(json_object_get(e->against, "worse")),
               (long long)json_integer_value(json_object_get(e->against, "better")),
               (long long)json_integer_value(json_object_get(e->against, "unchanged")),
               (long long)json_integer_value(json_object_get(e->against, "added")));
    else if (o->against)
        printf("INCOMPLETE: not compared with %s\n", o->against);
}

/* Waits with the complaint that nothing was measured until all else has been said. */
static enum status report_results(const struct bench_options *o, const struct bench *bench,
                                  const struct extras *e)
{
    enum status status = STATUS_OK;
    if (o->common.format == JSON)
        status = write_document(o, bench, e, NULL);
    else if (o->common.format == TSV)
        bench_print_tsv(stdout, bench, e->cut_short);
    else
        print_all(o, bench, e);
    if (o->common.format != TEXT)
        bench_print_skipped(stderr, bench, o->seconds, e->cut_short);
    size_t failed = bench_guard_failed(bench);
    bench_guard_print(stderr, bench);
    bench_findings(bench, e->cut_short, o->against != NULL);
    /* Whatever became of standard output; and last: where memory runs out before, nothing is kept. */
    enum status saved = o->save ? write_document(o, bench, e, o->save) : STATUS_OK;
    status = status == STATUS_OK ? saved : status;
    if (status == STATUS_OK && !e->cut_short && failed == 0 && bench_measured(bench, false) == 0)
        status = fail(STATUS_NOTHING, "nothing was measured: no row fits --time-budget %g", o->seconds);
    status = fail_graver(status, failed > 0 ? STATUS_NUMERICAL : STATUS_OK);
    return fail_graver(status, is_complete(bench, e) ? STATUS_OK : STATUS_UNFINISHED);
}

/* Finds out before a minute of measuring, not after it, whether the files can be written and read. */
static enum status check_files(const struct bench_options *o, json_t **accuracy)
{
    json_t *baseline;
    enum status status = output_check(o->save);
    if (status == STATUS_OK)
        status = gate_open(&o->common, o->dry_run);
    if (o->against && status == STATUS_OK && (status = result_read(&baseline, o->against)) == STATUS_OK)
        json_decref(baseline);
    if (o->accuracy && status == STATUS_OK)
        status = result_read(accuracy, o->accuracy);
    return status;
}

static double left(const struct bench_options *o, int64_t start)
{
    return o->seconds - 1e-9 * (double)(timing_now() - start);
}

/* Limits and noise come first, and take a tenth of the time, at most 1 s, each. Before all and after it each
   kernel is called guarded. */
static void measure(struct bench *bench, const struct bench_options *o)
{
    int64_t start = timing_now();
    bool used[MEMORY_LEVELS] = {false};
    for (size_t i = 0; i < bench->count; i++)
        used[bench->rows[i].level] = true;
    bench_guard_rows(bench, false);
    limits_measure(&bench->limits, used);
    bench_measure_noise(bench, fmin(1, o->seconds / 10), o->sweep.seed);
    bench_measure(bench, left(o, start), o->common.quiet);
    bench_guard_rows(bench, true);
}

static enum status count_and_compare(struct bench *bench, const struct bench_options *o, struct extras *e)
{
    enum status status = STATUS_OK;
    if ((o->save || o->against) && o->counters != COUNTERS_OFF && !interrupted())
        status = bench_count_instructions(bench, o->common.quiet);
    if (status == STATUS_UNAVAILABLE && !o->against && o->counters != COUNTERS_REQUIRED)
        status = STATUS_OK; /* it was said; the times are there */
    e->cut_short = interrupted();
    if (status == STATUS_OK && o->against && !e->cut_short)
        status = bench_against(bench, o->against, o->sweep.seed, &e->against);
    return status;
}

static enum status run(const struct bench_options *o, struct bench *bench, struct extras *e)
{
    enum status compared, reported;
    if (o->dry_run) {
        bench_prepare(bench, o->seconds);
        bench_print_plan(stdout, bench);
        printf("%zu rows, about %.0f s, and for limits and noise up to 2 s\n", bench->count,
               1e-9 * bench_planned_ns(bench));
        return STATUS_OK;
    }
    interrupt_catch();
    measure(bench, o);
    bench_nodes_gather(&e->nodes, bench);
    compared = count_and_compare(bench, o, e);
    if (compared != STATUS_OK && compared != STATUS_PERFORMANCE) {
        bench_guard_print(stderr, bench);
        return compared;
    }
    reported = report_results(o, bench, e);
    return fail_graver(reported, compared);
}

enum status command_bench(int argc, char **argv)
{
    struct bench_options o = {.seconds = 150, .common.tables = true};
    struct selection selection = {0};
    struct bench bench;
    struct counters counters;
    struct extras extras = {.no_counters = "not wanted (--counters off)"};
    json_t *accuracy = NULL;
    sweep_init(&o.sweep, sizeof default_batches / sizeof *default_batches, default_batches);
    enum status status = cli_parse(&command, argc, argv, &o.common);
    bool counting = status == STATUS_OK && o.counters != COUNTERS_OFF &&
                    counters_open(&counters, counters_events, extras.no_counters);
    if (counting)
        *extras.no_counters = '\0';
    if (status == STATUS_OK && o.counters == COUNTERS_REQUIRED && !counting)
        status = fail(STATUS_UNAVAILABLE, "no counters: %s", extras.no_counters);
    if (status == STATUS_OK && o.against && o.counters == COUNTERS_OFF)
        status = fail(STATUS_USAGE, "--against compares counted instructions; --counters off counts none");
    if (!ranks_lead()) /* files are the leader's, and so is what is compared with them */
        o.save = o.against = NULL;
    if (status == STATUS_OK)
        status = check_files(&o, &accuracy);
    if (status == STATUS_OK)
        status = sweep_open(&o.sweep);
    if (status == STATUS_OK)
        status = foreign_open();
    if (status == STATUS_OK && o.common.operand_count == 0 && !catalogue_has_foreign()) {
        o.common.operands = (char **)default_selectors;
        o.common.operand_count = DEFAULT_SELECTORS;
    }
    if (status == STATUS_OK)
        status = select_kernels(&selection, o.common.operands, o.common.operand_count);
    status = bench_nodes_agree(status);
    if (status == STATUS_OK) {
        bench_init(&bench, &selection, o.sweep.batches, o.sweep.batch, o.sweep.regimes, o.sweep.regime,
                   o.sweep.level, o.sweep.seed);
        say_too_long(&o, &selection);
        bench.counters = counting ? &counters : NULL;
        bench.precision = o.precision / 100;
        bench.accuracy = accuracy;
        status = run(&o, &bench, &extras);
        bench_free(&bench);
        free(selection.at);
    }
    if (counting)
        counters_close(&counters);
    sweep_close(&o.sweep);
    json_decref(extras.against);
    bench_nodes_free(&extras.nodes);
    json_decref(accuracy);
    return status;
}
