#include "harness/report/verdict.h"
#include "harness/base/allocate.h"
#include "harness/base/json.h"

#include "harness/record/bound.h"
#include "harness/report/charts.h"
#include "harness/report/term_bound.h"
#include "harness/report/text.h"
#include "harness/report/unfinished.h"
#include "harness/selection/kernel_id.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool term_has_bound(const struct report *report, const char *term)
{
    for (int format = 0; format < FORMATS; format++)
        for (int output = 0; output < OUTPUTS; output++)
            if (!isnan(report_term_bound(report, term, formats[format].name, output_names[output])))
                return true;
    return false;
}

/* Whether an output has a larger error than the widest bound that is declared for its term. */
static bool is_inaccurate(const struct report *report, const struct kernel_id *id, const struct judgement *j)
{
    bool bounds_one = term_has_bound(report, id->term), inaccurate = false;
    for (int output = 0; output < OUTPUTS; output++) {
        double bound = report_term_bound(report, id->term, id->format, output_names[output]);
        if (isnan(bound) && bounds_one)
            continue;
        long double most = j->of[output].ulp;
        inaccurate |= most > (long double)bound || (!j->unfinished && !(most <= (long double)bound));
    }
    return inaccurate;
}

static void add_kernel(struct variant_verdict *row, const struct report *report, const struct kernel_id *id,
                       const json_t *record)
{
    struct verdict *v = &row->of[strcmp(id->format, formats[F32].name) == 0 ? F32 : F64];
    struct judgement j = report_judge(report, record);
    v->evidence = v->any ? evidence_both(v->evidence, j.evidence) : j.evidence;
    if (!v->any || report_judgement_compare(&j, &v->gravest) > 0)
        v->gravest = j;
    v->any = true;
    for (int output = 0; output < OUTPUTS; output++)
        if (!isnan(j.of[output].ulp) && !(v->worst[output] >= j.of[output].ulp))
            v->worst[output] = j.of[output].ulp;
    v->all_within &= j.within;
    v->any_failed |= j.failed;
    v->any_unfinished |= j.unfinished;
    v->any_inaccurate |= !j.within && is_inaccurate(report, id, &j);
    v->any_bound |= record_has_bound(record);
}

/* `use` within every declared bound; else what it does to training. What was not done with has no verdict, but for what
   failed. */
static void name(struct verdict *v)
{
    enum degree grad = v->gravest.of[GRAD].degree, loss = v->gravest.of[LOSS].degree;
    enum degree either = grad > loss ? grad : loss;
    v->class = "care";
    if (v->all_within)
        v->word = v->class = "use";
    else if (grad == DEGREE_TRAINING)
        v->word = report_degree_names[grad].word, v->class = report_degree_names[grad].class;
    else if (v->any_failed)
        v->word = "inaccurate", v->class = "training";
    else if (loss == DEGREE_TRAINING)
        v->word = "loss value";
    else if (either != DEGREE_NONE)
        v->word = report_degree_names[either].word, v->class = report_degree_names[either].class;
    else if (v->any_inaccurate)
        v->word = "inaccurate";
    else
        v->word = v->any_unfinished ? UNFINISHED_WORD : "no bound";
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

struct cost_point report_cost_point(const struct report *report)
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

static bool is_at(const json_t *record, const struct cost_point *at)
{
    return is_element(record) && (long)json_number_at(record, "batch") == at->batch &&
           strcmp(json_text_at(record, "regime"), at->regime) == 0;
}

double report_cost(const struct report *report, const struct cost_point *at, const char *id)
{
    const char *key;
    json_t *record;
    json_object_foreach(report->bench, key,
                        record) if (at->known && strcmp(json_text_at(record, "id"), id) == 0 &&
                                    is_at(record, at)) return (double)json_number_at(record,
                                                                                     "ns_per_element");
    return (double)NAN;
}

static void add_costs(struct variant_verdict *v, const struct cost_point *at, const struct report *report)
{
    const char *key;
    json_t *record;
    json_object_foreach(report->bench, key, record)
    {
        struct kernel_id id;
        if (!is_at(record, at) || !kernel_id_read(&id, json_text_at(record, "id")) ||
            strcmp(id.variant, v->variant) != 0 || report_verdict_kind(id.term) != v->kind)
            continue;
        double *cost = &v->of[strcmp(id.format, formats[F32].name) == 0 ? F32 : F64].cost;
        double ns = (double)json_number_at(record, "ns_per_element");
        if (!(*cost >= ns))
            *cost = ns;
    }
}

static struct variant_verdict *row_of(struct variant_verdict *rows, size_t *count, const struct kernel_id *id,
                                      enum verdict_kind kind)
{
    for (size_t i = 0; i < *count; i++)
        if (rows[i].kind == kind && strcmp(rows[i].variant, id->variant) == 0)
            return &rows[i];
    struct variant_verdict *v = &rows[(*count)++];
    *v = (struct variant_verdict){.kind = kind};
    snprintf(v->variant, sizeof v->variant, "%s", id->variant);
    for (size_t f = 0; f < FORMATS; f++)
        v->of[f] = (struct verdict){
            .cost = (double)NAN, .worst = {(long double)NAN, (long double)NAN}, .all_within = true};
    return v;
}

static bool any_bound(const struct report *report)
{
    const char *key;
    json_t *record;
    json_object_foreach(report->kernels, key, record) if (record_has_bound(record)) return true;
    return false;
}

enum verdict_kind report_verdict_kind(const char *term)
{
    return strchr(term, '@')       ? VERDICT_PROBABILITIES
           : report_is_score(term) ? VERDICT_SCORES
                                   : VERDICT_LOGITS;
}

/* One pass over the kernels. */
static void add_kind(struct variant_verdict *rows, size_t *count, enum verdict_kind kind, json_t *left_out,
                     const struct report *report)
{
    bool bounds_known = any_bound(report);
    const char *key;
    json_t *record;
    json_object_foreach(report->kernels, key, record)
    {
        struct kernel_id id;
        if (!kernel_id_read(&id, json_text_at(record, "id")) || report_verdict_kind(id.term) != kind)
            continue;
        if (bounds_known && !term_has_bound(report, id.term)) {
            json_object_set_new(left_out, id.term, json_true());
            continue;
        }
        add_kernel(row_of(rows, count, &id, kind), report, &id, record);
    }
}

struct variant_verdict *report_verdicts(size_t *count, struct cost_point *at, json_t *left_out,
                                        const struct report *report)
{
    struct variant_verdict *rows = allocate(json_object_size(report->kernels), sizeof *rows);
    *count = 0;
    for (int kind = 0; kind < VERDICT_KINDS; kind++)
        add_kind(rows, count, (enum verdict_kind)kind, left_out, report);
    *at = report_cost_point(report);
    for (size_t i = 0; i < *count; i++) {
        if (at->known)
            add_costs(&rows[i], at, report);
        for (size_t f = 0; f < FORMATS; f++)
            name(&rows[i].of[f]);
    }
    return rows;
}
