#include "harness/report/verdict.h"
#include "harness/base/allocate.h"
#include "harness/base/json.h"

#include "harness/record/bound.h"
#include "harness/record/result.h"
#include "harness/report/term_bound.h"
#include "harness/report/text.h"
#include "harness/report/unfinished.h"
#include "harness/selection/kernel_id.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const struct harm_name report_harm_names[HARMS] = {
    [HARM_SIGN] = {"sign", "reverses", "wrong sign"},
    [HARM_NAN] = {"nan", "NaN", "NaN for a number"},
    [HARM_VANISHED] = {"vanished", "vanishes", "0 for a number that is not"},
    [HARM_LOST] = {"lost", "wrong", "off by half the exact value or more"},
    [HARM_OVERFLOW] = {"overflow", "overflows", "infinity for a number"},
    [HARM_BOUNDED] = {"bounded", "capped", "a number for infinity"},
};

/* The record of a harm in one output: {"count", "first", "last", "below", "above"}, or NULL. */
static const json_t *harm_record(const json_t *output, enum harm harm)
{
    const json_t *of = harm == HARM_LOST ? json_object_get(output, "lost")
                                         : json_object_get(json_object_get(output, "classes"),
                                                           report_harm_names[harm].class);
    return json_number_at(of, "count") > 0 ? of : NULL;
}

/* From logit 0; infinite at the ends of the domain and beyond it. */
static double distance_of(double input, bool prob)
{
    double s = prob ? report_logit_of(input) : input;
    return isnan(s) ? (double)INFINITY : fabs(s);
}

static void note_onset(struct onset *onset, double input, bool prob, enum harm harm)
{
    double distance = distance_of(input, prob);
    if (isnan(input) || (onset->found && distance >= onset->distance))
        return;
    *onset = (struct onset){true, input, distance, harm};
}

static void add_output(struct variant_verdict *v, size_t format, enum output output, const json_t *record,
                       bool within)
{
    static const char *const side_names[ONSET_SIDES] = {[ONSET_BELOW] = "below", [ONSET_ABOVE] = "above"};
    const json_t *of = json_object_get(record, output_names[output]);
    long double ulp = json_number_at(of, "max_ulp");
    long double *worst = &v->worst[format][output];
    if (!isnan(ulp) && !(*worst >= ulp))
        *worst = ulp;
    for (int harm = 0; harm < HARMS; harm++) {
        const json_t *failures = harm_record(of, (enum harm)harm);
        if (!failures)
            continue;
        v->harms[format][output] |= 1U << harm;
        for (int side = 0; side < ONSET_SIDES; side++) {
            double input = json_hex_float_value(json_object_get(failures, side_names[side]));
            if (output == GRAD)
                note_onset(&v->onset[format][side], input, v->prob, (enum harm)harm);
            if (!within && !isnan(input) && distance_of(input, v->prob) < v->nearest) {
                v->nearest = distance_of(input, v->prob);
                v->first_harm = (enum harm)harm;
            }
        }
        if (!within && v->first_harm == HARMS) /* no input nearer than infinity */
            v->first_harm = (enum harm)harm;
    }
}

static bool term_has_bound(const struct report *report, const char *term)
{
    for (int format = 0; format < FORMATS; format++)
        for (int output = 0; output < OUTPUTS; output++)
            if (!isnan(report_term_bound(report, term, formats[format].name, output_names[output])))
                return true;
    return false;
}

static void add_kernel(struct variant_verdict *v, const struct report *report, const struct kernel_id *id,
                       const json_t *record)
{
    size_t format = strcmp(id->format, "f32") == 0 ? F32 : F64;
    const json_t *pass = json_object_get(record, "pass");
    bool unfinished = report_kernel_is_unfinished(report, record);
    bool within = record_has_bound(record) && json_is_true(pass) && !unfinished;
    v->evidence[format] = evidence_both(v->evidence[format], evidence_of_record(record));
    v->unfinished |= unfinished && !json_is_false(pass);
    add_output(v, format, LOSS, record, within);
    add_output(v, format, GRAD, record, within);
    v->all_within &= within;
    bool bounds_one = term_has_bound(report, id->term);
    for (int output = 0; output < OUTPUTS && !within; output++) {
        double bound = report_term_bound(report, id->term, id->format, output_names[output]);
        if (isnan(bound) && bounds_one)
            continue;
        long double most = json_number_at(json_object_get(record, output_names[output]), "max_ulp");
        v->any_inaccurate |= most > (long double)bound || (!unfinished && !(most <= (long double)bound));
    }
}

/* `use` within every declared bound; else the failure nearest to logit 0, where training meets it first. What was
   not done with has no verdict, but for what failed. */
static const char *word_of(const struct variant_verdict *v)
{
    if (v->all_within)
        return "use";
    if (v->first_harm < HARMS)
        return report_harm_names[v->first_harm].word;
    return v->any_inaccurate ? "inaccurate" : v->unfinished ? UNFINISHED_WORD : "undeclared";
}

static int compare_batches(const void *a, const void *b)
{
    long x = *(const long *)a, y = *(const long *)b;
    return (x > y) - (x < y);
}

static bool is_element(const json_t *record)
{
    return strcmp(json_text_at(record, "kind"), "element") == 0;
}

static struct cost_point cost_point(const struct report *report)
{
    struct cost_point at = {false, 0, NULL};
    long *batches = allocate(json_object_size(report->bench), sizeof *batches);
    size_t count = 0, distinct = 0;
    const char *key;
    json_t *record;
    json_object_foreach(report->bench, key, record) if (is_element(record))
    {
        const char *regime = json_text_at(record, "regime");
        batches[count++] = (long)json_number_at(record, "batch");
        if (!at.regime || strcmp(regime, "equilibrium") == 0)
            at.regime = regime;
    }
    qsort(batches, count, sizeof *batches, compare_batches);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || batches[i] != batches[distinct - 1])
            batches[distinct++] = batches[i];
    if (count > 0) {
        at.known = true;
        at.batch = batches[distinct / 2];
    }
    free(batches);
    return at;
}

static void add_costs(struct variant_verdict *v, const struct cost_point *at, const struct report *report)
{
    const char *key;
    json_t *record;
    json_object_foreach(report->bench, key, record)
    {
        struct kernel_id id;
        if (!is_element(record) || !kernel_id_read(&id, json_text_at(record, "id")) ||
            strcmp(id.variant, v->variant) != 0 || (strchr(id.term, '@') != NULL) != v->prob ||
            (long)json_number_at(record, "batch") != at->batch ||
            strcmp(json_text_at(record, "regime"), at->regime) != 0)
            continue;
        double *cost = &v->cost[strcmp(id.format, "f32") == 0 ? F32 : F64];
        double ns = (double)json_number_at(record, "ns_per_element");
        if (!(*cost >= ns))
            *cost = ns;
    }
}

static struct variant_verdict *row_of(struct variant_verdict *rows, size_t *count, const struct kernel_id *id,
                                      bool prob)
{
    for (size_t i = 0; i < *count; i++)
        if (rows[i].prob == prob && strcmp(rows[i].variant, id->variant) == 0)
            return &rows[i];
    struct variant_verdict *v = &rows[(*count)++];
    *v = (struct variant_verdict){
        .prob = prob, .nearest = (double)INFINITY, .first_harm = HARMS, .all_within = true};
    snprintf(v->variant, sizeof v->variant, "%s", id->variant);
    for (size_t f = 0; f < FORMATS; f++) {
        v->cost[f] = (double)NAN;
        v->evidence[f] = EVIDENCE_EXACT;
        for (int output = 0; output < OUTPUTS; output++)
            v->worst[f][output] = (long double)NAN;
    }
    return v;
}

static bool any_bound(const struct report *report)
{
    const char *key;
    json_t *record;
    json_object_foreach(report->kernels, key, record) if (record_has_bound(record)) return true;
    return false;
}

/* One pass over the kernels: those on logits, then those on probabilities. */
static void add_space(struct variant_verdict *rows, size_t *count, bool prob, json_t *left_out,
                      const struct report *report)
{
    bool bounds_known = any_bound(report);
    const char *key;
    json_t *record;
    json_object_foreach(report->kernels, key, record)
    {
        struct kernel_id id;
        if (!kernel_id_read(&id, json_text_at(record, "id")) || (strchr(id.term, '@') != NULL) != prob)
            continue;
        if (bounds_known && !term_has_bound(report, id.term)) {
            json_object_set_new(left_out, id.term, json_true());
            continue;
        }
        add_kernel(row_of(rows, count, &id, prob), report, &id, record);
    }
}

struct variant_verdict *report_verdicts(size_t *count, struct cost_point *at, json_t *left_out,
                                        const struct report *report)
{
    struct variant_verdict *rows = allocate(json_object_size(report->kernels), sizeof *rows);
    *count = 0;
    add_space(rows, count, false, left_out, report);
    add_space(rows, count, true, left_out, report);
    *at = cost_point(report);
    for (size_t i = 0; i < *count; i++) {
        if (at->known)
            add_costs(&rows[i], at, report);
        rows[i].word = word_of(&rows[i]);
    }
    return rows;
}
