/* verify.c -- the command: accuracy of the selected kernels, in text or as a result document. */
#include "harness/base/allocate.h"
#include "harness/commands/commands.h"
#include "harness/commands/verify_options.h"

#include "harness/base/fail.h"
#include "harness/base/interrupt.h"
#include "harness/base/json.h"
#include "harness/base/output.h"
#include "harness/base/timing.h"
#include "harness/exhaustive/gauge.h"
#include "harness/foreign/foreign.h"
#include "harness/gate/gate.h"
#include "harness/inputs/cases.h"
#include "harness/inputs/worst.h"
#include "harness/judge/judge.h"
#include "harness/machine/files.h"
#include "harness/machine/start.h"
#include "harness/ranks/ranks.h"
#include "harness/record/fail_on.h"
#include "harness/record/modes_text.h"
#include "harness/record/record.h"
#include "harness/record/record_tsv.h"
#include "harness/record/result.h"
#include "harness/record/run_key_agree.h"
#include "harness/record/summary.h"
#include "harness/selection/catalogue.h"
#include "harness/selection/select.h"
#include "harness/verify/against.h"
#include "harness/verify/by_format.h"
#include "harness/verify/curves.h"
#include "harness/verify/estimate.h"
#include "harness/verify/estimate_report.h"
#include "harness/verify/keep.h"
#include "harness/verify/outcome.h"
#include "harness/verify/same_as.h"
#include "harness/verify/shared.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What a run has found. */
struct findings {
    const struct selection *selection;
    struct summary *summaries;
    struct worst worst;
    struct baseline baseline;
    struct comparison comparison;
    struct same_as same; /* count 0: it was not asked */
    double seconds;
    uint64_t rounds; /* of the search; 0: there was none */
    bool complete, compared;
};

static struct run_asked asked_of(const struct findings *f, const struct verify_options *o)
{
    return (struct run_asked){f->selection, level_names[o->level], o->seed, o->shards, &f->worst,
                              o->modes,     (unsigned)o->positions};
}

static json_t *document(const struct findings *f, const struct verify_options *o, bool with_curves)
{
    json_t *settings =
        json_pack("{s:s, s:I, s:b, s:I}", "level", level_names[o->level], "seed", (json_int_t)o->seed,
                  "complete", f->complete, "worst", (json_int_t)f->worst.inputs);
    json_t *records = json_array(), *selectors = json_array();
    for (size_t i = 0; i < o->common.operand_count; i++)
        json_array_append_new(selectors, json_name(o->common.operands[i]));
    json_object_set_new(settings, "selectors", selectors);
    if (f->rounds > 0)
        json_object_set_new(settings, "rounds", json_integer((json_int_t)f->rounds));
    char named[FAIL_ON_TEXT];
    fail_on_text(named, o->fail_on);
    if (o->fail_on)
        json_object_set_new(settings, "fail_on", json_string(named));
    if (o->max_ulp > 0)
        json_object_set_new(settings, "max_ulp", json_real(o->max_ulp));
    if (o->positions > 0)
        json_object_set_new(settings, "positions", json_integer((json_int_t)o->positions));
    if (o->shards > 1)
        json_object_set_new(settings, "shard",
                            json_pack("[I, I]", (json_int_t)o->shard, (json_int_t)o->shards));
    for (size_t i = 0; i < f->selection->count; i++)
        json_array_append_new(records,
                              record_json(&f->selection->at[i], &f->summaries[i], level_names[o->level]));
    if (!f->complete)
        record_withdraw_passes(records);
    if (f->same.differences)
        same_as_add(&f->same, f->selection, records);
    if (o->same_as)
        json_object_set_new(settings, "same_as", json_string(o->same_as));
    const struct run_asked asked = asked_of(f, o);
    json_t *document = result_new("verify", &asked, settings);
    json_object_set_new(document, "kernels", records);
    if (f->compared)
        json_object_set_new(document, "against", comparison_json(&f->comparison, &f->baseline));
    if (with_curves)
        json_object_set_new(document, "curves", curves_json(f->selection, f->summaries));
    return document;
}

static void print_text(const struct findings *f, const struct verify_options *o,
                       const struct outcome_shown *shown)
{
    outcome_print(stdout, f->selection, f->summaries, shown);
    if (f->rounds > 0)
        printf("f64: searched in %llu rounds (--rounds %llu repeats it); found errors are lower bounds\n",
               (unsigned long long)f->rounds, (unsigned long long)f->rounds);
    if (o->modes)
        modes_print_total(stdout, f->selection, f->summaries);
    if (f->compared) {
        const struct comparison *c = &f->comparison;
        printf("against %s: %zu better, %zu worse, %zu unchanged", o->against, c->better, c->worse,
               c->unchanged);
        if (c->larger > 0)
            printf(", %zu larger by up to 5 %%", c->larger);
        if (c->added > 0)
            printf(", %zu not in it", c->added);
        putchar('\n');
        if (*c->around)
            printf("%s was not made with the same code around the kernels: %s\n", o->against, c->around);
    }
}

static enum status report_results(const struct findings *f, const struct verify_options *o)
{
    enum status status = STATUS_OK;
    const struct outcome_shown shown = {level_names[o->level], o->seed, f->seconds, f->complete,
                                        o->common.quiet};
    if (o->common.format == JSON) {
        json_t *d = document(f, o, false);
        status = result_write(d, NULL);
        json_decref(d);
    } else if (o->common.format == TSV) {
        json_t *d = document(f, o, false);
        record_tsv_print(stdout, json_object_get(d, "kernels"));
        json_decref(d);
    } else {
        print_text(f, o, &shown);
    }
    if (!f->complete)
        fprintf(stderr, "ganloss: INCOMPLETE: interrupted: the results cover only part of the inputs%s%s%s\n",
                o->against ? ", and are not compared" : "", o->resume ? "; go on with --resume " : "",
                o->resume ? o->resume : "");
    if (f->same.differences)
        status = fail_graver(
            status, same_as_print(&f->same, f->selection, o->common.quiet || o->common.format != TEXT));
    outcome_findings(f->selection, f->summaries, &shown);
    status = fail_graver(status, outcome_of(f->selection, f->summaries, &shown));
    if (o->save) { /* whatever became of standard output; and last: where memory runs out before, nothing is kept */
        json_t *d = document(f, o, f->complete);
        status = fail_graver(status, result_write(d, o->save));
        json_decref(d);
    }
    return status;
}

static enum status keep_maxima(struct findings *f, const struct verify_options *o)
{
    size_t added;
    enum status status =
        keep_worst(&added, o->worst, &f->worst, f->selection, f->summaries, level_names[o->level], o->seed);
    if (status == STATUS_OK && o->common.format == TEXT)
        printf("%zu inputs added to the worst cases in %s\n", added, o->worst);
    return status;
}

static struct plan plan_of(const struct findings *f, const struct verify_options *o)
{
    return (struct plan){.level = (enum level)o->level,
                         .seed = o->seed,
                         .quiet = o->common.quiet,
                         .shard = o->shard - 1,
                         .shards = o->shards,
                         .worst = &f->worst,
                         .positions = (unsigned)o->positions,
                         .resume = o->resume,
                         .checkpoint_seconds = 4,
                         .modes = o->modes,
                         .budget = o->budget > 0 ? o->budget : 60,
                         .rounds = o->rounds > 0 || !o->against ? o->rounds : baseline_rounds(&f->baseline)};
}

/* What the run would take; instead of it. */
static enum status estimate(struct findings *f, const struct verify_options *o)
{
    struct plan plan = plan_of(f, o);
    struct estimate e;
    const struct estimate_of of = {f->selection, &plan, o->save};
    if (ranks_count() > 1)
        return fail(STATUS_USAGE,
                    "--estimate is the work of one process: of N ranks with T threads, by --jobs N*T");
    for (size_t i = 0; i < f->selection->count; i++)
        if (catalogue_is_foreign(f->selection->at[i].kernel))
            return fail(STATUS_USAGE,
                        "--estimate times its own process, and not the one that a foreign kernel runs in");
    interrupt_catch();
    if (!estimate_make(&e, f->summaries, f->selection, &plan, (unsigned)o->jobs))
        return fail(STATUS_UNFINISHED, "INCOMPLETE: interrupted: there is no estimate");
    if (o->save) {
        int64_t start = timing_of_process();
        json_t *d = document(f, o, true);
        e.document = (double)json_dumpb(d, NULL, 0, JSON_INDENT(1) | JSON_REAL_PRECISION(15)) +
                     estimate_more_of(f->summaries, f->selection, o->shards);
        e.document_cpu = 1e-9 * (double)(timing_of_process() - start);
        json_decref(d);
    }
    if (o->resume)
        e.checkpoint = (double)exhaustive_gauge_checkpoint(f->summaries, f->selection->count);
    if (o->common.format == TEXT) {
        estimate_print(stdout, &e, &of);
        return STATUS_OK;
    }
    json_t *d = estimate_json(&e, &of);
    enum status status = result_write(d, NULL);
    json_decref(d);
    return status;
}

static enum status run(struct findings *f, const struct verify_options *o)
{
    struct plan plan = plan_of(f, o);
    enum status compared = STATUS_OK;
    int64_t start = timing_now();
    interrupt_catch();
    start_threads(o->jobs);
    ranks_share(&plan.rounds, sizeof plan.rounds);
    if (o->level == EXHAUSTIVE) {
        enum status status = by_format_judge(f->summaries, &f->rounds, f->selection, &plan);
        if (status != STATUS_OK)
            return status;
        f->complete = !interrupted();
    } else {
        f->complete = shared_judge(f->summaries, f->selection, &plan);
    }
    for (size_t i = 0; i < f->selection->count; i++) /* what gave no answer as the user wanted an end */
        f->complete = f->complete && (f->summaries[i].unanswered == 0 ||
                                      !record_passes(&f->selection->at[i], &f->summaries[i]));
    if (o->same_as && f->complete)
        f->complete = same_as_run(&f->same, f->selection, &plan);
    f->seconds = 1e-9 * (double)(timing_now() - start);
    if (o->against && f->complete) {
        compared = against_compare(&f->comparison, &f->baseline, f->selection, f->summaries,
                                   o->common.operands, o->common.operand_count, o->seed);
        f->compared = compared == STATUS_OK || compared == STATUS_NUMERICAL;
    }
    enum status status = fail_graver(report_results(f, o), compared);
    return o->keep ? fail_graver(status, keep_maxima(f, o)) : status;
}

/* Files are the leader's, and so is what they are compared with. */
static void leave_files(struct verify_options *o)
{
    o->against = o->save = o->resume = o->same_as = NULL;
    o->keep = false;
}

enum status command_verify(int argc, char **argv)
{
    struct verify_options o = {
        .seed = 1, .shard = 1, .shards = 1, .worst = machine_worst_directory(), .common.tables = true};
    struct selection selection;
    enum status status = cli_parse(&verify_options_command, argc, argv, &o.common);
    if (status == STATUS_OK)
        status = verify_options_check(&o);
    if (!ranks_lead())
        leave_files(&o);
    if (status == STATUS_OK)
        status = foreign_open();
    if (status == STATUS_OK)
        status = select_kernels(&selection, o.common.operands, o.common.operand_count);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < selection.count; i++) {
        selection.at[i].max_ulp = o.max_ulp;
        selection.at[i].fail_on = fail_on_for(&selection.at[i], o.fail_on);
    }
    struct findings findings = {.selection = &selection,
                                .summaries = allocate(selection.count, sizeof(struct summary))};
    memset(findings.summaries, 0, selection.count * sizeof(struct summary));
    status = worst_read(&findings.worst, o.worst);
    if (status == STATUS_OK)
        status = output_check(o.save);
    if (status == STATUS_OK)
        status = gate_open(&o.common, o.estimate);
    if (status == STATUS_OK && o.keep)
        status = keep_check(o.worst, &selection);
    if (status == STATUS_OK && o.same_as)
        status = same_as_open(&findings.same, o.same_as, &selection);
    if (status == STATUS_OK && o.against)
        status = baseline_read(&findings.baseline, o.against, level_names[o.level], o.seed, o.common.operands,
                               o.common.operand_count);
    if (status == STATUS_OK && o.against)
        status = baseline_check_worst(&findings.baseline, findings.worst.inputs);
    const struct run_asked asked = asked_of(&findings, &o);
    status = run_key_agree(status, &asked);
    if (status == STATUS_OK)
        status = o.estimate ? estimate(&findings, &o) : run(&findings, &o);
    same_as_free(&findings.same);
    baseline_free(&findings.baseline);
    worst_free(&findings.worst);
    for (size_t i = 0; i < selection.count; i++)
        summary_clear(&findings.summaries[i]);
    free(findings.summaries);
    free(selection.at);
    return status;
}
