#include "harness/report/curves.h"

#include "harness/base/json.h"
#include "harness/base/output.h"
#include "harness/report/charts.h"
#include "harness/report/curve.h"
#include "harness/report/strip.h"
#include "harness/report/term_bound.h"
#include "harness/report/text.h"
#include "reference/format.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A column of the table: of one variant, at one cell. */
typedef void write_cell(FILE *to, const struct curve *c, const struct variant_curve *v, size_t i);

static void write_series(FILE *to, const struct curve *c, const struct variant_curve *v, const char *name,
                         size_t i)
{
    report_tsv_number(to, report_curve_cell(c, json_object_get(v->cells, name), i));
}

static void write_grad(FILE *to, const struct curve *c, const struct variant_curve *v, size_t i)
{
    write_series(to, c, v, "grad", i);
}

static void write_loss_ulp(FILE *to, const struct curve *c, const struct variant_curve *v, size_t i)
{
    write_series(to, c, v, "loss_ulp", i);
}

static void write_grad_ulp(FILE *to, const struct curve *c, const struct variant_curve *v, size_t i)
{
    write_series(to, c, v, "grad_ulp", i);
}

struct column {
    const char *name;
    write_cell *write;
};
static const struct column of_saturation[] = {{"grad", write_grad}, {NULL, NULL}};
static const struct column of_error[] = {
    {"loss_ulp", write_loss_ulp}, {"grad_ulp", write_grad_ulp}, {NULL, NULL}};

static enum status write_table(const struct report *report, const struct curve *c,
                               const struct column columns[])
{
    struct output_file out;
    enum status status = report_chart_table(&out, report);
    if (status != STATUS_OK)
        return status;
    fputs("s\texact_grad", out.stream);
    for (size_t k = 0; k < c->variants; k++)
        for (size_t i = 0; columns[i].name; i++) {
            fputc('\t', out.stream);
            report_tsv_text(out.stream, c->variant[k].name);
            fprintf(out.stream, ":%s", columns[i].name);
        }
    fputc('\n', out.stream);
    for (size_t row = 0; row < c->count; row++) {
        report_tsv_number(out.stream, report_curve_cell(c, c->x, row));
        fputc('\t', out.stream);
        report_tsv_number(out.stream, report_curve_cell(c, c->exact, row));
        for (size_t k = 0; k < c->variants; k++)
            for (size_t i = 0; columns[i].name; i++) {
                fputc('\t', out.stream);
                columns[i].write(out.stream, c, &c->variant[k], row);
            }
        fputc('\n', out.stream);
    }
    return output_commit(&out);
}

/* What a stretch of cells is made of; NULL: a cell that is in none. */
typedef const char *stretch_of(const struct curve *c, const struct variant_curve *v, size_t i);

static const char *fault_stretch(const struct curve *c, const struct variant_curve *v, size_t i)
{
    static const char *const words[GRADIENT_FAULTS] = {NULL, "off", "zero", "not-finite", "sign"};
    return words[report_curve_fault(c, v, i)];
}

static const char *no_ulp(const struct curve *c, const struct variant_curve *v, size_t i, const char *series)
{
    return json_is_null(report_curve_cell(c, json_object_get(v->cells, series), i)) ? series : NULL;
}

static const char *loss_stretch(const struct curve *c, const struct variant_curve *v, size_t i)
{
    return no_ulp(c, v, i, "loss_ulp");
}

static const char *grad_stretch(const struct curve *c, const struct variant_curve *v, size_t i)
{
    return no_ulp(c, v, i, "grad_ulp");
}

static void write_stretches(FILE *to, const struct curve *c, const struct variant_curve *v, stretch_of *of)
{
    size_t start = 0;
    for (size_t i = 1; i <= c->count; i++) {
        const char *what = of(c, v, start);
        if (i < c->count && of(c, v, i) == what)
            continue;
        if (what) {
            report_tsv_text(to, v->name);
            fprintf(to, "\t%s\t%.17g\t%.17g\n", what, report_curve_edge(c, start, -1),
                    report_curve_edge(c, i - 1, 1));
        }
        start = i;
    }
}

static enum status write_spans(const struct report *report, const struct curve *c, stretch_of *one,
                               stretch_of *other)
{
    struct output_file out;
    enum status status = report_chart_spans(&out, report);
    if (status != STATUS_OK)
        return status;
    fputs("variant\twhat\tfrom\tto\n", out.stream);
    for (size_t k = 0; k < c->variants; k++) {
        write_stretches(out.stream, c, &c->variant[k], one);
        if (other)
            write_stretches(out.stream, c, &c->variant[k], other);
    }
    return output_commit(&out);
}

/* "vanishes from s = -16.12", of the record's onset. Empty: nothing fails on that side. */
static void write_note(char note[96], const struct onset *onset)
{
    char s[SHORT_TEXT];
    note[0] = '\0';
    if (onset->found)
        snprintf(note, 96, "%s %s s = %s", report_harm_names[onset->harm].word,
                 isinf(onset->input) ? "at" : "from", report_logit_text(s, onset->input));
}

enum { BELOW_AND_ABOVE = 2 };
#define NOWHERE 1e300 /* beyond every axis */

/* Puts the panel of a variant, or of several without a fault, on the lists. */
static void add_panel(json_t *set, const struct curve *c, const struct variant_curve *v, const char *name)
{
    char note[BELOW_AND_ABOVE][96] = {"", ""};
    static const char *const sides[] = {"below", "above"};
    for (int side = 0; side < BELOW_AND_ABOVE; side++) {
        struct onset onset = {.found = false};
        if (v->record)
            onset = report_onset(v->record, side, c->prob);
        write_note(note[side], &onset);
        json_array_append_new(json_object_get(set, sides[side]),
                              json_real(onset.found && isfinite(onset.input) ? onset.input : NOWHERE));
    }
    json_array_append_new(json_object_get(set, "names"), json_string(name));
    json_array_append_new(json_object_get(set, "group"), json_string(v->name));
    bool any = *note[0] || *note[1];
    json_array_append_new(json_object_get(set, "notes"),
                          any ? json_sprintf("%s%s%s", note[0], *note[0] && *note[1] ? "; " : "", note[1])
                              : json_string("no fault"));
}

/* Whether its panel would show the exact curve and nothing else. */
static bool is_faultless(const struct curve *c, const struct variant_curve *v)
{
    for (int fault = FAULT_OFF; fault < GRADIENT_FAULTS; fault++)
        if (report_curve_has_fault(c, v, (enum gradient_fault)fault))
            return false;
    return v->distance > fabs(report_curve_x(c, 0)) && v->distance > fabs(report_curve_x(c, c->count - 1));
}

static void set_range(json_t *set, const struct curve *c)
{
    const struct format *format = format_find(c->format);
    double low = (double)INFINITY, high = 0;
    for (size_t i = 0; i < c->count; i++) {
        double size = fabs(json_number_value(report_curve_cell(c, c->exact, i)));
        if (size >= format->least && size < low)
            low = size;
        if (size > high && size <= format->max)
            high = size;
    }
    json_object_set_new(set, "y_low", json_real(high > 0 ? low : 0.1));
    json_object_set_new(set, "y_high", json_real(high > 0 ? high : 10));
    json_object_set_new(
        set, "x_end",
        json_real(fmax(fmax(fabs(report_curve_x(c, 0)), fabs(report_curve_x(c, c->count - 1))), 21)));
    json_object_set_new(set, "precision", json_integer(format->precision));
    json_object_set_new(set, "at_D", json_integer(c->prob));
    json_object_set_new(set, "at_score", json_integer(c->score));
}

/* A question about the term, which stands between its two halves. */
static json_t *add_chart(struct report *report, const struct curve *c, const char *script, const char *asks,
                         const char *rest)
{
    char name[256], title[512];
    snprintf(name, sizeof name, "%s-%s", c->term, c->format);
    snprintf(title, sizeof title, "%s %s %s", asks, c->term, rest);
    if (!isnan(c->target)) {
        snprintf(name + strlen(name), sizeof name - strlen(name), "-target-%g", c->target);
        snprintf(title + strlen(title), sizeof title - strlen(title), " Label %.3g,", c->target);
    }
    snprintf(title + strlen(title), sizeof title - strlen(title), " %s", c->format);
    json_t *set = report_chart_add(report, script, name, title, c->format, json_pack("[s]", c->term));
    set_range(set, c);
    return set;
}

static enum status chart_saturation(struct report *report, const struct curve *c)
{
    static const char *const lists[] = {"names", "group", "notes", "below", "above"};
    char *joined = NULL;
    size_t size, first = c->variants;
    json_t *set = add_chart(report, c, "saturation", "Where does the gradient of", "go?");
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        json_object_set_new(set, lists[i], json_array());
    FILE *names = open_memstream(&joined, &size);
    for (size_t k = 0; k < c->variants; k++)
        if (is_faultless(c, &c->variant[k])) {
            fprintf(names, "%s%s", first < c->variants ? ", " : "", c->variant[k].name);
            first = first < c->variants ? first : k;
        }
    fclose(names);
    if (first < c->variants)
        add_panel(set, c, &c->variant[first], joined);
    for (size_t k = 0; k < c->variants; k++)
        if (!is_faultless(c, &c->variant[k]) && !c->variant[k].lacks_gradient)
            add_panel(set, c, &c->variant[k], c->variant[k].name);
    if (json_array_size(json_object_get(set, "names")) == 0) /* gnuplot has no empty arrays */
        add_panel(set, c, &c->variant[0], c->variant[0].name);
    json_object_set_new(set, "panels",
                        json_integer((json_int_t)json_array_size(json_object_get(set, "names"))));
    free(joined);
    enum status status = write_table(report, c, of_saturation);
    return status == STATUS_OK ? write_spans(report, c, fault_stretch, NULL) : status;
}

static enum status chart_error(struct report *report, const struct curve *c)
{
    json_t *set = add_chart(report, c, "error", "How large is the error of", "along its input? Sampled,"),
           *names = json_array();
    for (size_t k = 0; k < c->variants; k++)
        json_array_append_new(names, json_string(c->variant[k].name));
    json_object_set_new(set, "names", names);
    json_object_set_new(set, "panels", json_integer((json_int_t)c->variants));
    report_chart_bounds(set, report_term_bound(report, c->term, c->format, "loss"),
                        report_term_bound(report, c->term, c->format, "grad"));
    enum status status = write_table(report, c, of_error);
    return status == STATUS_OK ? write_spans(report, c, loss_stretch, grad_stretch) : status;
}

enum status report_curves(struct report *report)
{
    enum status status = STATUS_OK;
    const char *key;
    json_t *record;
    json_object_foreach(report->curves, key, record)
    {
        if (json_array_size(json_object_get(record, "kernels")) == 0)
            continue;
        struct curve c = report_curve(report, record);
        if (status == STATUS_OK)
            status = chart_saturation(report, &c);
        if (status == STATUS_OK)
            status = report_strip(report, &c);
        if (status == STATUS_OK)
            status = chart_error(report, &c);
        report_curve_free(&c);
    }
    return status;
}
