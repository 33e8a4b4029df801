/* exhaustive.c -- charts of exhaustive records: the largest error in each binade of the input, and the
   histogram of errors. */
#include "harness/report/exhaustive.h"
#include "harness/base/allocate.h"
#include "harness/base/json.h"
#include "harness/inputs/cases.h"
#include "harness/record/evidence.h"
#include "harness/report/binades.h"
#include "harness/report/charts.h"
#include "harness/report/onset.h"
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
    return json_sprintf("%s: %s %% right%s%s%s", name, report_short_number(right, 100 * (all - wrong) / all),
                        failures > 0 ? ", " : "",
                        failures > 0 ? report_short_number(failed, 100 * (long double)failures / all) : "",
                        failures > 0 ? " % fail" : "");
}

/* At most five labelled powers of two on each side of 0, and none so near to it that labels overlap. */
static void set_tics(json_t *set, const struct axis *axis)
{
    json_t *at = json_array(), *text = json_array();
    int step = 1;
    while ((axis->high - axis->low) / step > 5)
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

static void set_common(json_t *set, const struct term_errors *t)
{
    json_t *names = json_array();
    for (size_t k = 0; k < t->count; k++)
        json_array_append_new(names, json_string(t->choice[k].kernel->code->variant));
    json_object_set_new(set, "names", names);
    json_object_set_new(set, "panels", json_integer((json_int_t)t->count));
}

/* Binades are counted by exhaustive runs alone. */
static bool all_are_exact(const struct term_errors *t)
{
    enum evidence least = EVIDENCE_EXACT;
    for (size_t k = 0; k < t->count; k++)
        least = evidence_both(least, evidence_of(&t->choice[k], &t->summary[k], level_names[EXHAUSTIVE]));
    return least == EVIDENCE_EXACT;
}

static enum status draw(struct report *report, const struct term_errors *t)
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
    snprintf(title, sizeof title, "How large can the error of %s be, binade by binade? %s%s", term->id,
             format, note);
    json_t *set = report_chart_add(report, "binades", name, title, format, json_pack("[s]", term->id));
    set_common(set, t);
    set_tics(set, &axis);
    json_object_set_new(set, "x_high", json_integer(report_axis_end(&axis)));
    report_chart_bounds(set, declared_bound(t, LOSS), declared_bound(t, GRAD));
    json_object_set_new(set, "at_D", json_integer(term->space == PROB));
    json_object_set_new(set, "at_score", json_integer(report_is_score(term->id)));
    enum status status = report_write_binades(report, t, &axis);
    if (status != STATUS_OK)
        return status;

    snprintf(title, sizeof title, "How many results of %s have which error? %s%s", term->id, format, note);
    set = report_chart_add(report, "histogram", name, title, format, json_pack("[s]", term->id));
    set_common(set, t);
    json_object_set_new(set, "bins", json_integer(bins));
    json_t *notes[OUTPUTS] = {json_array(), json_array()};
    for (size_t k = 0; k < t->count; k++)
        for (int output = 0; output < OUTPUTS; output++)
            json_array_append_new(notes[output], share_note(&t->summary[k], (enum output)output));
    json_object_set_new(set, "loss_note", notes[LOSS]);
    json_object_set_new(set, "grad_note", notes[GRAD]);
    return report_write_histogram(report, t, bins);
}

/* The records are of one term. */
static enum status chart_records(struct report *report, const json_t *records)
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
    enum status status = t.count > 0 ? draw(report, &t) : STATUS_OK;
    for (size_t k = 0; k < t.count; k++)
        summary_clear(&t.summary[k]);
    free(t.choice);
    free(t.summary);
    return status;
}

/* As all charts are: what fails nowhere first, then what fails farthest from logit 0. */
static void sort_records(json_t *records)
{
    for (size_t i = 1; i < json_array_size(records); i++)
        for (size_t k = i; k > 0; k--) {
            json_t *here = json_array_get(records, k);
            bool prob = strchr(json_text_at(here, "id"), '@') != NULL;
            if (report_onset_distance(here, prob) <=
                report_onset_distance(json_array_get(records, k - 1), prob))
                break;
            json_incref(here);
            json_array_remove(records, k);
            json_array_insert_new(records, k - 1, here);
        }
}

/* The documents' kernels with binades, term by term: [[record...]...]. */
static json_t *terms_with_binades(const struct report *report)
{
    json_t *by_term = json_object(), *by_place = json_array(), *record, *records;
    const char *key;
    size_t i;
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
    json_array_foreach(by_place, i, records) sort_records(records);
    return by_place;
}

enum status report_exhaustive(struct report *report)
{
    json_t *by_term = terms_with_binades(report), *records;
    enum status status = STATUS_OK;
    size_t i;
    json_array_foreach(by_term, i, records) if (status == STATUS_OK) status = chart_records(report, records);
    json_decref(by_term);
    return status;
}
