/* Accuracy of batch means: exact sums, the decomposition of an error, and planted faults that must be found. */
#include "harness/base/random.h"
#include "harness/batch/exact.h"
#include "harness/batch/grad.h"
#include "harness/batch/measure.h"
#include "harness/batch/parts.h"
#include "harness/batch/report.h"
#include "harness/batch/run.h"
#include "harness/batch/scan.h"
#include "tests/support/batched.h"
#include "tests/support/sample.h"

#include <criterion/criterion.h>
#include <stdlib.h>

/* MPFR alone as judge, over the whole range and in any order. */
Test(batch_accuracy, sums_are_exact)
{
    enum { N = 4000 };
    static mpfr_t storage[N];
    static mpfr_ptr terms_of[N];
    uint64_t r = 5;
    struct exact_sum sum = {0}, half = {0};
    mpfr_t want, got, magnitudes;
    for (int i = 0; i < N; i++) {
        double high = 0, low = 0;
        while (!isfinite(high) || high == 0)
            high = sample_any(&r, &formats[F64]);
        bool lifted = i % 3 == 0 && fabs(high) < 0x1p-200;
        if (i % 2)
            low = ldexp(high, -54) * (random_next(&r) & 1 ? 1 : -1);
        if (i == 0)
            high = 0x1p-1074, lifted = true;
        exact_sum_add(i % 5 ? &sum : &half, high, low, lifted);
        mpfr_init2(storage[i], EXACT_BITS);
        mpfr_set_d(storage[i], high, MPFR_RNDN);
        mpfr_add_d(storage[i], storage[i], low, MPFR_RNDN);
        mpfr_mul_2si(storage[i], storage[i], lifted ? -EXACT_LIFT : 0, MPFR_RNDN);
        terms_of[i] = storage[i];
    }
    exact_sum_merge(&sum, &half);
    mpfr_inits2(EXACT_BITS, want, got, magnitudes, (mpfr_ptr)0);
    exact_sum_get(got, magnitudes, &sum);
    cr_expect_eq(mpfr_sum(want, terms_of, N, MPFR_RNDN), 0);
    cr_expect(mpfr_equal_p(want, got));
    struct exact_sum negated = exact_sum_negated(&sum);
    exact_sum_get(got, magnitudes, &negated);
    mpfr_neg(got, got, MPFR_RNDN);
    cr_expect(mpfr_equal_p(want, got));
    for (int i = 0; i < N; i++)
        mpfr_abs(storage[i], storage[i], MPFR_RNDN);
    cr_expect_eq(mpfr_sum(want, terms_of, N, MPFR_RNDN), 0);
    cr_expect(mpfr_equal_p(want, magnitudes));
    mpfr_clears(want, got, magnitudes, (mpfr_ptr)0);
    for (int i = 0; i < N; i++)
        mpfr_clear(storage[i]);
}

Test(batch_accuracy, sums_of_infinities_and_nan)
{
    struct exact_sum sum = {0};
    cr_expect(exact_sum_is_finite(&sum));
    exact_sum_add(&sum, -(double)INFINITY, 0, false);
    cr_expect(!exact_sum_is_finite(&sum) && exact_sum_limit(&sum) < 0);
    struct exact_sum negated = exact_sum_negated(&sum), both = sum;
    cr_expect(exact_sum_limit(&negated) > 0);
    exact_sum_merge(&both, &negated);
    cr_expect(isnan(exact_sum_limit(&both)));
    exact_sum_add(&sum, (double)NAN, 0, false);
    cr_expect(isnan(exact_sum_limit(&sum)));
}

enum { LARGEST = 1200 };

/* What a row's mean, its gradients and its condition are, whatever the reduction. */
struct exact_mean {
    struct want want, grad[LARGEST];
    double condition;
};

static void find_exact_mean(struct exact_mean *mean, const struct batch_row *row)
{
    static double x[LARGEST], y[LARGEST], store[LARGEST];
    const struct term *term = row->choice.kernel->term;
    const struct format *format = row->choice.format;
    regime_fill(row->regime, term->space, format, 3, row->n, store);
    for (size_t i = 0; i < row->n; i++)
        x[i] = format_load(format, store, i);
    regime_labels(format, 3, row->n, store);
    for (size_t i = 0; i < row->n; i++)
        y[i] = format_load(format, store, i);
    reference_mean(&mean->want, mean->grad, &mean->condition, reference_ideal(term), format, row->n, x,
                   term->operands == 2 ? y : NULL);
}

/* M and its error are those of reference_mean, the condition too, and the parts add up. */
static void check_against_reference(const struct batch_row *row, const struct exact_mean *mean)
{
    const struct want *grad = mean->grad;
    double condition = mean->condition;
    struct error error = metric_measure(row->mean, &mean->want);
    char id[ID_SIZE];
    choice_id(id, &row->choice);
    cr_expect_eq(error.class, row->error.class, "%s %s %zu", id, row->regime->name, row->n);
    cr_expect(fabsl(error.ulp - row->error.ulp) <= 0x1p-7L + error.ulp * 0x1p-30L, "%s %s %zu: %Lg, %Lg", id,
              row->regime->name, row->n, error.ulp, row->error.ulp);
    if (row->finite) {
        long double largest = fabsl(row->element) + fabsl(row->sum_part) + fabsl(row->scale);
        cr_expect(fabsl(row->element + row->sum_part + row->scale - row->total) <= 0x1p-60L * largest);
        cr_expect(isinf(condition) ? isinf(row->condition)
                                   : fabs(condition - row->condition) <= 1e-9 * condition,
                  "%s: %g, %g", id, condition, row->condition);
        if (error.class == IN_ULPS)
            cr_expect(fabsl(fabsl(row->total) - error.ulp) <= 0x1p-7L + error.ulp * 0x1p-30L, "%s: %Lg, %Lg",
                      id, row->total, error.ulp);
    }
    if (row->error.class == IN_ULPS && row->grad.classed == 0 && isfinite(grad[row->grad.at].rounded)) {
        const struct want *at = &grad[row->grad.at];
        long double total = fabsl(row->grad.element + row->grad.scale);
        cr_expect(fabsl(total - row->grad.ulp) <= 0x1p-20L * (1 + total), "%s: %Lg, %Lg", id, total,
                  row->grad.ulp);
        cr_expect(at->sign != 0 || row->grad.ulp < 1);
    }
}

Test(batch_accuracy, agrees_with_the_reference)
{
    static const size_t size[] = {1, 2, 3, 8, 9, 65, 513, LARGEST};
    enum { SIZES = sizeof size / sizeof *size };
    static struct exact_mean mean;
    static const char *const globs[] = {"nonsaturating.g/stable/*", "minimax.g/naive/f32",
                                        "bce.target/stable/*", "wasserstein.d_real/*",
                                        "minimax.*@D/stable/*"};
    for (size_t g = 0; g < sizeof globs / sizeof *globs; g++)
        for (size_t r = 0; r < regime_count; r++) {
            struct batch_rows rows = batched(globs[g], regimes[r].name, SIZES, size, &batch_library);
            for (size_t kernel = 0; kernel < rows.count; kernel += GANLOSS_REDUCTIONS * SIZES)
                for (size_t s = 0; s < SIZES; s++) {
                    find_exact_mean(&mean, &rows.at[kernel + s]);
                    for (size_t k = 0; k < GANLOSS_REDUCTIONS; k++) {
                        const struct batch_row *row = &rows.at[kernel + k * SIZES + s];
                        cr_assert(row->n == size[s] && (size_t)row->reduction == k);
                        check_against_reference(row, &mean);
                    }
                }
            cr_expect_eq(batched_faults(&rows), 0, "%s %s", globs[g], regimes[r].name);
            batch_free(&rows);
        }
}

/* The worst gradient is the worst: every one by MPFR. */
Test(batch_accuracy, finds_the_worst_gradient)
{
    enum { N = 600 };
    static const size_t size[] = {N};
    static const char *const globs[] = {"nonsaturating.g/stable/f32", "nonsaturating.g/stable/f64"};
    static double x[N], in[N], grad[N];
    static struct want want[N];
    for (int f = 0; f < FORMATS; f++) {
        struct batch_rows rows = batched(globs[f], "early", 1, size, &batch_library);
        const struct ganloss_kernel *code = ganloss_find("nonsaturating.g", "stable", formats[f].name);
        struct want mean;
        double condition;
        long double worst = 0;
        regime_fill(regime_find("early"), LOGIT, &formats[f], 3, N, in);
        for (size_t i = 0; i < N; i++)
            x[i] = format_load(&formats[f], in, i);
        reference_mean(&mean, want, &condition, reference_ideal(term_find("nonsaturating.g")), &formats[f], N,
                       x, NULL);
        if (f == F32)
            ganloss_mean_f32(code->f32, GANLOSS_WIDE, N, (const float *)in, NULL, (float *)grad);
        else
            ganloss_mean_f64(code->f64, GANLOSS_WIDE, N, in, NULL, grad);
        for (size_t i = 0; i < N; i++)
            worst = fmaxl(worst, metric_measure(format_load(&formats[f], grad, i), &want[i]).ulp);
        cr_expect(fabsl(worst - rows.at[0].grad.ulp) < 0x1p-20L, "%s: %Lg, %Lg", globs[f], worst,
                  rows.at[0].grad.ulp);
        batch_free(&rows);
    }
}

Test(batch_accuracy, quotients)
{
    struct want w = batch_quotient(&formats[F32], 1, 0, false, 3);
    cr_expect(w.rounded == (double)(1 / 3.0F) && w.ulp_exponent == -25 && w.sign == 1);
    cr_expect_float_eq(w.high + w.low, ldexp(1 / 3.0, 25), 1e-8);
    w = batch_quotient(&formats[F64], -0x1p-1000, 0, true, 1); /* -2^-1640 */
    cr_expect(w.rounded == 0 && signbit(w.rounded) && w.sign == -1 && w.ulp_exponent == -1074);
    cr_expect_eq(w.high, -0x1p-566);
    w = batch_quotient(&formats[F64], 3, -0x1p-60, false, 3); /* just below 1: the smaller ulp */
    cr_expect_eq(w.ulp_exponent, -53);
    w = batch_quotient(&formats[F64], (double)NAN, 0, false, 3);
    cr_expect(isnan(w.rounded) && w.sign == 0);
}

/* On losses that are all log 2, with a mean of log 2 2^24 ulps for f32: u sum|l| is log 2 n ulps of it. */
Test(batch_accuracy, bounds_are_those_of_the_header)
{
    static const size_t size[] = {1000};
    const double n = 1000, u = 0x1p-24, wide = 0x1p-53;
    const double want[GANLOSS_REDUCTIONS] = {
        [GANLOSS_NAIVE] = 999 * u,
        [GANLOSS_PAIRWISE] = 14 * u,
        [GANLOSS_COMPENSATED] = 2 * u + n * n * u * u,
        [GANLOSS_WIDE] = wide + 2 * n * wide * wide,
    };
    struct batch_rows rows = batched("nonsaturating.g/stable/f32", "subnormal", 1, size, &batch_library);
    for (size_t i = 0; i < rows.count; i++) {
        double bound = want[rows.at[i].reduction] * 0.69314718 * 0x1p24, got = (double)rows.at[i].sum_bound;
        if (rows.at[i].reduction == GANLOSS_COMPENSATED) /* what is known afterwards is less */
            cr_expect(got < 0.99 * bound && got > 2 * u * 0.69314718 * 0x1p24, "%g, %g", got, bound);
        else
            cr_expect_float_eq(got, bound, 1e-3 * bound, "%zu: %g, %g", i, got, bound);
    }
    batch_free(&rows);
}

/* Around sigmoid(s) = t the gradient cancels; there too what stands in for MPFR is right to 2^-9 ulp. */
Test(batch_accuracy, exact_gradients_where_they_cancel)
{
    char glob[] = "bce.target/stable/f32", *globs[] = {glob};
    static struct exact_terms best, mpfr;
    struct selection selection;
    struct group groups[1];
    float x[EXACT_BLOCK], y[EXACT_BLOCK];
    cr_assert_eq(select_kernels(&selection, globs, 1), STATUS_OK);
    groups_make(groups, &selection);
    for (int i = 0; i < EXACT_BLOCK; i++) {
        y[i] = i % 5 ? 0.9F : 1;
        x[i] = 0x1.193ea8p+1F + ((float)i - 512) * 0x1p-22F; /* log 9 */
    }
    struct exact_source fast = exact_source_best(&groups[0]), slow = exact_source_mpfr(&groups[0]);
    cr_assert(!exact_source_is_slow(&fast) && exact_source_is_slow(&slow));
    exact_terms(&best, &fast, x, y, 0, EXACT_BLOCK);
    exact_terms(&mpfr, &slow, x, y, 0, EXACT_BLOCK);
    for (int k = 0; k < OUTPUTS; k++)
        for (int i = 0; i < EXACT_BLOCK; i++) {
            double error = (best.high[k][i] - mpfr.high[k][i]) + (best.low[k][i] - mpfr.low[k][i]);
            cr_expect(fabs(error) <= 0x1p-33 * fabs(mpfr.high[k][i]), "%s at %a: off by %g of %g",
                      output_names[k], (double)x[i], error, mpfr.high[k][i]);
        }
    groups_free(groups, 1);
    free(selection.at);
}

/* high + low without the lift, which the two sources may have chosen differently. */
static long double unlifted(double part, bool lifted)
{
    return lifted ? ldexpl((long double)part, -EXACT_LIFT) : (long double)part;
}

static void expect_alike(const struct exact_terms *a, const struct exact_terms *b, size_t i, const char *id,
                         double x)
{
    for (int k = 0; k < OUTPUTS; k++) {
        long double high = unlifted(a->high[k][i], a->lifted[k][i]),
                    low = unlifted(a->low[k][i], a->lifted[k][i]),
                    want = unlifted(b->high[k][i], b->lifted[k][i]),
                    rest = unlifted(b->low[k][i], b->lifted[k][i]), error = (high - want) + (low - rest);
        bool same = high == want || (isnan(high) && isnan(want));
        cr_assert((same && !isfinite(want)) ||
                      fabsl(error) <= 0x1p-76L * fabsl(want) + ldexpl(1, SCREEN_F64_ZERO),
                  "%s %s at %a: %La, not %La", id, output_names[k], x, high, want);
        cr_assert_eq(signbit(a->high[k][i]), signbit(b->high[k][i]), "%s %s at %a", id, output_names[k], x);
    }
}

/* All doubles, moderate logits, and logits whose tails underflow; labels of each kind. */
Test(batch_accuracy, f64_screen_stands_in_for_mpfr)
{
    static const char *const ids[] = {"nonsaturating.g/stable/f64", "bce.d_fake/stable/f64",
                                      "bce.target/stable/f64", "minimax.d_fake@D/stable/f64"};
    static const double labels[] = {0, 1, 0.5, 0.9, 0x1p-1060};
    static struct exact_terms best, mpfr;
    double x[EXACT_BLOCK], y[EXACT_BLOCK];
    uint64_t state = 1;
    for (size_t t = 0; t < sizeof ids / sizeof *ids; t++) {
        struct choice choice;
        struct group group;
        cr_assert(choice_find(&choice, ids[t]));
        struct selection one = {&choice, 1};
        groups_make(&group, &one);
        for (int i = 0; i < EXACT_BLOCK; i++) {
            double u = random_uniform(&state);
            y[i] = labels[i / 3 % 5];
            x[i] = i % 3 == 0 ? format_value(&formats[F64], random_next(&state))
                              : (group.space == PROB ? u : (i % 3 == 1 ? 80 : 1600) * (u - 0.5));
        }
        struct exact_source fast = exact_source_best(&group), slow = exact_source_mpfr(&group);
        cr_assert(!exact_source_is_slow(&fast) && exact_source_is_slow(&slow));
        const double *labelled = group.operands == 2 ? y : NULL;
        exact_terms(&best, &fast, x, labelled, 0, EXACT_BLOCK);
        exact_terms(&mpfr, &slow, x, labelled, 0, EXACT_BLOCK);
        for (size_t i = 0; i < EXACT_BLOCK; i++)
            expect_alike(&best, &mpfr, i, ids[t], x[i]);
        groups_free(&group, 1);
    }
}

/* A source that claims little makes MPFR step in, and the mean is as exact as before. */
Test(batch_accuracy, falls_back_to_mpfr)
{
    static const size_t size[] = {1, 700};
    char glob[] = "minimax.d_fake/stable/f32", *globs[] = {glob};
    const struct regime *early = regime_find("early");
    struct selection selection;
    struct group groups[1];
    struct batch_scan scan;
    cr_assert_eq(select_kernels(&selection, globs, 1), STATUS_OK);
    groups_make(groups, &selection);
    struct batch_plan plan = {.size = size, .sizes = 2, .regime = &early, .regimes = 1, .seed = 1};
    struct exact_source best = exact_source_best(&groups[0]), vague = best;
    struct screen loose = *best.screen;
    vague.screen = &loose;
    vague.relative = 0x1p-30;
    for (int i = 0; i < 2; i++) {
        batch_scan_start(&scan, &plan, 0, i ? &vague : &best, (double)INFINITY);
        cr_assert_eq(scan.reached, 2);
        for (int s = 0; s < 2; s++) {
            cr_expect_eq(scan.exact[s].relative, i ? 0x1p-105 : 0x1p-48);
            cr_expect(batch_open(&scan.exact[s], size[s], &formats[F32]) < (i ? 0x1p-70 : 0x1p-20));
        }
        batch_scan_end(&scan);
    }
    batch_scan_start(&scan, &plan, 0, &vague, 1);
    cr_expect_eq(scan.reached, 0, "MPFR has a nanosecond: no batch is reached");
    batch_scan_end(&scan);
    groups_free(groups, 1);
    free(selection.at);
}

/* Two runs, other threads: every number is the same. */
Test(batch_accuracy, threads_do_not_change_a_row)
{
    static const size_t size[] = {5, 3000};
    struct batch_rows a = batched("*/stable/f32", "uniform", 2, size, &batch_library);
    struct batch_rows b = batched("*/stable/f32", "uniform", 2, size, &batch_library);
    cr_assert_eq(a.count, b.count);
    json_t *left = batch_json(&a), *right = batch_json(&b);
    cr_expect(json_equal(left, right));
    json_decref(left);
    json_decref(right);
    batch_free(&a);
    batch_free(&b);
}
