#include "harness/report/strip.h"

#include "harness/base/json.h"
#include "harness/base/output.h"
#include "harness/record/evidence.h"
#include "harness/report/charts.h"
#include "harness/report/text.h"
#include "reference/format.h"

#include <math.h>
#include <string.h>

static const char *const outputs[OUTPUTS] = {[LOSS] = "loss", [GRAD] = "grad"};

static bool is_within(const json_t *record, enum output output, enum harm harm, double s, bool prob)
{
    for (int side = 0; side < ONSET_SIDES; side++) {
        struct reach reach = report_reach(record, outputs[output], harm, side, prob);
        if (reach.any && reach.from <= s && s <= reach.to)
            return true;
    }
    return false;
}

/* The class whose failures reach over this logit, among those that have no error in ulps; HARMS: none does. */
static enum harm class_at(const json_t *record, enum output output, double s, bool prob)
{
    static const enum harm classes[] = {HARM_SIGN, HARM_NAN, HARM_VANISHED, HARM_OVERFLOW, HARM_BOUNDED};
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        if (is_within(record, output, classes[i], s, prob))
            return classes[i];
    return HARMS;
}

static enum harm gradient_harm(const struct curve *c, const struct variant_curve *v, size_t i)
{
    if (v->lacks_gradient)
        return HARMS;
    switch (report_curve_fault(c, v, i)) {
    case FAULT_OFF:
        return HARM_LOST;
    case FAULT_ZERO:
        return HARM_VANISHED;
    case FAULT_SIGN:
        return HARM_SIGN;
    case FAULT_NOT_FINITE:
        return class_at(v->record, GRAD, report_curve_x(c, i), c->prob) == HARM_OVERFLOW ? HARM_OVERFLOW
                                                                                         : HARM_NAN;
    default:
        return HARMS;
    }
}

/* A cell has no loss, only its error: what the class is, the record says, and so it does of what is off by half or more,
   which is many ulps, but for the smallest results. */
static enum harm loss_harm(const struct curve *c, const struct variant_curve *v, size_t i)
{
    const json_t *ulp = report_curve_cell(c, json_object_get(v->cells, "loss_ulp"), i);
    const struct format *format = format_find(c->format);
    double s = report_curve_x(c, i);
    if (json_is_null(ulp))
        return class_at(v->record, LOSS, s, c->prob);
    long double half = ldexpl(1, format->precision - 2);
    bool small = fabs(s) > -log(format->least) - format->precision * log(2) - 1;
    return is_within(v->record, LOSS, HARM_LOST, s, c->prob) && (json_long_double(ulp) >= half || small) &&
                   json_long_double(ulp) > 0.5L
               ? HARM_LOST
               : HARMS;
}

static enum harm harm_at(const struct curve *c, const struct variant_curve *v, enum output output, size_t i)
{
    return output == GRAD ? gradient_harm(c, v, i) : loss_harm(c, v, i);
}

/* Whether nothing stands in its row. */
static bool is_clean(const struct curve *c, size_t row)
{
    const struct variant_curve *v = &c->variant[row];
    for (int output = 0; output < OUTPUTS; output++) {
        for (size_t i = 0; i < c->count; i++)
            if (harm_at(c, v, (enum output)output, i) != HARMS)
                return false;
        for (int side = -1; side <= 1; side += 2)
            if (class_at(v->record, (enum output)output, side * (double)INFINITY, c->prob) != HARMS)
                return false;
    }
    return true;
}

static void write_stretch(FILE *to, size_t row, const struct variant_curve *v, enum output output,
                          enum harm harm, double from, double end)
{
    fprintf(to, "%zu\t", row + 1);
    report_tsv_text(to, v->name);
    fprintf(to, "\t%s\t%s\t%.9g\t%.9g\n", outputs[output], report_harm_names[harm].class, from, end);
}

/* What happens at an infinity alone, which no cell is at. */
static size_t write_infinities(FILE *to, const struct curve *c, size_t row, enum output output)
{
    const struct variant_curve *v = &c->variant[row];
    size_t count = 0;
    for (int side = -1; side <= 1; side += 2) {
        double s = side * (double)INFINITY;
        enum harm harm = class_at(v->record, output, s, c->prob);
        if (harm == HARMS && is_within(v->record, output, HARM_LOST, s, c->prob))
            harm = HARM_LOST;
        count += harm != HARMS;
        if (harm != HARMS)
            write_stretch(to, row, v, output, harm, s, s);
    }
    return count;
}

/* Returns how many stretches there are. */
static size_t write_row(FILE *to, const struct curve *c, size_t row, enum output output)
{
    const struct variant_curve *v = &c->variant[row];
    size_t start = 0, count = 0;
    for (size_t i = 1; i <= c->count; i++) {
        enum harm harm = harm_at(c, v, output, start);
        if (i < c->count && harm_at(c, v, output, i) == harm)
            continue;
        count += harm != HARMS;
        if (harm != HARMS)
            write_stretch(to, row, v, output, harm, report_curve_edge(c, start, -1),
                          report_curve_edge(c, i - 1, 1));
        start = i;
    }
    return count + write_infinities(to, c, row, output);
}

static enum evidence least_evidence(const struct curve *c)
{
    enum evidence least = EVIDENCE_EXACT;
    for (size_t k = 0; k < c->variants; k++)
        least = evidence_both(least, c->variant[k].record ? evidence_of_record(c->variant[k].record)
                                                          : EVIDENCE_SAMPLED);
    return least;
}

enum status report_strip(struct report *report, const struct curve *c)
{
    char name[256], title[512], label[64] = "";
    struct output_file out;
    snprintf(name, sizeof name, "%s-%s", c->term, c->format);
    if (!isnan(c->target))
        snprintf(label, sizeof label, " Label %.3g,", c->target);
    snprintf(title, sizeof title, "What fails where, for each way to write %s?%s %s", c->term, label,
             c->format);
    json_t *set = report_chart_add(report, "strip", name, title, c->format, json_pack("[s]", c->term)),
           *names = json_array(), *clean = json_array();
    for (size_t k = 0; k < c->variants; k++) {
        json_array_append_new(names, json_string(c->variant[k].name));
        json_array_append_new(clean, json_integer(is_clean(c, k)));
    }
    json_object_set_new(set, "rows", names);
    json_object_set_new(set, "clean", clean);
    json_object_set_new(set, "panels", json_integer(1));
    json_object_set_new(set, "names", json_pack("[s]", ""));
    json_object_set_new(
        set, "x_end",
        json_real(fmax(fmax(fabs(report_curve_x(c, 0)), fabs(report_curve_x(c, c->count - 1))), 21)));
    json_object_set_new(set, "at_D", json_integer(c->prob));
    json_object_set_new(set, "at_score", json_integer(c->score));
    json_object_set_new(set, "evidence", json_string(evidence_words[least_evidence(c)].word));
    enum status status = report_chart_table(&out, report);
    if (status != STATUS_OK)
        return status;
    fputs("row\tvariant\toutput\tclass\tfrom\tto\n", out.stream);
    size_t stretches = 0;
    for (size_t k = 0; k < c->variants; k++)
        for (int output = OUTPUTS - 1; output >= 0; output--)
            stretches += write_row(out.stream, c, k, (enum output)output);
    json_object_set_new(set, "stretches", json_integer((json_int_t)stretches));
    return output_commit(&out);
}
