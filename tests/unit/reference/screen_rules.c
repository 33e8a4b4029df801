/* The screens' rules: which formula has one, NaN, one element at a time; and what they cost, for people. */
#include "harness/base/random.h"
#include "reference/cross_entropy.h"
#include "reference/screen.h"
#include "tests/support/sample.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <time.h>

static const struct format *const f32 = &formats[F32];

static const struct subject {
    const char *name;
    struct formula formula;
    double label; /* to run it with */
    enum space space;
} subjects[] = {
    {"logit, label 0", {cross_entropy, 0, 1}, 0, LOGIT},
    {"logit, label 1", {cross_entropy, 1, 1}, 1, LOGIT},
    {"logit, any label", {cross_entropy, LABEL_IS_TARGET, 1}, 0.9, LOGIT},
    {"D, label 0", {cross_entropy_at_D, 0, 1}, 0, PROB},
    {"D, label 1", {cross_entropy_at_D, 1, 1}, 1, PROB},
};
enum { SUBJECTS = sizeof subjects / sizeof *subjects };

Test(screen_rules, every_ideal_formula_has_one)
{
    for (int i = 0; i < TERMS; i++) {
        const struct screen *best = screen_find(reference_ideal(&terms[i]), isa_best()), *last = NULL;
        cr_assert_not_null(best, "%s", terms[i].id);
        for (int isa = 0; isa < ISAS; isa++) {
            const struct screen *screen = screen_find(reference_ideal(&terms[i]), (enum isa)isa);
            cr_expect_eq(screen != NULL, isa_runs((enum isa)isa), "%s, %s", terms[i].id, isa_names[isa]);
            last = screen ? screen : last;
            cr_expect(!screen || screen->run != best->run || screen == best);
        }
        cr_expect_eq(best, last, "%s", terms[i].id);
    }
}

Test(screen_rules, no_other_formula_has_one)
{
    struct formula own, soft = {cross_entropy_at_D, 0.9, 1},
                        target = {cross_entropy_at_D, LABEL_IS_TARGET, 1};
    cr_assert(reference_own(&own, &terms[TERM_minimax_g], "clip1e7"));
    cr_expect_null(screen_find(&own, isa_best()));
    cr_expect_null(screen_find(&soft, isa_best()));
    cr_expect_null(screen_find(&target, isa_best()));
}

/* The label decides, not the term, and the weight does not. */
Test(screen_rules, labels_of_0_half_and_1_have_no_absolute_error)
{
    for (int quarters = 0; quarters <= 4; quarters++) {
        double label = quarters / 4.0;
        const struct screen *screen = screen_find(&(struct formula){cross_entropy, label, -0.5}, isa_best());
        cr_assert_not_null(screen);
        cr_expect_eq(screen->absolute[GRAD] < 0x1p-149, quarters % 2 == 0, "%g", label);
    }
}

/* What judges sums of losses takes one absolute bound for all of them. */
Test(screen_rules, no_loss_has_a_larger_absolute_error)
{
    size_t found = 0;
    for (size_t t = 0; t < TERMS; t++) {
        const struct screen *screen = screen_find(reference_ideal(&terms[t]), isa_best());
        found += screen ? 1 : 0;
        cr_expect(!screen || screen->absolute[LOSS] <= SCREEN_ABSOLUTE, "%s", terms[t].id);
    }
    cr_expect_gt(found, 0);
}

static bool same(double a, double b)
{
    return format_bits(&formats[F64], a) == format_bits(&formats[F64], b) || (isnan(a) && isnan(b));
}

/* Whether n results at an odd place are those of the elements one by one, and nothing else is written. */
static bool same_alone(const struct screen *screen, double label, size_t n, size_t offset, uint64_t *r)
{
    enum { ROOM = 96 };
    float x[ROOM];
    double out[OUTPUTS][ROOM];
    bool is_same = true;
    for (size_t i = 0; i < ROOM; i++) {
        x[i] = (float)(random_next(r) & 1 ? sample_any(r, f32) : sample_probability(r, f32));
        out[LOSS][i] = out[GRAD][i] = 12345;
    }
    screen->run(n, x + offset, label, out[LOSS] + offset, out[GRAD] + offset);
    for (size_t i = 0; i < ROOM; i++) {
        double loss = 12345, grad = 12345;
        if (i >= offset && i < offset + n)
            screen->run(1, x + i, label, &loss, &grad);
        is_same = is_same && same(loss, out[LOSS][i]) && same(grad, out[GRAD][i]);
    }
    return is_same;
}

Test(screen_rules, a_result_does_not_depend_on_its_place)
{
    uint64_t r = 1;
    for (int subject = 0; subject < SUBJECTS; subject++)
        for (int isa = 0; isa < ISAS; isa++) {
            const struct screen *screen = screen_find(&subjects[subject].formula, (enum isa)isa);
            for (size_t n = 0; screen && n < 80; n++)
                for (size_t offset = 0; offset < 9; offset++)
                    cr_assert(same_alone(screen, subjects[subject].label, n, offset, &r),
                              "%s, %s: n %zu, offset %zu", subjects[subject].name, isa_names[isa], n, offset);
        }
}

/* At each place in a vector, NaN there and nowhere else. */
static bool only_nan(const struct screen *screen, double label, double bad)
{
    enum { N = 40 };
    double out[OUTPUTS][N];
    for (int place = 0; place < N; place++) {
        float x[N];
        for (int i = 0; i < N; i++)
            x[i] = i == place ? (float)bad : 0.25F;
        screen->run(N, x, label, out[LOSS], out[GRAD]);
        for (int i = 0; i < N; i++)
            if (isnan(out[LOSS][i]) != (i == place) || isnan(out[GRAD][i]) != (i == place))
                return false;
    }
    return true;
}

Test(screen_rules, nan_and_D_outside_its_domain_give_nan)
{
    static const double bad[] = {(double)NAN, -0x1p-149,      -0x1p-126,         -0x1p-30,    -0.25,
                                 -1,          -1e30,          -(double)INFINITY, 1 + 0x1p-23, 2,
                                 1e30,        0x1.fffffep127, (double)INFINITY};
    for (int isa = 0; isa < ISAS; isa++) {
        const struct screen *score = screen_find(reference_ideal(&terms[TERM_wasserstein_g]), (enum isa)isa);
        cr_expect(!score || only_nan(score, 0, (double)NAN), "score, %s", isa_names[isa]);
        for (int subject = 0; subject < SUBJECTS; subject++) {
            const struct screen *screen = screen_find(&subjects[subject].formula, (enum isa)isa);
            size_t count = subjects[subject].space == PROB ? sizeof bad / sizeof *bad : 1;
            for (size_t i = 0; screen && i < count; i++)
                cr_expect(only_nan(screen, subjects[subject].label, bad[i]), "%s, %s: %a",
                          subjects[subject].name, isa_names[isa], bad[i]);
        }
    }
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* Over floats spread evenly by their bits, as an exhaustive run meets them; the least of many runs. */
static double cost(const struct screen *screen, double label)
{
    enum { N = 2048, RUNS = 50 };
    static float x[N];
    static double loss[N], grad[N];
    double least = (double)INFINITY;
    for (uint32_t i = 0; i < N; i++)
        x[i] = (float)format_value(f32, i * (UINT32_MAX / N));
    for (int run = 0; run < RUNS; run++) {
        double start = seconds();
        screen->run(N, x, label, loss, grad);
        least = fmin(least, seconds() - start);
    }
    return 1e9 * least / N;
}

Test(screen_rules, cost)
{
    for (int isa = 0; isa < ISAS; isa++)
        for (int subject = 0; subject < SUBJECTS; subject++) {
            const struct screen *screen = screen_find(&subjects[subject].formula, (enum isa)isa);
            if (screen)
                printf("%-6s  %-16s  %.2f ns\n", isa_names[isa], subjects[subject].name,
                       cost(screen, subjects[subject].label));
        }
}
