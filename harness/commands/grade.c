/* grade.c -- the command: answers in files, judged as verify judges kernels. */
#include "harness/cli/options.h"
#include "harness/cli/values.h"
#include "harness/commands/commands.h"

#include "harness/base/interrupt.h"
#include "harness/base/output.h"
#include "harness/base/timing.h"
#include "harness/cli/cli.h"
#include "harness/gate/gate.h"
#include "harness/grade/grade.h"
#include "harness/machine/files.h"
#include "harness/machine/start.h"
#include "harness/record/fail_on.h"
#include "harness/record/record.h"
#include "harness/record/record_tsv.h"
#include "harness/record/result.h"
#include "harness/record/run_key.h"
#include "harness/verify/outcome.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct grade_options {
    struct common common;
    const char *answers[OUTPUTS], *name, *worst, *save;
    unsigned long jobs;
    double max_ulp; /* 0: not given */
    unsigned fail_on;
};

static bool read_fail_on(const char *option, char *text, void *options)
{
    struct grade_options *o = options;
    return fail_on_read(&o->fail_on, option, text);
}

static const struct cli_option options[] = {
    {"loss", "PATH",
     "The losses: a .npy file with all of them, or a folder with a file for each of the inputs'",
     CLI_TEXT(struct grade_options, answers[LOSS])},
    {"grad", "PATH", "The gradients, likewise; one of the two may be missing",
     CLI_TEXT(struct grade_options, answers[GRAD])},
    {"name", "NAME", "What to call the implementation: letters, digits and ._+-",
     CLI_TEXT(struct grade_options, name)},
    {"max-ulp", "N",
     "A loss or gradient that is off by more than N ulps fails it, and so does every class of failure",
     CLI_POSITIVE(struct grade_options, max_ulp, 1e300)},
    {"fail-on", "CLASS,...",
     "What fails it besides: of nan, overflow, bounded, vanished, sign, zero-sign, lost and position (one input has several answers; default "
     "without --max-ulp: nan,overflow,vanished,sign)",
     CLI_OTHER(read_fail_on)},
    GATE_OPTIONS,
    CLI_JOBS(struct grade_options),
    {"save", "FILE", "Write the result document to FILE", CLI_TEXT(struct grade_options, save)},
    {"worst", "DIR", "The worst cases that the inputs begin with (default: as of inputs)",
     CLI_TEXT(struct grade_options, worst)},
    {0},
};

static const struct cli_command command = {
    options, NULL, 0, "MANIFEST",
    "Judges somebody else's losses and gradients at the inputs that `ganloss inputs` wrote, as verify judges kernels: the same "
    "figures, document and exit status.\vAnswers are .npy files of the inputs' format (<f4 or <f8) and length, in their order. "
    "Files of inputs are held against their hashes and against what the level has; answers of another length or "
    "type are refused. What ganloss cannot see here is what an implementation does besides its results.\n\n"
    "Examples:\n"
    "  ganloss inputs nonsaturating.g/f32 --out in\n"
    "  python3 -c 'import numpy as np; x = np.load(\"in/x/00000.npy\"); np.save(\"loss.npy\", np.logaddexp(np.float32(0), -x))'\n"
    "  ganloss grade in/manifest.json --loss loss.npy --name numpy\n"
    "  ganloss grade in/manifest.json --loss loss --grad grad --name mine --max-ulp 2.5 --save mine.json"};

static enum status check(const struct grade_options *o)
{
    if (o->common.operand_count != 1)
        return fail(STATUS_USAGE, "grade takes one MANIFEST (see ganloss grade --help)");
    if (!o->answers[LOSS] && !o->answers[GRAD])
        return fail(STATUS_USAGE, "grade needs --loss PATH, --grad PATH or both");
    if (!o->name)
        return fail(STATUS_USAGE, "grade needs --name NAME");
    enum status status = grading_check_name(o->name);
    if (status == STATUS_OK)
        status = output_check(o->save);
    return status == STATUS_OK ? gate_open(&o->common, false) : status;
}

/* What a run has found. */
struct graded {
    struct selection selection; /* of one */
    struct summary summary;
    struct worst worst;
    const struct inputs_asked *asked;
    double seconds;
    bool complete;
};

static json_t *document(const struct graded *g, const struct grade_options *o)
{
    const char *level = level_names[g->asked->level];
    const struct choice *choice = &g->selection.at[0];
    char named[FAIL_ON_TEXT];
    fail_on_text(named, choice->fail_on);
    json_t *settings = json_pack("{s:s, s:I, s:b, s:I}", "level", level, "seed", (json_int_t)g->asked->seed,
                                 "complete", g->complete, "worst", (json_int_t)g->worst.inputs);
    if (choice->fail_on)
        json_object_set_new(settings, "fail_on", json_string(named));
    if (o->max_ulp > 0)
        json_object_set_new(settings, "max_ulp", json_real(o->max_ulp));
    if (g->asked->shards > 1)
        json_object_set_new(
            settings, "shard",
            json_pack("[I, I]", (json_int_t)g->asked->shard + 1, (json_int_t)g->asked->shards));
    json_t *records = json_pack("[o]", record_json(choice, &g->summary, level));
    if (!g->complete)
        record_withdraw_passes(records);
    const struct run_asked asked = {.selection = &g->selection,
                                    .level = level,
                                    .seed = g->asked->seed,
                                    .shards = g->asked->shards,
                                    .worst = &g->worst};
    json_t *document = result_new("grade", &asked, settings);
    json_object_set_new(document, "kernels", records);
    return document;
}

static enum status report_results(const struct graded *g, const struct grade_options *o)
{
    enum status status = STATUS_OK;
    json_t *d = document(g, o);
    const struct outcome_shown shown = {level_names[g->asked->level], g->asked->seed, g->seconds, g->complete,
                                        o->common.quiet};
    if (o->common.format == JSON)
        status = result_write(d, NULL);
    else if (o->common.format == TSV)
        record_tsv_print(stdout, json_object_get(d, "kernels"));
    else
        outcome_print(stdout, &g->selection, &g->summary, &shown);
    if (!g->complete)
        fputs("ganloss: INCOMPLETE: interrupted: the results cover only part of the answers\n", stderr);
    outcome_findings(&g->selection, &g->summary, &shown);
    status = fail_graver(status, outcome_of(&g->selection, &g->summary, &shown));
    /* Last: where memory runs out before, nothing is kept. */
    enum status saved = o->save ? result_write(d, o->save) : STATUS_OK;
    json_decref(d);
    return fail_graver(status, saved);
}

static enum status run(struct graded *g, const struct grade_options *o)
{
    struct grading grading;
    enum status status = grading_open(&grading, o->common.operands[0], &g->worst, o->name, o->answers);
    if (status != STATUS_OK)
        return status;
    grading.choice.max_ulp = o->max_ulp;
    grading.choice.fail_on = fail_on_for(&grading.choice, o->fail_on);
    g->selection = (struct selection){&grading.choice, 1};
    g->asked = &grading.inputs.asked;
    int64_t start = timing_now();
    interrupt_catch();
    start_threads(o->jobs);
    status = grade_run(&g->summary, &grading, o->common.quiet);
    g->seconds = 1e-9 * (double)(timing_now() - start);
    g->complete = !interrupted();
    if (status == STATUS_OK)
        status = report_results(g, o);
    summary_clear(&g->summary);
    grading_close(&grading);
    return status;
}

enum status command_grade(int argc, char **argv)
{
    struct grade_options o = {.worst = machine_worst_directory(), .common.tables = true};
    struct graded graded = {.complete = false};
    enum status status = cli_parse(&command, argc, argv, &o.common);
    if (status == STATUS_OK)
        status = check(&o);
    if (status == STATUS_OK)
        status = worst_read(&graded.worst, o.worst);
    if (status != STATUS_OK)
        return status;
    status = run(&graded, &o);
    worst_free(&graded.worst);
    return status;
}
