#include "harness/report/curve.h"

#include "harness/base/allocate.h"
#include "harness/base/json.h"
#include "harness/report/charts.h"
#include "reference/format.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const json_t *report_curve_cell(const struct curve *c, const json_t *series, size_t i)
{
    return json_array_get(series, c->first + i);
}

double report_curve_x(const struct curve *c, size_t i)
{
    return json_number_value(report_curve_cell(c, c->x, i));
}

/* A class without an error at the cell's own point applies to another point of the cell: the fault shows from
   the next cell on. */
enum gradient_fault report_curve_fault(const struct curve *c, const struct variant_curve *v, size_t i)
{
    const json_t *ulp = report_curve_cell(c, json_object_get(v->cells, "grad_ulp"), i);
    double g = (double)json_long_double(report_curve_cell(c, json_object_get(v->cells, "grad"), i)),
           e = (double)json_long_double(report_curve_cell(c, c->exact, i));
    bool off = fabs(g - e) >= fabs(e) / 2;
    if (json_is_null(ulp) && isnan(g))
        return FAULT_NOT_FINITE;
    if (json_is_null(ulp) && off)
        return g == 0 ? FAULT_ZERO : g * e < 0 ? FAULT_SIGN : FAULT_OFF;
    return off && json_long_double(ulp) > 0.5L ? FAULT_OFF : FAULT_NONE;
}

bool report_curve_has_fault(const struct curve *c, const struct variant_curve *v, enum gradient_fault fault)
{
    for (size_t i = 0; i < c->count; i++)
        if (report_curve_fault(c, v, i) == fault)
            return true;
    return false;
}

double report_curve_edge(const struct curve *c, size_t i, int side)
{
    double x = report_curve_x(c, i);
    if ((side < 0 && i == 0) || (side > 0 && i + 1 == c->count))
        return x;
    return (x + report_curve_x(c, side < 0 ? i - 1 : i + 1)) / 2;
}

/* Beyond these logits the format knows D as 0 or as 1 alone: ln of half the least D, of half an ulp below 1. */
static void trim_to_format(struct curve *c)
{
    const struct format *format = format_find(c->format);
    double low = log(format->least) - log(2), high = (format->precision + 1) * log(2);
    while (c->count > 1 && report_curve_x(c, 0) < low) {
        c->first++;
        c->count--;
    }
    while (c->count > 1 && report_curve_x(c, c->count - 1) > high)
        c->count--;
}

/* What has no record is judged by its cells. */
static double distance_of(const struct curve *c, const struct variant_curve *v)
{
    double distance = (double)INFINITY;
    if (v->record)
        return report_onset_distance(v->record, c->prob);
    for (size_t i = 0; i < c->count; i++)
        if (report_curve_fault(c, v, i) != FAULT_NONE)
            distance = fmin(distance, fabs(report_curve_x(c, i)));
    return distance;
}

static int compare_variants(const void *left, const void *right)
{
    const struct variant_curve *a = left, *b = right;
    if (a->distance < b->distance || a->distance > b->distance)
        return a->distance < b->distance ? 1 : -1;
    if (a->first_class != b->first_class)
        return a->first_class ? -1 : 1;
    return (a->place > b->place) - (a->place < b->place);
}

/* Whether this program offers it as the one to use. */
static bool is_first_class(const struct curve *c, const char *variant)
{
    struct choice choice;
    char id[256];
    snprintf(id, sizeof id, "%s/%s/%s", c->term, variant, c->format);
    return choice_find(&choice, id) && choice_is_first_class(&choice);
}

struct curve report_curve(const struct report *report, const json_t *record)
{
    const json_t *of_kernels = json_object_get(record, "kernels"), *kernel;
    struct curve c = {.x = json_object_get(record, "x"),
                      .exact = json_object_get(record, "grad"),
                      .of_record = record,
                      .term = json_text_at(record, "term"),
                      .format = json_text_at(record, "format"),
                      .target = json_hex_float_value(json_object_get(record, "target")),
                      .prob = strcmp(json_text_at(record, "space"), "prob") == 0,
                      .score = report_is_score(json_text_at(record, "term")),
                      .variants = json_array_size(of_kernels)};
    c.count = json_array_size(c.x);
    if (c.prob)
        trim_to_format(&c);
    c.variant = allocate(c.variants, sizeof *c.variant);
    for (size_t k = 0; k < c.variants; k++) {
        struct variant_curve *v = &c.variant[k];
        kernel = json_array_get(of_kernels, k);
        *v = (struct variant_curve){.name = json_text_at(kernel, "variant"), .cells = kernel, .place = k};
        v->record = report_record_of(report, c.term, v->name, c.format);
        v->distance = distance_of(&c, v);
        v->lacks_gradient = strcmp(json_text_at(v->record, "lacks"), "grad") == 0;
        v->first_class = is_first_class(&c, v->name);
    }
    qsort(c.variant, c.variants, sizeof *c.variant, compare_variants);
    return c;
}

void report_curve_free(struct curve *c)
{
    free(c->variant);
    c->variant = NULL;
}
