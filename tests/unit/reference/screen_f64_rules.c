/* The double-double screens' rules: which formula has one, what is a zero or left to MPFR, one element at a
   time, the same with every instruction set; and what screen and metric cost, for people. */
#include "harness/base/random.h"
#include "harness/metric/f64.h"
#include "reference/screen_f64.h"
#include "tests/support/screen_points.h"

#include <criterion/criterion.h>
#include <float.h>
#include <stdio.h>
#include <time.h>

static const struct format *const f64 = &formats[F64];

static const struct screen_f64 *screen_of(int subject, int isa)
{
    return screen_f64_find(screen_formula(subject), (enum isa)isa);
}

/* Both outputs at one input. */
struct outputs {
    double high[OUTPUTS], low[OUTPUTS], scale;
};

static struct outputs run(const struct screen_f64 *screen, double x, double label)
{
    struct outputs o;
    screen->run(1, &x, &label, &o.high[LOSS], &o.low[LOSS], &o.high[GRAD], &o.low[GRAD], &o.scale);
    return o;
}

Test(screen_f64_rules, every_ideal_formula_has_one)
{
    for (int i = 0; i < TERMS; i++) {
        const struct formula *f = reference_ideal(&terms[i]);
        const struct screen_f64 *best = screen_f64_find(f, isa_best()), *last = NULL;
        cr_assert_not_null(best, "%s", terms[i].id);
        for (int isa = 0; isa < ISAS; isa++) {
            const struct screen_f64 *screen = screen_f64_find(f, (enum isa)isa);
            cr_expect_eq(screen != NULL, isa_runs((enum isa)isa), "%s, %s", terms[i].id, isa_names[isa]);
            last = screen ? screen : last;
        }
        cr_expect_eq(best, last, "%s", terms[i].id);
        for (int k = 0; k < OUTPUTS; k++)
            cr_expect(best->relative[k] <= 0x1p-70, "%s: 2^%g", terms[i].id, log2(best->relative[k]));
    }
}

Test(screen_f64_rules, no_other_formula_has_one)
{
    struct formula own;
    cr_assert(reference_own(&own, &terms[TERM_minimax_g], "clip1e7"));
    cr_expect_null(screen_f64_find(&own, isa_best()));
}

static bool same(double a, double b)
{
    return format_bits(f64, a) == format_bits(f64, b) || (isnan(a) && isnan(b));
}

enum { ROOM = 96 };

/* Whether n results at an odd place are those of the elements one by one with the plain instruction set, and
   nothing else is written. */
static bool same_alone(int subject, int isa, size_t n, size_t offset, uint64_t *r)
{
    double x[ROOM], label[ROOM], high[OUTPUTS][ROOM], low[OUTPUTS][ROOM], scale[ROOM];
    bool is_same = true;
    for (size_t i = 0; i < ROOM; i++) {
        label[i] = screen_label(r, f64, subject);
        x[i] = random_next(r) % 4 ? screen_point(r, f64, subject, label[i]) : sample_any(r, f64);
        high[LOSS][i] = low[LOSS][i] = high[GRAD][i] = low[GRAD][i] = scale[i] = 12345;
    }
    screen_of(subject, isa)
        ->run(n, x + offset, label + offset, high[LOSS] + offset, low[LOSS] + offset, high[GRAD] + offset,
              low[GRAD] + offset, scale + offset);
    for (size_t i = 0; i < ROOM; i++) {
        struct outputs alone = {{12345, 12345}, {12345, 12345}, 12345};
        if (i >= offset && i < offset + n)
            alone = run(screen_of(subject, ISA_ANY), x[i], label[i]);
        is_same = is_same && same(alone.scale, scale[i]);
        for (int k = 0; k < OUTPUTS; k++)
            is_same = is_same && same(alone.high[k], high[k][i]) &&
                      (isnan(alone.high[k]) || same(alone.low[k], low[k][i]));
    }
    return is_same;
}

Test(screen_f64_rules, a_result_depends_neither_on_its_place_nor_on_the_isa)
{
    uint64_t r = 1;
    for (int subject = 0; subject < SCREEN_SUBJECTS; subject++)
        for (int isa = 0; isa < ISAS; isa++)
            for (size_t n = 0; screen_of(subject, isa) && n < 40; n++)
                for (size_t offset = 0; offset < 5; offset++)
                    cr_assert(same_alone(subject, isa, n, offset, &r), "%s, %s: n %zu, offset %zu",
                              screen_subjects[subject].name, isa_names[isa], n, offset);
}

/* At each place in a vector, NaN there and nowhere else. */
static bool only_nan(const struct screen_f64 *screen, double label, double bad, double bad_label)
{
    enum { N = 20 };
    double high[OUTPUTS][N], low[OUTPUTS][N], scale[N];
    for (int place = 0; place < N; place++) {
        double x[N], labels[N];
        for (int i = 0; i < N; i++) {
            x[i] = i == place ? bad : 0.25;
            labels[i] = i == place ? bad_label : label;
        }
        screen->run(N, x, labels, high[LOSS], low[LOSS], high[GRAD], low[GRAD], scale);
        for (int i = 0; i < N; i++)
            if (isnan(high[LOSS][i]) != (i == place) || isnan(high[GRAD][i]) != (i == place))
                return false;
    }
    return true;
}

Test(screen_f64_rules, outside_the_domain_mpfr_is_asked)
{
    static const double bad[] = {(double)NAN,
                                 (double)INFINITY,
                                 -(double)INFINITY, /* and on D: */
                                 -0x1p-1074,
                                 -0.25,
                                 -1,
                                 -DBL_MAX,
                                 0.0,
                                 -0.0,
                                 1,
                                 1 + 0x1p-52,
                                 2,
                                 DBL_MAX};
    static const double bad_labels[] = {(double)NAN, -0x1p-1074,       -1,
                                        1 + 0x1p-52, (double)INFINITY, /* on D: */
                                        0.5,         0x1p-1074,        1 - 0x1p-53};
    for (int subject = 0; subject < SCREEN_SUBJECTS; subject++)
        for (int isa = 0; isa < ISAS && screen_of(subject, isa); isa++) {
            const struct screen_f64 *screen = screen_of(subject, isa);
            bool on_D = terms[screen_subjects[subject].term].space == PROB;
            double label = isnan(screen_formula(subject)->label) ? 0.9 : screen_formula(subject)->label;
            for (size_t i = 0; i < (on_D ? sizeof bad / sizeof *bad : 3); i++)
                cr_expect(only_nan(screen, label, bad[i], label), "%s, %s: %a", screen_subjects[subject].name,
                          isa_names[isa], bad[i]);
            bool takes_any =
                screen_formula(subject)->evaluate == reference_ideal(&terms[TERM_wasserstein_g])->evaluate;
            for (size_t i = 0; i < (takes_any ? 0 : on_D ? 8 : 5); i++)
                cr_expect(only_nan(screen, label, 0.25, bad_labels[i]), "%s, %s: label %a",
                          screen_subjects[subject].name, isa_names[isa], bad_labels[i]);
        }
}

/* Far out on the side of the label, loss and gradient are zeros of the exact values' signs; a little before,
   they are scaled. Of tails for a soft label, and where a result is exactly 0, MPFR is asked. */
Test(screen_f64_rules, tails_are_zeros_with_a_sign)
{
    static const double far[] = {760, 800, 1e10, DBL_MAX};
    const struct screen_f64 *screen = screen_f64_find(reference_ideal(&terms[TERM_bce_target]), isa_best());
    for (int i = 0; i < 4; i++) {
        struct outputs fake = run(screen, -far[i], 0), real = run(screen, far[i], 1);
        cr_expect(same(fake.high[LOSS], 0.0) && same(fake.high[GRAD], 0.0), "label 0 at %g", -far[i]);
        cr_expect(same(real.high[LOSS], 0.0) && same(real.high[GRAD], -0.0), "label 1 at %g", far[i]);
    }
    cr_expect_lt(-far[0] / log(2), SCREEN_F64_ZERO,
                 "exp(-760), above loss and gradient, is below what is declared");
    for (double s = 600; s < 760; s += 0.7) {
        struct outputs fake = run(screen, -s, 0), real = run(screen, s, 1), soft = run(screen, -s, 0.5);
        cr_expect(fake.scale == 0x1p256 && real.scale == 0x1p256 && soft.scale == 1, "%g", s);
        cr_expect(fake.high[GRAD] > 0x1p-900 && real.high[GRAD] < -0x1p-900, "%g", s);
    }
    cr_expect(isnan(run(screen, -700, 0x1p-1000).high[LOSS]));
    cr_expect(isnan(run(screen, 0, 0.5).high[GRAD]));
    cr_expect_not(isnan(run(screen, 0, 0.5).high[LOSS]));
    cr_expect(isnan(
        run(screen_f64_find(reference_ideal(&terms[TERM_wasserstein_g]), isa_best()), 0, 0).high[LOSS]));
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* ns of screen and of metric, for loss and gradient together; the least of many runs. */
static void cost(double least[2], int subject, int isa)
{
    enum { N = 1024, RUNS = 30 };
    static double x[N], label[N], high[OUTPUTS][N], low[OUTPUTS][N], scale[N], ulp[N];
    static unsigned char class[N];
    const struct screen_f64 *screen = screen_of(subject, isa);
    metric_f64 *compare = metric_f64_find((enum isa)isa);
    uint64_t r = 1;
    least[0] = least[1] = (double)INFINITY;
    for (int i = 0; i < N; i++) {
        label[i] = screen_label(&r, f64, subject);
        x[i] = screen_point(&r, f64, subject, label[i]);
    }
    for (int run = 0; run < RUNS; run++) {
        double start = seconds();
        screen->run(N, x, label, high[LOSS], low[LOSS], high[GRAD], low[GRAD], scale);
        double middle = seconds();
        for (int k = 0; k < OUTPUTS; k++)
            compare(N, high[k], high[k], low[k], scale, screen->relative[k], 1, ulp, class);
        least[0] = fmin(least[0], 1e9 * (middle - start) / N);
        least[1] = fmin(least[1], 1e9 * (seconds() - middle) / N);
    }
}

Test(screen_f64_rules, cost)
{
    for (int isa = 0; isa < ISAS; isa++)
        for (int subject = 0; subject < SCREEN_SUBJECTS && screen_of(subject, isa); subject++) {
            double ns[2];
            cost(ns, subject, isa);
            printf("%-6s  %-16s  screen %6.2f ns, metric %5.2f ns: %.1f million a second\n", isa_names[isa],
                   screen_subjects[subject].name, ns[0], ns[1], 1e3 / (ns[0] + ns[1]));
        }
}
