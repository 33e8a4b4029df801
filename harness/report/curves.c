/* curves.c -- tables and charts of the curves: what each variant returns along the logit. Terms with
   the same curves to the last digit share one chart, which names them all. */
#include "harness/report/curves.h"
#include "harness/base/json.h"
#include "harness/base/output.h"
#include "harness/record/result.h"
#include "harness/report/charts.h"
#include "harness/report/stage.h"
#include "harness/report/term_bound.h"
#include "harness/report/text.h"
#include "reference/format.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What can be wrong with a gradient at a point, as the charts tint it; FAULT_NONE where nothing is. */
enum gradient_fault { FAULT_NONE, FAULT_OFF, FAULT_ZERO, FAULT_NOT_FINITE, FAULT_SIGN, FAULTS };
static const char *const fault_names[FAULTS] = {"none", "off", "zero", "not-finite", "sign"};
static const char *const fault_words[FAULTS] = {"", "off", "zero", "NaN or inf", "wrong sign"};

/* A class without an error at the cell's own point applies to another point of the cell: the fault shows from
   the next cell on. */
static enum gradient_fault fault_of(const json_t *got, const json_t *exact, const json_t *ulp)
{
    double g = (double)json_long_double(got), e = (double)json_long_double(exact);
    bool off = fabs(g - e) >= fabs(e) / 2;
    if (json_is_null(ulp) && isnan(g))
        return FAULT_NOT_FINITE;
    if (json_is_null(ulp) && off)
        return g == 0 ? FAULT_ZERO : g * e < 0 ? FAULT_SIGN : FAULT_OFF;
    return off && json_long_double(ulp) > 0.5L ? FAULT_OFF : FAULT_NONE;
}

/* The part of a record that is drawn: `count` cells from `first`. */
struct curve {
    const json_t *x, *exact;
    bool prob, score;
    size_t first, count;
};

static const json_t *cell(const struct curve *c, const json_t *series, size_t i)
{
    return json_array_get(series, c->first + i);
}

static double curve_x(const struct curve *c, size_t i)
{
    return json_number_value(cell(c, c->x, i));
}

/* Beyond these logits the format knows D as 0 or as 1 alone: ln of half the least D, of half an ulp below 1. */
static void trim_to_format(struct curve *c, const struct format *format)
{
    double low = log(format->least) - log(2), high = (format->precision + 1) * log(2);
    while (c->count > 1 && curve_x(c, 0) < low) {
        c->first++;
        c->count--;
    }
    while (c->count > 1 && curve_x(c, c->count - 1) > high)
        c->count--;
}

/* Halfway to the neighbour, so that spans of neighbouring cells meet. */
static double edge(const struct curve *c, size_t i, int side)
{
    double x = curve_x(c, i);
    if ((side < 0 && i == 0) || (side > 0 && i + 1 == c->count))
        return x;
    return (x + curve_x(c, side < 0 ? i - 1 : i + 1)) / 2;
}

static enum gradient_fault kernel_fault(const struct curve *c, const json_t *kernel, size_t i)
{
    return fault_of(cell(c, json_object_get(kernel, "grad"), i), cell(c, c->exact, i),
                    cell(c, json_object_get(kernel, "grad_ulp"), i));
}

/* One row per stretch of equal faults, and per stretch where no ULP can be given. */
static void write_spans(FILE *to, const struct curve *c, const json_t *kernel)
{
    static const char *const sources[] = {"loss_ulp", "grad_ulp"};
    size_t start = 0;
    for (size_t i = 1; i <= c->count; i++) {
        enum gradient_fault fault = kernel_fault(c, kernel, start);
        if (i < c->count && kernel_fault(c, kernel, i) == fault)
            continue;
        if (fault != FAULT_NONE) {
            report_tsv_text(to, json_text_at(kernel, "variant"));
            fprintf(to, "\t%s\t%.17g\t%.17g\n", fault_names[fault], edge(c, start, -1), edge(c, i - 1, 1));
        }
        start = i;
    }
    for (size_t s = 0; s < 2; s++) {
        const json_t *ulp = json_object_get(kernel, sources[s]);
        start = 0;
        for (size_t i = 1; i <= c->count; i++) {
            bool class = json_is_null(cell(c, ulp, start));
            if (i < c->count && json_is_null(cell(c, ulp, i)) == class)
                continue;
            if (class) {
                report_tsv_text(to, json_text_at(kernel, "variant"));
                fprintf(to, "\t%s\t%.17g\t%.17g\n", sources[s], edge(c, start, -1), edge(c, i - 1, 1));
            }
            start = i;
        }
    }
}

/* Where a variant first leaves the exact gradient on one side, going outwards from logit 0:
   "off: s <= -17.25, D <= 3.2e-8". Empty if it does not. */
static void write_note(char note[128], const struct curve *c, const json_t *kernel, int side)
{
    size_t centre = 0, best = c->count;
    while (centre + 1 < c->count && curve_x(c, centre) < 0)
        centre++;
    if (side < 0) {
        for (size_t i = centre; i-- > 0 && best == c->count;)
            if (kernel_fault(c, kernel, i) != FAULT_NONE)
                best = i;
    } else {
        for (size_t i = centre; i < c->count && best == c->count; i++)
            if (kernel_fault(c, kernel, i) != FAULT_NONE)
                best = i;
    }
    note[0] = '\0';
    if (best == c->count)
        return;
    char s[SHORT_TEXT], D[SHORT_TEXT];
    size_t next = side < 0 ? best - 1 : best + 1; /* wraps past the end: no neighbour, so no "single" */
    const char *relation = next < c->count && kernel_fault(c, kernel, next) == FAULT_NONE ? "="
                           : side < 0                                                     ? "\xe2\x89\xa4"
                                                                                          : "\xe2\x89\xa5";
    int length = snprintf(note, 128, "%s: s %s %s", fault_words[kernel_fault(c, kernel, best)], relation,
                          report_logit_text(s, curve_x(c, best)));
    if (!c->score)
        snprintf(note + length, 128 - (size_t)length, ", D %s %s", relation,
                 report_probability_text(D, curve_x(c, best)));
}

static enum status write_tables(const struct report *report, const char *name, const struct curve *c,
                                const json_t *kernels)
{
    static const char *const columns[] = {"grad", "loss_ulp", "grad_ulp"};
    struct output_file out;
    json_t *kernel;
    size_t k;
    enum status status = report_stage_table(&out, report, "curve-%s", name);
    if (status != STATUS_OK)
        return status;
    fputs("logit\texact_grad", out.stream);
    json_array_foreach(kernels, k, kernel) for (size_t i = 0; i < 3; i++)
    {
        fputc('\t', out.stream);
        report_tsv_text(out.stream, json_text_at(kernel, "variant"));
        fprintf(out.stream, ":%s", columns[i]);
    }
    fputc('\n', out.stream);
    for (size_t row = 0; row < c->count; row++) {
        report_tsv_number(out.stream, cell(c, c->x, row));
        fputc('\t', out.stream);
        report_tsv_number(out.stream, cell(c, c->exact, row));
        json_array_foreach(kernels, k, kernel) for (size_t i = 0; i < 3; i++)
        {
            fputc('\t', out.stream);
            report_tsv_number(out.stream, cell(c, json_object_get(kernel, columns[i]), row));
        }
        fputc('\n', out.stream);
    }
    status = output_commit(&out);
    if (status != STATUS_OK)
        return status;
    status = report_stage_table(&out, report, "spans-%s", name);
    if (status != STATUS_OK)
        return status;
    fputs("variant\twhat\tfrom\tto\n", out.stream);
    json_array_foreach(kernels, k, kernel) write_spans(out.stream, c, kernel);
    return output_commit(&out);
}

static void set_common(json_t *set, const struct report *report, const char *name, const struct curve *c,
                       const json_t *record)
{
    json_t *names = json_array(), *below = json_array(), *above = json_array(), *kernel;
    const struct format *format = format_find(json_text_at(record, "format"));
    size_t k;
    json_array_foreach(json_object_get(record, "kernels"), k, kernel)
    {
        char low_note[128], high_note[128];
        json_array_append(names, json_object_get(kernel, "variant"));
        write_note(low_note, c, kernel, -1);
        write_note(high_note, c, kernel, 1);
        json_array_append_new(below, json_string(low_note));
        json_array_append_new(above,
                              json_string(*low_note || *high_note ? high_note : "no fault on this chart"));
    }
    double low = (double)INFINITY, high = 0;
    for (size_t i = 0; i < c->count; i++) {
        double size = fabs(json_number_value(cell(c, c->exact, i)));
        if (size >= format->least && size < low)
            low = size;
        if (size > high && size <= format->max)
            high = size;
    }
    json_object_set_new(set, "names", names);
    json_object_set_new(set, "below", below);
    json_object_set_new(set, "above", above);
    json_object_set_new(set, "panels", json_integer((json_int_t)json_array_size(names)));
    json_object_set_new(set, "curve", json_sprintf("data/curve-%s.tsv", name));
    json_object_set_new(set, "spans", json_sprintf("data/spans-%s.tsv", name));
    json_object_set_new(set, "x_low", json_real(curve_x(c, 0)));
    json_object_set_new(set, "x_high", json_real(curve_x(c, c->count - 1)));
    json_object_set_new(set, "y_low", json_real(isfinite(low) ? low : 1));
    json_object_set_new(set, "y_high", json_real(high > 0 ? high : 1));
    json_object_set_new(set, "precision", json_integer(format->precision));
    const char *term = json_text_at(record, "term");
    report_chart_bounds(set, report_term_bound(report, term, format->name, "loss"),
                        report_term_bound(report, term, format->name, "grad"));
    json_object_set_new(set, "at_D", json_integer(c->prob));
    json_object_set_new(set, "at_score", json_integer(c->score));
}

/* "minimax.d_real = nonsaturating.d_real, f32"; and the terms one by one. */
static json_t *join_terms(char text[512], const json_t *group)
{
    json_t *terms = json_array(), *record;
    size_t i;
    text[0] = '\0';
    json_array_foreach(group, i, record)
    {
        json_array_append(terms, json_object_get(record, "term"));
        snprintf(text + strlen(text), 512 - strlen(text), "%s%s", i ? " = " : "",
                 json_text_at(record, "term"));
    }
    double target = json_hex_float_value(json_object_get(json_array_get(group, 0), "target"));
    if (!isnan(target))
        snprintf(text + strlen(text), 512 - strlen(text), ", target %.3g", target);
    return terms;
}

static enum status chart_group(struct report *report, const json_t *group)
{
    const json_t *record = json_array_get(group, 0);
    struct curve c = {json_object_get(record, "x"),
                      json_object_get(record, "grad"),
                      strcmp(json_text_at(record, "space"), "prob") == 0,
                      report_is_score(json_text_at(record, "term")),
                      0,
                      0};
    c.count = json_array_size(c.x);
    if (c.prob)
        trim_to_format(&c, format_find(json_text_at(record, "format")));
    char name[256], terms[512], title[640];
    double target = json_hex_float_value(json_object_get(record, "target"));
    const char *format = json_text_at(record, "format");
    snprintf(name, sizeof name, "%s-%s", json_text_at(record, "term"), format);
    if (!isnan(target))
        snprintf(name + strlen(name), sizeof name - strlen(name), "-target-%g", target);
    report_file_name(name);
    enum status status = write_tables(report, name, &c, json_object_get(record, "kernels"));
    if (status != STATUS_OK)
        return status;
    json_t *subjects = join_terms(terms, group);
    snprintf(title, sizeof title, "Gradient of %s, %s", terms, format);
    set_common(report_chart_add(report, "saturation", name, title, format, json_incref(subjects)), report,
               name, &c, record);
    snprintf(title, sizeof title, "Error of %s, %s, sampled", terms, format);
    set_common(report_chart_add(report, "error", name, title, format, subjects), report, name, &c, record);
    return STATUS_OK;
}

static bool same_curves(const json_t *a, const json_t *b)
{
    static const char *const parts[] = {"format", "space", "target", "x", "grad", "kernels"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        const json_t *left = json_object_get(a, parts[i]), *right = json_object_get(b, parts[i]);
        if (left != right && !json_equal(left, right))
            return false;
    }
    return true;
}

enum status report_curves(struct report *report)
{
    json_t *groups = json_array(), *group, *record;
    enum status status = STATUS_OK;
    const char *key;
    size_t g;
    json_object_foreach(report->curves, key, record)
    {
        json_t *found = NULL;
        json_array_foreach(groups, g, group) if (!found && same_curves(json_array_get(group, 0), record))
            found = group;
        if (json_array_size(json_object_get(record, "kernels")) == 0)
            continue;
        if (!found) {
            found = json_array();
            json_array_append_new(groups, found);
        }
        json_array_append(found, record);
    }
    json_array_foreach(groups, g, group) if (status == STATUS_OK) status = chart_group(report, group);
    json_decref(groups);
    return status;
}
