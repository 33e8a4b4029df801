#include "harness/verify/curves.h"

#include "harness/base/allocate.h"
#include "harness/base/json.h"
#include "harness/metric/metric.h"

#include <math.h>
#include <stdlib.h>

/* Cells along the axis, and points in each: the first is its middle. */
enum { CELLS = 440, POINTS = 4 };

struct grid {
    double logit[CELLS], x[CELLS][POINTS]; /* x: what the kernel is given */
    struct want want[CELLS][POINTS][OUTPUTS];
};

/* The label of two-operand terms on the charts: one-sided smoothing as Salimans et al. 2016 use it. */
static const double chart_target = 0.9;

/* To both ends of what the format can express: beyond, sp(-s) is 0 or D is 0 or 1. */
static double half_width(const struct format *format)
{
    return format == &formats[F32] ? 110 : 760;
}

static double input_at(enum space space, double s)
{
    if (space == LOGIT)
        return s;
    double e = exp(-fabs(s));
    return s < 0 ? e / (1 + e) : 1 / (1 + e);
}

static void fill_grid(struct grid *grid, const struct term *term, const struct format *format, double target)
{
    double width = 2 * half_width(format) / CELLS;
    for (size_t i = 0; i < CELLS; i++) {
        grid->logit[i] = ((double)i + 0.5) * width - half_width(format);
        for (size_t k = 0; k < POINTS; k++) {
            /* irrational-looking steps, so that the points are no special numbers */
            double s = grid->logit[i] + (k == 0 ? 0 : width * (0.30901699 * (double)k - 0.5));
            grid->x[i][k] = format_round(format, input_at(term->space, s));
            reference(&grid->want[i][k][LOSS], &grid->want[i][k][GRAD], reference_ideal(term), format,
                      grid->x[i][k], target);
        }
    }
}

/* Six digits are plenty on paper, and keep the document small. */
static json_t *rounded_number(double x)
{
    char text[32];
    snprintf(text, sizeof text, "%.6g", x);
    return json_number_or_null(strtod(text, NULL));
}

static json_t *cell_ulp(const struct grid *grid, size_t cell, double got[POINTS][OUTPUTS], enum output output)
{
    long double worst = 0;
    for (size_t k = 0; k < POINTS; k++) {
        struct error error = metric_measure(got[k][output], &grid->want[cell][k][output]);
        if (error_class_is_failure(error.class))
            return json_null();
        worst = error.ulp > worst ? error.ulp : worst;
    }
    return rounded_number((double)worst);
}

static json_t *kernel_curve(const struct grid *grid, const struct choice *choice, double target)
{
    json_t *grad = json_array(), *ulp[OUTPUTS] = {json_array(), json_array()};
    for (size_t i = 0; i < CELLS; i++) {
        double got[POINTS][OUTPUTS];
        for (size_t k = 0; k < POINTS; k++)
            choice_at(choice, grid->x[i][k], target, &got[k][LOSS], &got[k][GRAD]);
        json_array_append_new(grad, rounded_number(got[0][GRAD]));
        for (int k = 0; k < OUTPUTS; k++)
            json_array_append_new(ulp[k], cell_ulp(grid, i, got, (enum output)k));
    }
    return json_pack("{s:s, s:o, s:o, s:o}", "variant", choice->kernel->code->variant, "grad", grad,
                     "loss_ulp", ulp[LOSS], "grad_ulp", ulp[GRAD]);
}

static json_t *term_curves(const struct selection *selection, const struct term *term,
                           const struct format *format)
{
    struct grid *grid = allocate(1, sizeof *grid);
    double target = format_round(format, chart_target);
    json_t *x = json_array(), *grad = json_array(), *of_kernels = json_array();
    fill_grid(grid, term, format, target);
    for (size_t i = 0; i < CELLS; i++) {
        json_array_append_new(x, rounded_number(grid->logit[i]));
        json_array_append_new(grad, rounded_number(grid->want[i][0][GRAD].rounded));
    }
    for (size_t i = 0; i < selection->count; i++)
        if (selection->at[i].kernel->term == term && selection->at[i].format == format)
            json_array_append_new(of_kernels, kernel_curve(grid, &selection->at[i], target));
    free(grid);
    json_t *curves =
        json_pack("{s:s, s:s, s:s, s:o, s:o, s:o}", "term", term->id, "format", format->name, "space",
                  term->space == LOGIT ? "logit" : "prob", "x", x, "grad", grad, "kernels", of_kernels);
    if (term->operands == 2)
        json_object_set_new(curves, "target", json_hex_float(target));
    return curves;
}

json_t *curves_json(const struct selection *selection)
{
    json_t *curves = json_array();
    for (size_t t = 0; t < TERMS; t++)
        for (size_t f = 0; f < FORMATS; f++) {
            bool selected = false;
            for (size_t i = 0; i < selection->count; i++)
                selected = selected || (selection->at[i].kernel->term == &terms[t] &&
                                        selection->at[i].format == &formats[f]);
            if (selected)
                json_array_append_new(curves, term_curves(selection, &terms[t], &formats[f]));
        }
    reference_thread_end();
    return curves;
}
