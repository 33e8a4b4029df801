/* record_json.c -- a kernel's summary to JSON and back. */
#include "harness/base/allocate.h"
#include "harness/record/record.h"

#include "harness/base/json.h"
#include "harness/record/binades.h"
#include "harness/record/evidence.h"
#include "harness/record/faults_json.h"
#include "harness/record/modes_json.h"
#include "harness/record/result.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static json_t *extent_json(const struct extent *extent, bool two_operands)
{
    const struct input *places[] = {&extent->first, &extent->last, &extent->below, &extent->above};
    static const char *const names[] = {"first", "last", "below", "above"};
    json_t *object = json_pack("{s:I}", "count", (json_int_t)extent->count), *targets = json_array();
    for (size_t i = 0; i < 4; i++) {
        /* first and last are inputs, NaN too; below and above are NaN where there is none */
        bool none = i >= 2 && isnan(places[i]->x);
        json_object_set_new(object, names[i], none ? json_null() : json_hex_float(places[i]->x));
        json_array_append_new(targets, none ? json_null() : json_hex_float(places[i]->target));
    }
    if (two_operands)
        json_object_set(object, "targets", targets);
    json_decref(targets);
    return object;
}

static json_t *output_json(const struct choice *choice, const struct output_summary *summary,
                           const struct formula *f, enum output output)
{
    bool two_operands = choice->kernel->term->operands == 2;
    json_t *object = json_object(), *classes = json_object();
    if (summary->compared > 0) {
        char exact[80];
        reference_decimal(exact, 20, f, choice->format, summary->at.x, summary->at.target, output);
        json_object_set_new(object, "max_ulp", result_ulp(summary->max_ulp));
        json_object_set_new(object, "at", json_hex_float(summary->at.x));
        if (two_operands)
            json_object_set_new(object, "target", json_hex_float(summary->at.target));
        json_object_set_new(object, "got", json_hex_float(summary->got));
        json_object_set_new(object, "exact", json_string(exact));
    } else {
        json_object_set_new(object, "max_ulp", json_null());
    }
    if (!choice_has(choice, output))
        json_object_set_new(object, "given", json_false());
    json_object_set_new(object, "compared", json_integer((json_int_t)summary->compared));
    json_object_set_new(object, "not_rounded", json_integer((json_int_t)summary->not_rounded));
    if (summary->lost.count > 0)
        json_object_set_new(object, "lost", extent_json(&summary->lost, two_operands));
    if (summary->beyond.count > 0 && two_operands)
        json_object_set_new(object, "beyond", extent_json(&summary->beyond, two_operands));
    for (int c = 0; c < CLASSES; c++)
        if (error_class_names[c] && summary->classes[c].count > 0)
            json_object_set_new(classes, error_class_names[c],
                                extent_json(&summary->classes[c], two_operands));
    json_object_set_new(object, "classes", classes);
    if (summary->binades) {
        json_t *binades = binades_json(summary->binades);
        json_object_update(object, binades);
        json_decref(binades);
    }
    return object;
}

json_t *record_json(const struct choice *choice, const struct summary *summary, const char *level)
{
    char id[ID_SIZE];
    const struct formula *ideal = reference_ideal(choice->kernel->term);
    struct formula own;
    choice_id(id, choice);
    json_t *record = json_pack("{s:s, s:s, s:s, s:I, s:b, s:o, s:o}", "id", id, "level", level, "evidence",
                               evidence_words[evidence_of(choice, summary, level)].word, "inputs",
                               (json_int_t)summary->inputs, "pass", record_passes(choice, summary), "loss",
                               output_json(choice, &summary->ideal[LOSS], ideal, LOSS), "grad",
                               output_json(choice, &summary->ideal[GRAD], ideal, GRAD));
    for (int k = 0; k < OUTPUTS; k++)
        json_object_set_new(json_object_get(record, output_names[k]), "bound_ulp",
                            json_number_or_null(choice_bound(choice, (enum output)k)));
    if (record_has_own(choice, summary, &own))
        json_object_set_new(record, "own",
                            json_pack("{s:o, s:o}", "loss",
                                      output_json(choice, &summary->own[LOSS], &own, LOSS), "grad",
                                      output_json(choice, &summary->own[GRAD], &own, GRAD)));
    if (choice->kernel->library)
        json_object_set_new(record, "library", json_name(choice->kernel->library));
    if (summary->unanswered > 0)
        json_object_set_new(record, "unanswered", json_integer((json_int_t)summary->unanswered));
    if (faults_any(&summary->faults))
        json_object_set_new(record, "faults", faults_json(&summary->faults));
    if (summary->searched.searches > 0)
        json_object_set_new(record, "search", searched_json(&summary->searched));
    if (summary->modes.inputs > 0)
        json_object_set_new(record, "modes", modes_json(choice, &summary->modes));
    return record;
}

void record_withdraw_passes(json_t *records)
{
    size_t i;
    json_t *record;
    json_array_foreach(records, i, record) if (json_is_true(json_object_get(record, "pass")) &&
                                               evidence_of_record(record) != EVIDENCE_EXACT)
        json_object_set_new(record, "pass", json_null());
}

static uint64_t count_of(const json_t *object, const char *key)
{
    json_int_t n = json_integer_value(json_object_get(object, key));
    return n > 0 ? (uint64_t)n : 0;
}

static double target_or_zero(const json_t *value)
{
    double target = json_hex_float_value(value);
    return isnan(target) ? 0 : target;
}

static struct extent extent_parse(const json_t *object)
{
    const json_t *targets = json_object_get(object, "targets");
    struct extent extent = {.count = count_of(object, "count")};
    struct input *places[] = {&extent.first, &extent.last, &extent.below, &extent.above};
    static const char *const names[] = {"first", "last", "below", "above"};
    for (size_t i = 0; i < 4; i++)
        *places[i] = (struct input){json_hex_float_value(json_object_get(object, names[i])),
                                    target_or_zero(json_array_get(targets, i))};
    return extent;
}

static struct output_summary output_parse(const json_t *object)
{
    const json_t *classes = json_object_get(object, "classes");
    struct output_summary summary = {
        .compared = count_of(object, "compared"),
        .max_ulp = result_ulp_value(json_object_get(object, "max_ulp"), 0),
        .at = {json_hex_float_value(json_object_get(object, "at")),
               target_or_zero(json_object_get(object, "target"))},
        .got = json_hex_float_value(json_object_get(object, "got")),
        .not_rounded = count_of(object, "not_rounded"),
        .lost = extent_parse(json_object_get(object, "lost")),
        .beyond = extent_parse(json_object_get(object, "beyond")),
    };
    for (int c = 0; c < CLASSES; c++)
        if (error_class_names[c])
            summary.classes[c] = extent_parse(json_object_get(classes, error_class_names[c]));
    if (json_object_get(object, "binades")) {
        summary.binades = allocate(1, sizeof *summary.binades);
        if (!binades_parse(summary.binades, object)) {
            free(summary.binades);
            summary.binades = NULL;
        }
    }
    return summary;
}

bool record_parse_summary(struct summary *summary, const json_t *record)
{
    const json_t *own = json_object_get(record, "own");
    if (!json_is_object(json_object_get(record, "loss")) || !json_is_object(json_object_get(record, "grad")))
        return false;
    *summary = (struct summary){.inputs = count_of(record, "inputs"),
                                .unanswered = count_of(record, "unanswered"),
                                .modes = modes_parse(json_object_get(record, "modes")),
                                .faults = faults_parse(json_object_get(record, "faults")),
                                .searched = searched_parse(json_object_get(record, "search"))};
    for (int k = 0; k < OUTPUTS; k++) {
        summary->ideal[k] = output_parse(json_object_get(record, output_names[k]));
        summary->own[k] = output_parse(json_object_get(own, output_names[k]));
    }
    return true;
}

unsigned record_missing(const json_t *record)
{
    unsigned missing = 0;
    for (int k = 0; k < OUTPUTS; k++)
        if (json_is_false(json_object_get(json_object_get(record, output_names[k]), "given")))
            missing |= 1U << k;
    return missing;
}

bool record_parse(struct choice *choice, struct summary *summary, const json_t *record)
{
    return choice_find(choice, json_text_at(record, "id")) && record_parse_summary(summary, record);
}
