/* A row's bound is the greater of its two. */
#include "harness/bench/bound.h"
#include "harness/bench/bench.h"
#include "harness/machine/limits.h"
#include "harness/machine/machine.h"
#include "harness/selection/select.h"

#include <criterion/criterion.h>

Test(bound, the_bound_is_the_greater_of_the_two)
{
    struct bench_row row = {.reduction = ELEMENT, .batch = 64, .level = LEVEL_L2};
    struct limits made = {.copy = {100, 50, 20, 10}, .peak = {[F32] = 100, [F64] = 50}};
    cr_assert(choice_find(&row.choice, "wasserstein.g/stable/f32"));
    struct bench_bound bound = bench_bound_of(&made, &row); /* 12 bytes, one operation */
    cr_assert(!bound.vector);
    cr_assert_float_eq(bound.ns, 0.24, 1e-12);
    cr_assert(choice_find(&row.choice, "nonsaturating.g/stable/f32"));
    bound = bench_bound_of(&made, &row); /* 25 operations */
    cr_assert(bound.vector);
    cr_assert_float_eq(bound.ns, 0.25, 1e-12);
    row.level = LEVEL_MEMORY;
    bound = bench_bound_of(&made, &row);
    cr_assert(!bound.vector);
    cr_assert_float_eq(bound.ns, 1.2, 1e-12);
}

Test(bound, transcendental_terms_cost_more_than_linear_ones)
{
    for (int f = 0; f < FORMATS; f++) {
        double linear = bench_operations(term_find("wasserstein.g"), &formats[f]);
        double logarithm = bench_operations(term_find("nonsaturating.g@D"), &formats[f]);
        double softplus = bench_operations(term_find("nonsaturating.g"), &formats[f]);
        cr_assert(linear == 1 && linear < logarithm && logarithm < softplus);
    }
}
