#include "harness/verify/curves.h"

#include "harness/base/allocate.h"
#include "harness/base/json.h"
#include "harness/metric/metric.h"
#include "harness/record/library.h"

#include <math.h>
#include <stdlib.h>

/* Even cells along the charts' axis (reports/along.gp), and points in each: the first is its middle. Between them stand cells of one point each:
   where a summary says that something begins or ends, and the float before it, or the chart would step over it. */
enum { CELLS = 168, POINTS = 4 };

struct cell {
    double logit, x[POINTS]; /* x: what the kernel is given */
    size_t points;
    struct want want[POINTS][OUTPUTS];
};

struct grid {
    struct cell *cell;
    size_t count;
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

static double logit_at(enum space space, double x)
{
    return space == LOGIT ? x : log(x) - log1p(-x);
}

/* A cell for this input, if it is on the axis. */
static void add_place(struct grid *grid, const struct term *term, const struct format *format, double x)
{
    double s = logit_at(term->space, x);
    if (isfinite(s) && fabs(s) < half_width(format))
        grid->cell[grid->count++] = (struct cell){.logit = s, .x = {x}, .points = 1};
}

/* The ends of the two intervals of an extent, and what is just inside of the inner two. */
enum { PLACES = 6 };
static void add_extent(struct grid *grid, const struct choice *choice, const struct extent *extent,
                       double target)
{
    const struct term *term = choice->kernel->term;
    const struct input *ends[] = {&extent->first, &extent->below, &extent->above, &extent->last};
    double centre = term->space == LOGIT ? 0 : 0.5;
    for (size_t i = 0; i < sizeof ends / sizeof *ends && extent->count > 0; i++) {
        double x = ends[i]->x;
        if (term->operands == 2 && (ends[i]->target < target || ends[i]->target > target))
            continue;
        add_place(grid, term, choice->format, x);
        if (ends[i] == &extent->below || ends[i] == &extent->above)
            add_place(grid, term, choice->format,
                      choice->format == &formats[F32] ? (double)nextafterf((float)x, (float)centre)
                                                      : nextafter(x, centre));
    }
}

static void add_summary(struct grid *grid, const struct choice *choice, const struct summary *summary,
                        double target)
{
    for (int k = 0; k < OUTPUTS; k++) {
        for (int c = 0; c < CLASSES; c++)
            if (error_class_is_failure((enum error_class)c))
                add_extent(grid, choice, &summary->ideal[k].classes[c], target);
        add_extent(grid, choice, &summary->ideal[k].lost, target);
    }
}

static int compare_cells(const void *left, const void *right)
{
    double a = ((const struct cell *)left)->logit, b = ((const struct cell *)right)->logit;
    return (a > b) - (a < b);
}

/* In order, each place once. */
static void sort_cells(struct grid *grid)
{
    size_t kept = 0;
    qsort(grid->cell, grid->count, sizeof *grid->cell, compare_cells);
    for (size_t i = 0; i < grid->count; i++)
        if (kept == 0 || compare_cells(&grid->cell[kept - 1], &grid->cell[i]) != 0)
            grid->cell[kept++] = grid->cell[i];
    grid->count = kept;
}

/* The charts' axis is even to both sides of 0, where training is, and logarithmic beyond. From a place on it, -1 to 1, to the
   logit there. */
static double logit_along(double place, const struct format *format)
{
    static const double even = 5. / 7, even_to = 20;
    double size = fabs(place) <= even
                      ? even_to * fabs(place) / even
                      : even_to * pow(half_width(format) / even_to, (fabs(place) - even) / (1 - even));
    return copysign(size, place);
}

static void add_even_cells(struct grid *grid, const struct term *term, const struct format *format)
{
    double width = 2. / CELLS;
    for (size_t i = 0; i < CELLS; i++) {
        struct cell *cell = &grid->cell[grid->count++];
        double middle = ((double)i + 0.5) * width - 1;
        *cell = (struct cell){.logit = logit_along(middle, format), .points = POINTS};
        for (size_t k = 0; k < POINTS; k++) {
            /* irrational-looking steps, so that the points are no special numbers */
            double s = logit_along(middle + (k == 0 ? 0 : width * (0.30901699 * (double)k - 0.5)), format);
            cell->x[k] = format_round(format, input_at(term->space, s));
        }
    }
}

static void fill_grid(struct grid *grid, const struct term *term, const struct format *format, double target)
{
    sort_cells(grid);
    for (size_t i = 0; i < grid->count; i++)
        for (size_t k = 0; k < grid->cell[i].points; k++)
            reference(&grid->cell[i].want[k][LOSS], &grid->cell[i].want[k][GRAD], reference_ideal(term),
                      format, grid->cell[i].x[k], target);
}

/* Six digits are plenty on paper, and keep the document small. */
static json_t *rounded_number(double x)
{
    char text[32];
    snprintf(text, sizeof text, "%.6g", x);
    return json_number_or_null(strtod(text, NULL));
}

static json_t *cell_ulp(const struct cell *cell, double got[POINTS][OUTPUTS], enum output output)
{
    long double worst = 0;
    for (size_t k = 0; k < cell->points; k++) {
        struct error error = metric_measure(got[k][output], &cell->want[k][output]);
        if (error_class_is_failure(error.class))
            return json_null();
        worst = error.ulp > worst ? error.ulp : worst;
    }
    return rounded_number((double)worst);
}

static json_t *kernel_curve(const struct grid *grid, const struct choice *choice, double target)
{
    json_t *grad = json_array(), *ulp[OUTPUTS] = {json_array(), json_array()};
    for (size_t i = 0; i < grid->count; i++) {
        const struct cell *cell = &grid->cell[i];
        double got[POINTS][OUTPUTS] = {{0}};
        for (size_t k = 0; k < cell->points; k++)
            choice_at(choice, cell->x[k], target, &got[k][LOSS], &got[k][GRAD]);
        json_array_append_new(grad, rounded_number(got[0][GRAD]));
        for (int k = 0; k < OUTPUTS; k++)
            json_array_append_new(ulp[k], cell_ulp(cell, got, (enum output)k));
    }
    json_t *curve = json_pack("{s:s, s:o, s:o, s:o}", "variant", choice->kernel->code->variant, "grad", grad,
                              "loss_ulp", ulp[LOSS], "grad_ulp", ulp[GRAD]);
    library_set(curve, choice);
    return curve;
}

static bool is_among(const struct choice *choice, const struct term *term, const struct format *format)
{
    return choice->kernel->term == term && choice->format == format;
}

static json_t *term_curves(const struct selection *selection, const struct summary summaries[],
                           const struct term *term, const struct format *format)
{
    size_t most = CELLS + selection->count * OUTPUTS * (CLASSES + 1) * PLACES;
    struct grid grid = {allocate(most, sizeof *grid.cell), 0};
    double target = format_round(format, chart_target);
    json_t *x = json_array(), *grad = json_array(), *of_kernels = json_array();
    add_even_cells(&grid, term, format);
    for (size_t i = 0; i < selection->count; i++)
        if (is_among(&selection->at[i], term, format))
            add_summary(&grid, &selection->at[i], &summaries[i], target);
    fill_grid(&grid, term, format, target);
    for (size_t i = 0; i < grid.count; i++) {
        json_array_append_new(x, rounded_number(grid.cell[i].logit));
        json_array_append_new(grad, rounded_number(grid.cell[i].want[0][GRAD].rounded));
    }
    for (size_t i = 0; i < selection->count; i++)
        if (is_among(&selection->at[i], term, format) && choice_is_callable(&selection->at[i]))
            json_array_append_new(of_kernels, kernel_curve(&grid, &selection->at[i], target));
    free(grid.cell);
    json_t *curves =
        json_pack("{s:s, s:s, s:s, s:o, s:o, s:o}", "term", term->id, "format", format->name, "space",
                  term->space == LOGIT ? "logit" : "prob", "x", x, "grad", grad, "kernels", of_kernels);
    if (term->operands == 2)
        json_object_set_new(curves, "target", json_hex_float(target));
    return curves;
}

json_t *curves_json(const struct selection *selection, const struct summary summaries[])
{
    json_t *curves = json_array();
    for (size_t t = 0; t < TERMS; t++)
        for (size_t f = 0; f < FORMATS; f++) {
            bool selected = false;
            for (size_t i = 0; i < selection->count; i++)
                selected = selected || is_among(&selection->at[i], &terms[t], &formats[f]);
            if (selected)
                json_array_append_new(curves, term_curves(selection, summaries, &terms[t], &formats[f]));
        }
    reference_thread_end();
    return curves;
}
