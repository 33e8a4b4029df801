/* A chart shows where something begins: its grid has the very input that the summary names. */
#include "harness/verify/curves.h"
#include "harness/base/json.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

/* The gradient that the one kernel of the curves returns at the cell nearest to this logit; *steps: how many cells stand
   within this distance of it. */
static const json_t *grad_at(const json_t *curve, double logit, double distance, size_t *steps)
{
    const json_t *x = json_object_get(curve, "x");
    const json_t *grad = json_object_get(json_array_get(json_object_get(curve, "kernels"), 0), "grad");
    double nearest = (double)INFINITY, before = -(double)INFINITY;
    const json_t *found = NULL;
    *steps = 0;
    cr_assert_eq(json_array_size(x), json_array_size(grad));
    for (size_t i = 0; i < json_array_size(x); i++) {
        double at = json_number_value(json_array_get(x, i));
        cr_assert_geq(at, before, "the axis goes one way");
        before = at;
        *steps += fabs(at - logit) <= distance;
        if (fabs(at - logit) < nearest) {
            nearest = fabs(at - logit);
            found = json_array_get(grad, i);
        }
    }
    return found;
}

static json_t *curve_of(const char *id, struct extent vanished)
{
    struct choice choice;
    cr_assert(choice_find(&choice, id));
    const struct selection selection = {&choice, 1};
    struct summary summary = {.inputs = 9};
    summary.ideal[GRAD].classes[VANISHED] = vanished;
    json_t *curves = curves_json(&selection, &summary);
    cr_assert_eq(json_array_size(curves), 1);
    return curves;
}

static const double none = (double)NAN;

Test(curves, an_onset_between_two_cells_is_on_the_chart)
{
    /* maxlog returns 0 at 0 alone, and no cell's middle is 0 */
    struct extent at_0 = {2, {-0.0, 0}, {0, 0}, {none, 0}, {0, 0}};
    size_t with, without;
    json_t *curves = curve_of("nonsaturating.g/maxlog/f32", at_0);
    const json_t *grad = grad_at(json_array_get(curves, 0), 0, 1e-30, &with);
    cr_expect(fabs(json_number_value(grad)) <= 0);
    cr_expect_eq(with, 1);
    json_t *even = curve_of("nonsaturating.g/maxlog/f32", (struct extent){0});
    grad = grad_at(json_array_get(even, 0), 0, 1e-30, &without);
    cr_expect_eq(without, 0);
    cr_expect(fabs(json_number_value(grad)) > 0.1);
    json_decref(curves);
    json_decref(even);
}

/* reports/along.gp: five sevenths of the charts' width, from end to end. */
Test(curves, cells_are_even_where_training_is)
{
    json_t *curves = curve_of("nonsaturating.g/stable/f64", (struct extent){0});
    const json_t *x = json_object_get(json_array_get(curves, 0), "x");
    size_t count = json_array_size(x), inside = 0;
    double first = json_number_value(json_array_get(x, 0));
    for (size_t i = 0; i < count; i++)
        inside += fabs(json_number_value(json_array_get(x, i))) < 20;
    cr_expect_eq(inside, count * 5 / 7);
    cr_expect(first < -700 && first > -760, "%g", first);
    cr_expect_float_eq(json_number_value(json_array_get(x, count - 1)), -first, 1e-3);
    json_decref(curves);
}

Test(curves, what_lies_beyond_the_axis_or_at_another_label_is_not)
{
    size_t count[3], near;
    static const struct extent extents[3] = {
        {0},
        {9, {-1000, 0}, {-500, 0}, {500, 0}, {1000, 0}},
        {9, {-1, 0.25}, {-0.5, 0.25}, {0.5, 0.25}, {1, 0.25}},
    };
    for (int i = 0; i < 3; i++) {
        json_t *curves = curve_of(i == 2 ? "bce.target/naive/f32" : "nonsaturating.g/naive/f32", extents[i]);
        grad_at(json_array_get(curves, 0), 0, 1e9, &near);
        count[i] = near;
        json_decref(curves);
    }
    cr_expect_eq(count[1], count[0]);
    cr_expect_eq(count[2], count[0]);
}

Test(curves, a_probability_is_placed_by_its_logit)
{
    struct extent at_1 = {9, {0x1p-20, 0}, {0x1p-10, 0}, {none, 0}, {0x1p-10, 0}};
    size_t near;
    json_t *curves = curve_of("minimax.g@D/naive/f32", at_1);
    grad_at(json_array_get(curves, 0), log(0x1p-20) - log1p(-0x1p-20), 1e-4, &near);
    cr_expect_geq(near, 1);
    json_decref(curves);
}
