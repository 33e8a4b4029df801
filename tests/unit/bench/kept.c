/* Inputs that are kept are the same as inputs that are drawn, and drawn once. */
#include "harness/bench/kept.h"

#include <criterion/criterion.h>
#include <string.h>

enum { MOST = 1000, FEW = 100 };
static const uint64_t seed = 9;

static double right[MOST], filled[MOST];

static void right_values(const struct bench_inputs *of)
{
    memset(right, 0, sizeof right);
    if (of->regime)
        regime_fill(of->regime, of->space, of->format, seed, of->count, right);
    else
        regime_labels(of->format, seed, of->count, right);
}

/* Fills, compares, and says how many inputs were drawn for it. */
static size_t drawn_by(struct bench_kept *kept, const struct bench_inputs *wanted)
{
    double before = kept->drawn;
    memset(filled, 0, sizeof filled);
    bench_kept_fill(kept, wanted, seed, filled);
    right_values(wanted);
    cr_assert_eq(memcmp(filled, right, sizeof right), 0, "and nothing beyond the end");
    return (size_t)(kept->drawn - before);
}

Test(kept, inputs_are_drawn_once_and_are_those_of_the_regime)
{
    const struct regime *early = regime_find("early"), *uniform = regime_find("uniform");
    const struct bench_inputs kinds[] = {
        {early, &formats[F32], LOGIT, FEW}, {early, &formats[F64], LOGIT, FEW},
        {early, &formats[F64], PROB, FEW},  {uniform, &formats[F64], LOGIT, FEW},
        {NULL, &formats[F32], LOGIT, FEW},  {NULL, &formats[F64], LOGIT, FEW},
    };
    struct bench_kept kept = {0};
    for (int round = 0; round < 3; round++)
        for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
            struct bench_inputs longer = kinds[i], shorter = kinds[i];
            longer.count = MOST;
            shorter.count = FEW - 1;
            cr_assert_eq(drawn_by(&kept, &kinds[i]), round == 0 ? FEW : 0, "kind %zu, round %d", i, round);
            cr_assert_eq(drawn_by(&kept, &shorter), 0, "the beginning of what there is");
            cr_assert_eq(drawn_by(&kept, &longer), round == 0 ? MOST : 0);
        }
    cr_assert_eq(kept.arrays, sizeof kinds / sizeof *kinds);
    cr_assert_eq(kept.bytes, MOST * (2 * sizeof(float) + 4 * sizeof(double)));
    bench_kept_free(&kept);
}

Test(kept, what_has_no_room_is_drawn_each_time_and_costs_so)
{
    struct bench_inputs inputs = {regime_find("early"), &formats[F64], LOGIT, FEW}, longer = inputs;
    struct bench_kept kept = {0};
    longer.count = MOST;
    drawn_by(&kept, &inputs);
    kept.drawn_ns = 10 * kept.drawn;
    kept.copied_ns = kept.copied;
    cr_assert_float_eq(bench_kept_cost(&kept, &inputs, 3), 3 * FEW, 1e-9, "three copies");
    cr_assert_float_eq(bench_kept_cost(&kept, &longer, 3), (10 + 2) * MOST, 1e-9, "drawn, and two copies");
    kept.bytes = (size_t)384 << 20; /* as if it were full */
    cr_assert_float_eq(bench_kept_cost(&kept, &longer, 3), 3 * 10 * MOST, 1e-9);
    for (int i = 0; i < 2; i++)
        cr_assert_eq(drawn_by(&kept, &longer), MOST);
    cr_assert_eq(drawn_by(&kept, &inputs), 0, "what was kept stays");
    bench_kept_free(&kept);
}
