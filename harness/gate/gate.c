#include "harness/gate/gate.h"

#include "harness/base/allocate.h"
#include "harness/base/output.h"
#include "harness/gate/github.h"
#include "harness/gate/junit.h"
#include "harness/gate/rules.h"
#include "harness/gate/sarif.h"
#include "harness/gate/status.h"
#include "harness/gate/summary.h"
#include "harness/ranks/ranks.h"
#include "harness/record/provenance.h"
#include "harness/report/text.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct {
    const char *junit, *sarif, *summary;
    bool github, open;
    FILE *annotations;
} asked;

bool gate_read_junit(const char *option, char *text, void *options)
{
    (void)option;
    (void)options;
    asked.junit = text;
    return true;
}

bool gate_read_sarif(const char *option, char *text, void *options)
{
    (void)option;
    (void)options;
    asked.sarif = text;
    return true;
}

bool gate_read_github(const char *option, char *text, void *options)
{
    (void)option;
    (void)text;
    (void)options;
    asked.github = true;
    return true;
}

/* GitHub reads both streams: where standard output is a document or a table, annotations are not put into it. */
enum status gate_open(const struct common *common, bool dry_run)
{
    if ((!asked.junit && !asked.sarif && !asked.github) || !ranks_lead())
        return STATUS_OK;
    if (dry_run)
        return fail(STATUS_USAGE,
                    "--dry-run and --estimate judge nothing that --junit, --sarif or --github could tell of");
    if (asked.junit && asked.sarif && strcmp(asked.junit, asked.sarif) == 0)
        return fail(STATUS_USAGE, "--junit and --sarif both name %s", asked.junit);
    const char *summary = getenv("GITHUB_STEP_SUMMARY");
    asked.summary = asked.github && summary && *summary ? summary : NULL;
    asked.annotations = common->format == TEXT ? stdout : stderr;
    enum status status = output_check(asked.junit);
    if (status == STATUS_OK)
        status = output_check(asked.sarif);
    if (status == STATUS_OK && asked.summary)
        status = summary_check(asked.summary);
    asked.open = status == STATUS_OK;
    if (asked.open)
        finding_start();
    return status;
}

/* The command line that was typed. */
static char *typed_words(void)
{
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    json_t *made = provenance_json();
    report_shell_words(to, "ganloss", json_object_get(made, "argv"));
    json_decref(made);
    fclose(to);
    return text;
}

static char *command_name(void)
{
    json_t *made = provenance_json();
    const char *name = json_string_value(json_array_get(json_object_get(made, "argv"), 1));
    char *command = allocate_text("ganloss %s", name ? name : "");
    json_decref(made);
    return command;
}

/* The place of a finding among all: by what it is, then by how bad it is, then as it was met. */
static bool is_worse(const struct finding *a, const struct finding *b)
{
    size_t rule_a = gate_rule_index(a->rule), rule_b = gate_rule_index(b->rule);
    if (a->note != b->note)
        return b->note;
    return rule_a != rule_b ? rule_a < rule_b : a->size > b->size;
}

static int by_badness(const void *a, const void *b)
{
    const struct finding *const *x = a, *const *y = b;
    return is_worse(*x, *y) ? -1 : is_worse(*y, *x) ? 1 : (*x)->number < (*y)->number ? -1 : 1;
}

static void add_of_run(const struct gate_run *run, const char *rule, char *said)
{
    finding_add(&(struct finding){.rule = rule, .id = run->command, .part = FINDING_RUN, .message = said});
    free(said);
}

/* What became of the run itself; what no finding explains, and what was not done, has not passed either. */
static void add_run(const struct gate_run *run)
{
    bool explained = false, passed = run->status == STATUS_OK;
    size_t judged = 0, unfinished = 0;
    for (size_t i = 0; i < finding_count(); i++)
        explained = explained || !finding_at(i)->note;
    for (size_t i = 0; i < finding_case_count(); i++) {
        judged += finding_case_at(i)->state == FINDING_JUDGED;
        unfinished += finding_case_at(i)->state == FINDING_UNFINISHED;
    }
    if (run->status == STATUS_UNFINISHED)
        add_of_run(run, "unfinished", status_sentence(run->status));
    else if (unfinished > 0)
        add_of_run(run, "unfinished", allocate_text("%zu parts of kernels were not finished", unfinished));
    if (status_is_error(run->status) || (!passed && !explained && run->status != STATUS_UNFINISHED))
        add_of_run(run, "error", status_sentence(run->status));
    if (passed && explained)
        add_of_run(run, "error", allocate_text("exit status 0, though something failed"));
    finding_case_add(run->command, FINDING_RUN, passed && judged == 0 ? FINDING_SKIPPED : FINDING_JUDGED,
                     "nothing was judged");
}

static struct gate_run make_run(enum status status)
{
    struct gate_run run = {.command = command_name(), .words = typed_words(), .status = status};
    add_run(&run);
    run.count = finding_count();
    run.found = allocate(run.count + 1, sizeof *run.found);
    for (size_t i = 0; i < run.count; i++) {
        run.found[i] = finding_at(i);
        run.failed += run.found[i]->note ? 0 : 1;
        finding_case_add(run.found[i]->id, run.found[i]->part, FINDING_JUDGED, "");
    }
    qsort(run.found, run.count, sizeof *run.found, by_badness);
    return run;
}

enum status gate_end(enum status status)
{
    if (!asked.open)
        return status;
    asked.open = false;
    struct gate_run run = make_run(status);
    enum status written = asked.junit ? junit_write(&run, asked.junit) : STATUS_OK;
    enum status sarif = asked.sarif ? sarif_write(&run, asked.sarif) : STATUS_OK;
    enum status summary = asked.summary ? summary_append(&run, asked.summary) : STATUS_OK;
    if (asked.github)
        github_annotate(asked.annotations, &run);
    free(run.command);
    free(run.words);
    free(run.found);
    return fail_graver(status, fail_graver(written, fail_graver(sarif, summary)));
}
