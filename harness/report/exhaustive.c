/* exhaustive.c -- charts of exhaustive records: the largest error in each binade of the input, and the
   histogram of errors. Terms with the same records to the last digit share the charts. */
#include "harness/report/exhaustive.h"
#include "harness/base/allocate.h"
#include "harness/base/json.h"
#include "harness/inputs/cases.h"
#include "harness/record/evidence.h"
#include "harness/report/binades.h"
#include "harness/report/charts.h"
#include "harness/report/text.h"
#include "harness/report/unfinished.h"
#include "harness/selection/kernel_id.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* "loss: 68.2 % rounded right, 24.6 % fail"; as wide as a panel. */
static json_t *share_note(const struct summary *summary, enum output output)
{
    char right[SHORT_TEXT], failed[SHORT_TEXT];
    const struct output_summary *s = &summary->ideal[output];
    uint64_t failures = 0;
    for (int i = 0; i < BINADES; i++)
        failures += s->binades->at[i].failures;
    long double all = (long double)summary->inputs, wrong = (long double)s->not_rounded;
    const char *name = output == LOSS ? "loss" : "gradient";
    if (s->not_rounded == 0)
        return json_sprintf("%s: all rounded right", name);
    if (wrong < all / 1000)
        return json_sprintf("%s: all rounded right but %s", name, report_short_number(right, wrong));
    return json_sprintf("%s: %s %% rounded right%s%s%s", name,
                        report_short_number(right, 100 * (all - wrong) / all), failures > 0 ? ", " : "",
                        failures > 0 ? report_short_number(failed, 100 * (long double)failures / all) : "",
                        failures > 0 ? " % fail" : "");
}

/* At most three labelled powers of two on each side of 0, and none so near to it that labels overlap. */
static void set_tics(json_t *set, const struct axis *axis)
{
    json_t *at = json_array(), *text = json_array();
    int step = 1;
    while ((axis->high - axis->low) / step > 3)
        step *= 2;
    for (int i = axis->low; i <= axis->high; i++) {
        enum { BIAS = 127 };
        if ((i - BIAS) % step != 0 || 8 * report_axis_position(axis, i) < report_axis_end(axis))
            continue;
        for (int sign = -1; sign <= 1; sign += 2) {
            json_array_append_new(at, json_integer(sign * report_axis_position(axis, i)));
            json_array_append_new(text, i == BIAS
                                            ? json_sprintf("%s1", sign < 0 ? MINUS : "")
                                            : json_sprintf("%s2^{%d}", sign < 0 ? MINUS : "", i - BIAS));
        }
    }
    json_object_set_new(set, "tic_at", at);
    json_object_set_new(set, "tic_text", text);
}

/* The widest; NaN: none (term_bound.h). */
static double declared_bound(const struct term_errors *t, enum output output)
{
    double bound = (double)NAN;
    for (size_t k = 0; k < t->count; k++) {
        double declared = choice_bound(&t->choice[k], output);
        if (isfinite(declared) && !(bound >= declared))
            bound = declared;
    }
    return bound;
}

static void set_common(json_t *set, const struct term_errors *t, const char *kind, const char *name)
{
    json_t *names = json_array();
    for (size_t k = 0; k < t->count; k++)
        json_array_append_new(names, json_string(t->choice[k].kernel->code->variant));
    json_object_set_new(set, "names", names);
    json_object_set_new(set, "panels", json_integer((json_int_t)t->count));
    json_object_set_new(set, "data", json_sprintf("data/%s-%s.tsv", kind, name));
}

/* Binades are counted by exhaustive runs alone. */
static bool all_are_exact(const struct term_errors *t)
{
    enum evidence least = EVIDENCE_EXACT;
    for (size_t k = 0; k < t->count; k++)
        least = evidence_both(least, evidence_of(&t->choice[k], &t->summary[k], level_names[EXHAUSTIVE]));
    return least == EVIDENCE_EXACT;
}

static enum status draw(struct report *report, const struct term_errors *t, json_t *subjects,
                        const char *joined)
{
    const struct term *term = t->choice[0].kernel->term;
    const char *format = t->choice[0].format->name;
    const char *note =
        all_are_exact(t) ? ", exact" : " (" UNFINISHED_WORD ": lower bounds, of a part of all floats)";
    char name[128], title[640];
    struct axis axis = report_axis_of(t);
    int bins = report_bins_used(t);
    snprintf(name, sizeof name, "%s-%s", term->id, format);
    report_file_name(name);
    enum status status = report_write_binades(report, name, t, &axis);
    if (status == STATUS_OK)
        status = report_write_histogram(report, name, t, bins);
    if (status != STATUS_OK)
        return status;

    snprintf(title, sizeof title, "Largest error per binade of %s, %s%s", joined, format, note);
    json_t *set = report_chart_add(report, "binades", name, title, format, json_incref(subjects));
    set_common(set, t, "binades", name);
    set_tics(set, &axis);
    json_object_set_new(set, "x_high", json_integer(report_axis_end(&axis)));
    report_chart_bounds(set, declared_bound(t, LOSS), declared_bound(t, GRAD));
    json_object_set_new(set, "at_D", json_integer(term->space == PROB));
    json_object_set_new(set, "at_score", json_integer(report_is_score(term->id)));

    snprintf(title, sizeof title, "Histogram of the errors of %s, %s%s", joined, format, note);
    set = report_chart_add(report, "histogram", name, title, format, json_incref(subjects));
    set_common(set, t, "histogram", name);
    json_object_set_new(set, "bins", json_integer(bins));
    json_t *notes[OUTPUTS] = {json_array(), json_array()};
    for (size_t k = 0; k < t->count; k++)
        for (int output = 0; output < OUTPUTS; output++)
            json_array_append_new(notes[output], share_note(&t->summary[k], (enum output)output));
    json_object_set_new(set, "loss_note", notes[LOSS]);
    json_object_set_new(set, "grad_note", notes[GRAD]);
    return STATUS_OK;
}

/* The records are of one term. */
static enum status chart_records(struct report *report, const json_t *records, json_t *subjects,
                                 const char *joined)
{
    size_t i, count = json_array_size(records);
    json_t *record;
    struct term_errors t = {allocate(count, sizeof *t.choice), allocate(count, sizeof *t.summary), 0};
    json_array_foreach(records, i, record)
    {
        struct summary *s = &t.summary[t.count];
        if (!record_parse(&t.choice[t.count], s, record))
            continue;
        if (s->ideal[LOSS].binades && s->ideal[GRAD].binades && s->inputs > 0)
            t.count++;
        else
            summary_clear(s);
    }
    enum status status = t.count > 0 ? draw(report, &t, subjects, joined) : STATUS_OK;
    for (size_t k = 0; k < t.count; k++)
        summary_clear(&t.summary[k]);
    free(t.choice);
    free(t.summary);
    return status;
}

static bool same_records(const json_t *a, const json_t *b)
{
    bool same = json_array_size(a) == json_array_size(b);
    for (size_t i = 0; same && i < json_array_size(a); i++) {
        const json_t *left = json_array_get(a, i), *right = json_array_get(b, i);
        struct kernel_id l, r;
        same = kernel_id_read(&l, json_text_at(left, "id")) &&
               kernel_id_read(&r, json_text_at(right, "id")) && strcmp(l.variant, r.variant) == 0 &&
               json_equal(json_object_get(left, "loss"), json_object_get(right, "loss")) &&
               json_equal(json_object_get(left, "grad"), json_object_get(right, "grad"));
    }
    return same;
}

/* The documents' kernels with binades, term by term: [[record...]...]. */
static json_t *terms_with_binades(const struct report *report)
{
    json_t *by_term = json_object(), *by_place = json_array(), *record, *records;
    const char *key;
    json_object_foreach(report->kernels, key, record)
    {
        struct kernel_id id;
        char term[80];
        if (!json_object_get(json_object_get(record, "loss"), "binades") ||
            !kernel_id_read(&id, json_text_at(record, "id")))
            continue;
        snprintf(term, sizeof term, "%s/%s", id.term, id.format);
        records = json_object_get(by_term, term);
        if (!records) {
            records = json_array();
            json_object_set_new(by_term, term, records);
            json_array_append(by_place, records);
        }
        json_array_append(records, record);
    }
    json_decref(by_term);
    return by_place;
}

enum status report_exhaustive(struct report *report)
{
    json_t *by_term = terms_with_binades(report), *records;
    size_t count = json_array_size(by_term), i;
    bool *shown = allocate(count, sizeof *shown);
    enum status status = STATUS_OK;
    memset(shown, 0, count * sizeof *shown);
    json_array_foreach(by_term, i, records)
    {
        json_t *subjects = json_array();
        char joined[512] = "";
        for (size_t j = i; j < count && !shown[i]; j++) {
            const json_t *other = json_array_get(by_term, j);
            struct kernel_id id;
            if (shown[j] || !same_records(records, other) ||
                !kernel_id_read(&id, json_text_at(json_array_get(other, 0), "id")))
                continue;
            shown[j] = j > i;
            json_array_append_new(subjects, json_string(id.term));
            snprintf(joined + strlen(joined), sizeof joined - strlen(joined), "%s%s", *joined ? " = " : "",
                     id.term);
        }
        if (!shown[i] && status == STATUS_OK)
            status = chart_records(report, records, subjects, joined);
        json_decref(subjects);
    }
    free(shown);
    json_decref(by_term);
    return status;
}
