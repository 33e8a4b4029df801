#include "harness/gate/sarif.h"

#include "harness/base/allocate.h"
#include "harness/base/hash.h"
#include "harness/gate/line.h"
#include "harness/gate/rules.h"
#include "harness/gate/status.h"
#include "harness/record/input_text.h"
#include "harness/record/result.h"
#include "losses/ganloss.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#define SCHEMA "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

/* Of what makes a finding the same one in the next run: not its figures, nor the input that showed it. */
#define FINGERPRINT "kernelPartRulePlace/v1"

static json_t *text_json(const char *text)
{
    return json_pack("{s:s}", "text", text);
}

/* "scaled-gradient" as "ScaledGradient" */
static json_t *name_json(const char *rule)
{
    char name[64];
    size_t length = 0;
    bool begins = true;
    for (; *rule && length + 1 < sizeof name; rule++) {
        if (*rule != '-')
            name[length++] = begins && *rule >= 'a' ? (char)(*rule - 'a' + 'A') : *rule;
        begins = *rule == '-';
    }
    return json_stringn(name, length);
}

static json_t *rules_json(void)
{
    json_t *rules = json_array();
    for (size_t i = 0; i < gate_rule_count; i++) {
        const struct gate_rule *rule = &gate_rules[i];
        bool note = strcmp(rule->name, "larger") == 0;
        json_array_append_new(rules, json_pack("{s:s, s:o, s:o, s:o, s:o, s:{s:s}}", "id", rule->name, "name",
                                               name_json(rule->name), "shortDescription",
                                               text_json(rule->title), "fullDescription",
                                               text_json(rule->text), "help", text_json(rule->text),
                                               "defaultConfiguration", "level", note ? "note" : "error"));
    }
    return rules;
}

static json_t *fingerprint_json(const struct finding *f)
{
    char *text = allocate_text("%s\n%s\n%s\n%s", f->id, finding_parts[f->part], f->rule,
                               f->place ? f->place : ""),
         digits[HASH_TEXT];
    hash_text(digits, XXH3_128bits(text, strlen(text)));
    free(text);
    return json_pack("{s:s}", FINGERPRINT, digits);
}

static json_t *location_json(const struct finding *f)
{
    const char *kind = f->part == FINDING_RUN ? "module" : "function";
    char *name = allocate_text("%s/%s", f->id, finding_parts[f->part]);
    json_t *location = json_pack("{s:[{s:s, s:s, s:s}]}", "logicalLocations", "name", f->id,
                                 "fullyQualifiedName", name, "kind", kind);
    free(name);
    return location;
}

static void set_number(json_t *object, const char *hex, const char *decimal, double x)
{
    char text[LINE_NUMBER];
    snprintf(text, sizeof text, "%a", input_text_number(x));
    json_object_set_new(object, hex, json_string(text));
    json_object_set_new(object, decimal, json_string(line_decimal(text, x)));
}

static json_t *properties_json(const struct gate_run *run, const struct finding *f)
{
    json_t *properties = json_pack("{s:s, s:s, s:s}", "kernel", f->id, "part", finding_parts[f->part],
                                   "rerun", line_rerun(run, f));
    json_t *evidence = json_incref((json_t *)finding_evidence_of(f->id));
    if (f->at)
        set_number(properties, "input", "inputDecimal", f->at->x);
    if (f->at && f->labelled)
        set_number(properties, "target", "targetDecimal", f->at->target);
    if (evidence)
        json_object_set(properties, "evidence", evidence);
    json_decref(evidence);
    return properties;
}

static json_t *result_json(const struct gate_run *run, const struct finding *f)
{
    size_t rule = gate_rule_index(f->rule);
    char *title = line_title(f), *line = line_of(run, f), *text = allocate_text("%s: %s", title, line);
    json_t *result = json_pack("{s:s, s:I, s:s, s:s, s:o, s:[o], s:o, s:o, s:o}", "ruleId",
                               gate_rules[rule].name, "ruleIndex", (json_int_t)rule, "kind", "fail", "level",
                               f->note ? "note" : "error", "message", text_json(text), "locations",
                               location_json(f), "fingerprints", fingerprint_json(f), "partialFingerprints",
                               fingerprint_json(f), "properties", properties_json(run, f));
    free(title);
    free(line);
    free(text);
    return result;
}

/* A case that was not done, of which no finding tells. */
static json_t *unfinished_json(const struct gate_run *run, const struct finding_case *c)
{
    return result_json(
        run, &(struct finding){.rule = "unfinished", .id = c->id, .part = c->part, .message = c->why});
}

static json_t *results_json(const struct gate_run *run)
{
    json_t *results = json_array();
    for (size_t i = 0; i < run->count; i++)
        json_array_append_new(results, result_json(run, run->found[i]));
    for (size_t i = 0; i < finding_case_count(); i++)
        if (finding_case_at(i)->state == FINDING_UNFINISHED)
            json_array_append_new(results, unfinished_json(run, finding_case_at(i)));
    return results;
}

/* Whether the tool came to its end, whatever it found: an unfinished run did not. */
static json_t *invocation_json(const struct gate_run *run)
{
    bool done = !status_is_error(run->status) && run->status != STATUS_UNFINISHED;
    for (size_t i = 0; i < finding_case_count(); i++)
        done = done && finding_case_at(i)->state != FINDING_UNFINISHED;
    char *sentence = status_sentence(run->status);
    json_t *invocation =
        json_pack("{s:b, s:i, s:s, s:s}", "executionSuccessful", done, "exitCode", (int)run->status,
                  "exitCodeDescription", status_words(run->status), "commandLine", run->words);
    if (!done)
        json_object_set_new(invocation, "toolExecutionNotifications",
                            json_pack("[{s:s, s:o}]", "level", "error", "message", text_json(sentence)));
    free(sentence);
    return invocation;
}

enum status sarif_write(const struct gate_run *run, const char *path)
{
    char *category = allocate_text("%s/", run->command);
    json_t *driver = json_pack("{s:s, s:s, s:s, s:o}", "name", "ganloss", "version", ganloss_version(),
                               "semanticVersion", ganloss_version(), "rules", rules_json());
    json_t *log = json_pack("{s:s, s:s, s:[{s:{s:o}, s:[o], s:{s:s}, s:o}]}", "$schema", SCHEMA, "version",
                            "2.1.0", "runs", "tool", "driver", driver, "invocations", invocation_json(run),
                            "automationDetails", "id", category, "results", results_json(run));
    enum status status =
        log ? result_write(log, path) : fail(STATUS_INTERNAL, "what was found makes no SARIF for %s", path);
    json_decref(log);
    free(category);
    return status;
}
