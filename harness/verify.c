/* verify.c -- the command: accuracy of the selected kernels, in text or as a result document. */
#include "against.h"
#include "by_format.h"
#include "cli.h"
#include "curve.h"
#include "interrupt.h"
#include "judge.h"
#include "machine.h"
#include "modes.h"
#include "record.h"
#include "result.h"
#include "timing.h"
#include "worst.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct verify_options {
    struct common common;
    int level;
    unsigned long seed, jobs, shard, shards;
    double budget; /* seconds of the search, 0: not given */
    unsigned long rounds;
    const char *save, *against, *worst, *resume;
    bool keep, modes;
    char **selectors;
    size_t selector_count;
};

enum {
    OPTION_LEVEL = 0x2001,
    OPTION_SEED,
    OPTION_JOBS,
    OPTION_SHARD,
    OPTION_RESUME,
    OPTION_BUDGET,
    OPTION_ROUNDS,
    OPTION_SAVE,
    OPTION_AGAINST,
    OPTION_WORST,
    OPTION_KEEP,
    OPTION_MODES
};

static const struct argp_option options[] = {
    {"level", OPTION_LEVEL, "quick|full|exhaustive", 0,
     "How many inputs (default: quick, seconds; full, minutes; exhaustive: of f32 kernels all 2^32 floats, a "
     "minute and more for each; f64 kernels are searched for their largest errors, which gives lower bounds)",
     0},
    {"seed", OPTION_SEED, "N", 0, "Seed of the random inputs (default: 1)", 0},
    {"jobs", OPTION_JOBS, "N", 0, "Threads (default: one per core)", 0},
    {"shard", OPTION_SHARD, "I/N", 0,
     "Do the I-th of N parts of the inputs, I from 1; `ganloss merge` joins them. Of f64 at level exhaustive "
     "each shard is a search of its own, with other random inputs",
     0},
    {"resume", OPTION_RESUME, "FILE", 0,
     "Level exhaustive: keep a checkpoint of the f32 part in FILE, every few seconds; if FILE is there, go "
     "on "
     "from it",
     0},
    {"budget", OPTION_BUDGET, "S", 0,
     "Search all f64 kernels for S seconds, one round at the least (level exhaustive; default: 60)", 0},
    {"rounds", OPTION_ROUNDS, "N", 0,
     "Search N rounds instead, however long they take: what a run with --budget did is repeated exactly", 0},
    {"save", OPTION_SAVE, "FILE", 0, "Write the result document, with the curves for the charts, to FILE", 0},
    {"against", OPTION_AGAINST, "FILE", 0,
     "Compare with a stored result document of the same level and seed; a kernel that got worse is a failure",
     0},
    {"worst", OPTION_WORST, "DIR", 0,
     "Judge the worst cases DIR/TERM.wc first (default: tests/worst of the source tree)", 0},
    {"keep", OPTION_KEEP, NULL, 0, "Add the inputs of new maxima to the worst cases", 0},
    {"modes", OPTION_MODES, NULL, 0,
     "Also run under each rounding mode, and watch the invalid and divide-by-zero flags: reported, no "
     "failure",
     0},
    {0},
};

/* "I/N" */
static bool parse_shard(const char *text, struct verify_options *o)
{
    int end = 0;
    if (sscanf(text, "%4lu/%4lu%n", &o->shard, &o->shards, &end) == 2 && text[end] == '\0' && o->shard >= 1 &&
        o->shard <= o->shards)
        return true;
    cli_bad("--shard takes I/N with 1 <= I <= N <= 9999, not '%s'", text);
    return false;
}

static error_t parse(int key, char *text, struct argp_state *state)
{
    struct verify_options *o = state->input;
    switch (key) {
    case OPTION_LEVEL:
        return cli_choice("--level", text, level_names, &o->level) ? 0 : CLI_REPORTED;
    case OPTION_SEED:
        return cli_unsigned("--seed", text, 0, ~0UL, &o->seed) ? 0 : CLI_REPORTED;
    case OPTION_JOBS:
        return cli_unsigned("--jobs", text, 1, 1024, &o->jobs) ? 0 : CLI_REPORTED;
    case OPTION_SHARD:
        return parse_shard(text, o) ? 0 : CLI_REPORTED;
    case OPTION_RESUME:
        o->resume = text;
        return 0;
    case OPTION_BUDGET:
        return cli_positive("--budget", text, &o->budget) ? 0 : CLI_REPORTED;
    case OPTION_ROUNDS:
        return cli_unsigned("--rounds", text, 1, 1000000000, &o->rounds) ? 0 : CLI_REPORTED;
    case OPTION_SAVE:
        o->save = text;
        return 0;
    case OPTION_AGAINST:
        o->against = text;
        return 0;
    case OPTION_WORST:
        o->worst = text;
        return 0;
    case OPTION_KEEP:
        o->keep = true;
        return 0;
    case OPTION_MODES:
        o->modes = true;
        return 0;
    case ARGP_KEY_END:
        if (o->against && o->shards > 1)
            return cli_bad(
                "--against compares whole runs, not a --shard; merge the shards of both and compare those");
        if (o->budget > 0 && o->rounds > 0)
            return cli_bad("--budget and --rounds both say when the search ends; give one of them");
        if (o->level != EXHAUSTIVE && o->resume)
            return cli_bad("--resume goes with --level exhaustive");
        if (o->level != EXHAUSTIVE && (o->budget > 0 || o->rounds > 0))
            return cli_bad("--budget and --rounds are of the search of f64 kernels, at --level exhaustive");
        if (o->keep && !o->worst)
            return cli_bad("--keep needs --worst DIR here: there is no source tree with tests/worst");
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
    "Compares kernels with the exact loss and gradient.\v"
    "Per kernel and output: the largest error in ulps with its input as a hex float, and where the result is "
    "nan, "
    "overflow, bounded (finite for an infinity), vanished (0 for a number), of the wrong sign, or lost "
    "(finite, "
    "but without one correct bit). Exit status 1 when a kernel leaves its declared bound, or with --against "
    "when one "
    "got worse: a larger maximum, more failures of a class, more lost or fewer correctly rounded results, or "
    "not there "
    "any more. With --modes a kernel should keep its bound + 1 ulp under every rounding mode, and raise "
    "invalid or "
    "divide-by-zero only outside its domain or at a pole.\n\n"
    "Examples:\n"
    "  ganloss verify                                       every kernel, quickly\n"
    "  ganloss verify 'nonsaturating.g/*/f32' --level full\n"
    "  ganloss verify --save verify.json && ganloss report verify.json --out page\n"
    "  ganloss verify --against verify.json                 nothing got worse\n"
    "  ganloss verify '*/stable/*' --modes\n"
    "  ganloss verify '*/stable/f64' --level exhaustive --budget 300 --keep",
    NULL,
    NULL,
    NULL};

/* What a run has found. */
struct findings {
    const struct selection *selection;
    struct summary *summaries;
    struct worst worst;
    struct baseline baseline;
    struct comparison comparison;
    double seconds;
    uint64_t rounds; /* of the search; 0: there was none */
    bool complete, compared;
};

static json_t *document(const struct findings *f, const struct verify_options *o, bool with_curves)
{
    json_t *settings =
        json_pack("{s:s, s:I, s:b, s:I}", "level", level_names[o->level], "seed", (json_int_t)o->seed,
                  "complete", f->complete, "worst", (json_int_t)f->worst.inputs);
    json_t *records = json_array();
    if (f->rounds > 0)
        json_object_set_new(settings, "rounds", json_integer((json_int_t)f->rounds));
    if (o->shards > 1)
        json_object_set_new(settings, "shard",
                            json_pack("[I, I]", (json_int_t)o->shard, (json_int_t)o->shards));
    for (size_t i = 0; i < f->selection->count; i++)
        json_array_append_new(records,
                              record_json(&f->selection->at[i], &f->summaries[i], level_names[o->level]));
    json_t *document = result_new("verify", settings);
    json_object_set_new(document, "kernels", records);
    if (f->compared)
        json_object_set_new(document, "against", comparison_json(&f->comparison, &f->baseline));
    if (with_curves)
        json_object_set_new(document, "curves", curves_json(f->selection));
    return document;
}

static void print_text(const struct findings *f, const struct verify_options *o)
{
    size_t bounded = 0, failed = 0;
    unsigned long long inputs = 0;
    for (size_t i = 0; i < f->selection->count; i++) {
        const struct choice *choice = &f->selection->at[i];
        if (!o->common.quiet)
            record_print(stdout, choice, &f->summaries[i]);
        bounded += isfinite(choice_bound(choice)) ? 1 : 0;
        failed += record_passes(choice, &f->summaries[i]) ? 0 : 1;
        inputs += f->summaries[i].inputs;
    }
    printf("%zu kernels on %llu inputs in %.1f s: %zu within their bounds, %zu outside, %zu declare none "
           "(level %s, seed %lu)\n",
           f->selection->count, inputs, f->seconds, bounded - failed, failed, f->selection->count - bounded,
           level_names[o->level], o->seed);
    if (f->rounds > 0)
        printf("f64: searched in %llu rounds (--rounds %llu repeats it); found errors are lower bounds\n",
               (unsigned long long)f->rounds, (unsigned long long)f->rounds);
    if (o->modes)
        modes_print_total(stdout, f->selection, f->summaries);
    if (f->compared) {
        const struct comparison *c = &f->comparison;
        printf("against %s: %zu better, %zu worse, %zu unchanged", o->against, c->better, c->worse,
               c->unchanged);
        if (c->added > 0)
            printf(", %zu not in it", c->added);
        putchar('\n');
    }
}

static enum status report_results(const struct findings *f, const struct verify_options *o)
{
    enum status status = STATUS_OK;
    if (o->common.format == JSON) {
        json_t *d = document(f, o, false);
        status = result_write(d, NULL);
        json_decref(d);
    } else {
        print_text(f, o);
    }
    if (o->save && status == STATUS_OK) {
        json_t *d = document(f, o, f->complete);
        status = result_write(d, o->save);
        json_decref(d);
    }
    if (!f->complete)
        fprintf(stderr, "ganloss: interrupted: the results cover only part of the inputs%s%s%s\n",
                o->against ? ", and are not compared" : "", o->resume ? "; go on with --resume " : "",
                o->resume ? o->resume : "");
    for (size_t i = 0; i < f->selection->count; i++)
        if (!record_passes(&f->selection->at[i], &f->summaries[i])) {
            record_print_failure(stderr, &f->selection->at[i], &f->summaries[i], o->seed);
            status = status == STATUS_OK ? STATUS_NUMERICAL : status;
        }
    return status;
}

static enum status keep_maxima(struct findings *f, const struct verify_options *o)
{
    size_t added;
    enum status status =
        worst_keep(&added, o->worst, &f->worst, f->selection, f->summaries, level_names[o->level], o->seed);
    if (status == STATUS_OK && o->common.format == TEXT)
        printf("%zu inputs added to the worst cases in %s\n", added, o->worst);
    return status;
}

/* The graver of two: an error wins over a numerical failure, that over success. */
static enum status graver(enum status a, enum status b)
{
    return a == STATUS_OK || (a == STATUS_NUMERICAL && b != STATUS_OK) ? b : a;
}

static enum status run(struct findings *f, const struct verify_options *o)
{
    struct plan plan = {.level = (enum level)o->level,
                        .seed = o->seed,
                        .jobs = (int)o->jobs,
                        .quiet = o->common.quiet,
                        .shard = o->shard - 1,
                        .shards = o->shards,
                        .worst = &f->worst,
                        .resume = o->resume,
                        .checkpoint_seconds = 4,
                        .modes = o->modes,
                        .budget = o->budget > 0 ? o->budget : 60,
                        .rounds = o->rounds > 0 || !o->against ? o->rounds : baseline_rounds(&f->baseline)};
    enum status compared = STATUS_OK;
    int64_t start = timing_now();
    interrupt_catch();
    if (o->level == EXHAUSTIVE) {
        enum status status = judge_by_format(f->summaries, &f->rounds, f->selection, &plan);
        if (status != STATUS_OK)
            return status;
        f->complete = !interrupted();
    } else {
        f->complete = judge(f->summaries, f->selection, &plan);
    }
    f->seconds = 1e-9 * (double)(timing_now() - start);
    if (o->against && f->complete) {
        compared = against(&f->comparison, &f->baseline, f->selection, f->summaries, o->selectors,
                           o->selector_count, o->seed);
        f->compared = compared == STATUS_OK || compared == STATUS_NUMERICAL;
    }
    enum status status = graver(report_results(f, o), compared);
    return o->keep ? graver(status, keep_maxima(f, o)) : status;
}

enum status command_verify(int argc, char **argv)
{
    struct verify_options o = {.seed = 1, .shard = 1, .shards = 1, .worst = worst_directory()};
    struct selection selection;
    enum status status = cli_parse(&argp, argc, argv, &o.common);
    if (status == STATUS_OK)
        status = select_kernels(&selection, o.selectors, o.selector_count);
    if (status != STATUS_OK)
        return status;

    if (o.level == EXHAUSTIVE && o.modes) {
        free(selection.at);
        return fail(STATUS_USAGE, "--modes goes with the levels quick and full");
    }
    struct findings findings = {.selection = &selection,
                                .summaries = allocate(selection.count, sizeof(struct summary))};
    memset(findings.summaries, 0, selection.count * sizeof(struct summary));
    status = worst_read(&findings.worst, o.worst);
    if (status == STATUS_OK && o.against)
        status = baseline_read(&findings.baseline, o.against, level_names[o.level], o.seed, o.selectors,
                               o.selector_count);
    if (status == STATUS_OK && o.against)
        status = baseline_check_worst(&findings.baseline, findings.worst.inputs);
    if (status == STATUS_OK)
        status = run(&findings, &o);
    baseline_free(&findings.baseline);
    worst_free(&findings.worst);
    for (size_t i = 0; i < selection.count; i++)
        summary_clear(&findings.summaries[i]);
    free(findings.summaries);
    free(selection.at);
    return status;
}
