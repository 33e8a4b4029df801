/* The bounds that kernels declare: kept, and near to what exhaustive runs have found. */
#include "harness/base/allocate.h"
#include "harness/inputs/worst.h"
#include "harness/judge/judge.h"

#include <criterion/criterion.h>
#include <stdlib.h>

/* How much larger than the largest error known a bound may be. Of f32 that is the largest there is, by exhaustive runs;
   of f64 a search's, below what is proved, or what libm's authors allow for. */
static const long double slack[FORMATS] = {[F32] = 1.05L, [F64] = 1.16L};

/* The largest errors known are at inputs of tests/worst, which every level judges. They were found with the libm
   functions for CPUs with FMA; without them, they may be elsewhere. */
Test(bounds, are_kept_and_near_the_largest_errors_known)
{
    char *const globs[] = {"*/stable/*", "*/fused/*"};
    struct selection selection;
    struct worst worst;
    cr_assert_eq(select_kernels(&selection, globs, 2), STATUS_OK);
    cr_assert_eq(worst_read(&worst, "tests/worst"), STATUS_OK);
    struct summary *summaries = allocate(selection.count, sizeof *summaries);
    const struct plan plan = {.level = QUICK, .seed = 1, .quiet = true, .shards = 1, .worst = &worst};
    cr_assert(judge_run(summaries, &selection, &plan));
    for (size_t i = 0; i < selection.count; i++)
        for (int k = 0; k < OUTPUTS; k++) {
            const struct choice *choice = &selection.at[i];
            char id[ID_SIZE];
            choice_id(id, choice);
            long double bound = (long double)choice_bound(choice, (enum output)k),
                        most = summaries[i].ideal[k].max_ulp;
            if (isinf(bound))
                continue;
            cr_expect(most <= bound, "%s %s: %.4Lg ulp, bound %.4Lg", id, output_names[k], most, bound);
            cr_expect(bound <= most * slack[choice->format - formats] || !isa_runs(ISA_AVX2),
                      "%s %s: bound %.4Lg, largest error known %.4Lg", id, output_names[k], bound, most);
        }
    for (size_t i = 0; i < selection.count; i++)
        summary_clear(&summaries[i]);
    worst_free(&worst);
    free(summaries);
    free(selection.at);
}
