/* verify.c -- the command: accuracy of the selected kernels, in text or as a result document. */
#include "cli.h"
#include "curve.h"
#include "exhaustive.h"
#include "interrupt.h"
#include "judge.h"
#include "progress.h"
#include "record.h"
#include "result.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

struct verify_options {
    struct common common;
    int level;
    unsigned long seed, jobs, shard, shards;
    const char *save;
    char **selectors;
    size_t selector_count;
};

enum { OPTION_LEVEL = 0x2001, OPTION_SEED, OPTION_JOBS, OPTION_SHARD, OPTION_SAVE };

static const struct argp_option options[] = {
    {"level", OPTION_LEVEL, "quick|full|exhaustive", 0,
     "How many inputs (default: quick, seconds; full, minutes; exhaustive: all 2^32 floats, a minute and more for each "
     "kernel)", 0},
    {"seed", OPTION_SEED, "N", 0, "Seed of the random inputs (default: 1)", 0},
    {"jobs", OPTION_JOBS, "N", 0, "Threads (default: one per core)", 0},
    {"shard", OPTION_SHARD, "I/N", 0, "Do the I-th of N parts of the inputs, I from 1; `ganloss merge` joins them", 0},
    {"save", OPTION_SAVE, "FILE", 0, "Write the result document, with the curves for the charts, to FILE", 0},
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
    case OPTION_SAVE:
        o->save = text;
        return 0;
    case ARGP_KEY_ARGS:
        o->selectors = state->argv + state->next;
        o->selector_count = (size_t)(state->argc - state->next);
        state->next = state->argc;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp argp = {
    options, parse, "[SELECTOR...]",
    "Compares kernels with the exact loss and gradient.\v"
    "Per kernel and output: the largest error in ulps with its input as a hex float, and where the result is nan, "
    "overflow, bounded (finite for an infinity), vanished (0 for a number), of the wrong sign, or lost (finite, "
    "but without one correct bit). Exit status 1 when a kernel leaves its declared bound.\n\n"
    "Examples:\n"
    "  ganloss verify                                       every kernel, quickly\n"
    "  ganloss verify 'nonsaturating.g/*/f32' --level full\n"
    "  ganloss verify --save verify.json && ganloss report verify.json --out page",
    NULL, NULL, NULL};

static json_t *document(const struct selection *selection, const struct summary summaries[],
                        const struct verify_options *o, bool complete, bool with_curves)
{
    json_t *document = result_new("verify", json_pack("{s:s, s:I, s:b}", "level", level_names[o->level], "seed",
                                                      (json_int_t)o->seed, "complete", complete));
    json_t *records = json_array();
    if (o->shards > 1)
        json_object_set_new(json_object_get(document, "options"), "shard",
                            json_pack("[I, I]", (json_int_t)o->shard, (json_int_t)o->shards));
    for (size_t i = 0; i < selection->count; i++)
        json_array_append_new(records, record_json(&selection->at[i], &summaries[i], level_names[o->level]));
    json_object_set_new(document, "kernels", records);
    if (with_curves)
        json_object_set_new(document, "curves", curves_json(selection));
    return document;
}


static void print_text(const struct selection *selection, const struct summary summaries[],
                         const struct verify_options *o, double seconds)
{
    size_t bounded = 0, failed = 0;
    unsigned long long inputs = 0;
    for (size_t i = 0; i < selection->count; i++) {
        if (!o->common.quiet)
            record_print(stdout, &selection->at[i], &summaries[i]);
        bounded += isfinite(choice_bound(&selection->at[i])) ? 1 : 0;
        failed += record_passes(&selection->at[i], &summaries[i]) ? 0 : 1;
        inputs += summaries[i].inputs;
    }
    printf("%zu kernels on %llu inputs in %.1f s: %zu within their bounds, %zu outside, %zu declare none "
           "(level %s, seed %lu)\n",
           selection->count, inputs, seconds, bounded - failed, failed, selection->count - bounded,
           level_names[o->level], o->seed);

}

static enum status report_results(const struct selection *selection, const struct summary summaries[],
                                  const struct verify_options *o, double seconds, bool complete)
{
    enum status status = STATUS_OK;
    if (o->common.format == JSON) {
        json_t *d = document(selection, summaries, o, complete, false);
        status = result_write(d, NULL);
        json_decref(d);
    } else {
        print_text(selection, summaries, o, seconds);
    }
    if (o->save && status == STATUS_OK) {
        json_t *d = document(selection, summaries, o, complete, complete);
        status = result_write(d, o->save);
        json_decref(d);
    }
    if (!complete)
        fprintf(stderr, "ganloss: interrupted: the results cover only part of the inputs\n");
    for (size_t i = 0; i < selection->count; i++)
        if (!record_passes(&selection->at[i], &summaries[i])) {
            record_print_failure(stderr, &selection->at[i], &summaries[i], o->seed);
            status = status == STATUS_OK ? STATUS_NUMERICAL : status;
        }
    return status;
}

/* Leaves the f32 kernels in the selection, and says how many others there were; false: none is left. */
static bool keep_f32(struct selection *selection, const struct verify_options *o)
{
    size_t kept = 0, all = selection->count;
    for (size_t i = 0; i < all; i++)
        if (selection->at[i].format == &formats[F32])
            selection->at[kept++] = selection->at[i];
    selection->count = kept;
    if (kept > 0 && kept < all && !o->common.quiet)
        fprintf(stderr, "ganloss: level exhaustive covers f32; %zu f64 kernels are left out\n", all - kept);
    return kept > 0;
}

enum status command_verify(int argc, char **argv)
{
    struct verify_options o = {.seed = 1, .shard = 1, .shards = 1};
    struct selection selection;
    enum status status = cli_parse(&argp, argc, argv, &o.common);
    if (status == STATUS_OK)
        status = select_kernels(&selection, o.selectors, o.selector_count);
    if (status != STATUS_OK)
        return status;

    if (o.level == EXHAUSTIVE && !keep_f32(&selection, &o)) {
        free(selection.at);
        return fail(STATUS_NOTHING, "level exhaustive covers f32, and the selection has no f32 kernel");
    }
    struct plan plan = {.level = (enum level)o.level, .seed = o.seed, .jobs = (int)o.jobs, .quiet = o.common.quiet,
                        .shard = o.shard - 1, .shards = o.shards};
    double start = clock_seconds();
    struct summary *summaries = allocate(selection.count, sizeof *summaries);
    interrupt_catch();
    enum exhaustive_end end = o.level == EXHAUSTIVE                    ? exhaustive(summaries, &selection, &plan)
                              : judge(summaries, &selection, &plan) ? EXHAUSTIVE_DONE
                                                                     : EXHAUSTIVE_INTERRUPTED;
    status = end == EXHAUSTIVE_VOID ? STATUS_INTERNAL
                                    : report_results(&selection, summaries, &o, clock_seconds() - start,
                                                     end == EXHAUSTIVE_DONE);
    free(summaries);
    free(selection.at);
    return status;
}
