/* Means and gradients that somebody else has made, against the exact ones. */
#include "harness/batch/grad.h"
#include "harness/batch/parts.h"
#include "harness/record/fail_on.h"

#include <criterion/criterion.h>
#include <math.h>

static struct ganloss_kernel code;
static struct kernel kernel;
static struct choice choice;

static void use(const char *id, double loss_ulp)
{
    cr_assert(choice_find(&choice, id));
    code = *choice.kernel->code;
    code.loss_ulp = loss_ulp;
    kernel = *choice.kernel;
    kernel.code = &code;
    choice.kernel = &kernel;
}

static struct batch_exact sum_of(size_t n, const double terms_[])
{
    struct batch_exact exact = {.relative = 0};
    for (size_t i = 0; i < n; i++)
        exact_sum_add(&exact.sum, terms_[i], 0, false);
    return exact;
}

static struct batch_mean_error error_of(double mean, size_t n, const double terms_[])
{
    struct batch_exact exact = sum_of(n, terms_);
    return batch_mean_error(mean, &exact, n, &choice);
}

Test(given, of_one_sign_there_is_one_error)
{
    const double all[] = {1, 2, 3};
    use("nonsaturating.g/stable/f32", 2);
    struct batch_mean_error e = error_of(2 + 3 * 0x1p-22, 3, all);
    cr_expect(e.error.class == IN_ULPS && fabsl(e.error.ulp - 3) < 1e-9L, "%Lg", e.error.ulp);
    cr_expect(fabsl(e.of_magnitudes - 3) < 1e-9L && !e.explained, "%Lg", e.of_magnitudes);
    cr_expect(fabs(e.condition - 1) < 1e-9);
    e = error_of(0, 3, all);
    cr_expect(e.error.class == VANISHED && !e.explained);
    e = error_of(-2, 3, all);
    cr_expect(e.error.class == WRONG_SIGN && !e.explained);
    e = error_of((double)NAN, 3, all);
    cr_expect(e.error.class == NAN_MISMATCH && !e.explained);
    e = error_of((double)INFINITY, 3, all);
    cr_expect(e.error.class == OVERFLOW && !e.explained);
}

/* One subnormal, of which an ulp is all: no other term takes it away. */
Test(given, what_one_term_loses_is_not_explained)
{
    const double all[] = {0x1p-149};
    use("nonsaturating.g/stable/f32", 2);
    struct batch_mean_error e = error_of(0, 1, all);
    cr_expect(e.error.class == VANISHED && !e.explained && fabsl(e.of_magnitudes - 1) < 1e-9L);
}

/* Magnitudes have the mean 1, what is left of the sum is far below. */
Test(given, where_terms_cancel_the_error_is_of_their_magnitudes)
{
    const double all[] = {1 + 0x1p-23, -1};
    use("nonsaturating.g/stable/f32", 2);
    struct batch_mean_error e = error_of(0, 2, all); /* 2^-24 off: half an ulp of 1 */
    cr_expect(e.error.class == VANISHED && e.explained);
    cr_expect(fabsl(e.of_magnitudes - 0.5L) < 1e-6L, "%Lg", e.of_magnitudes);
    cr_expect(e.condition > 0x1p23);
    e = error_of(-0x1p-23, 2, all); /* 1.5 ulps off */
    cr_expect(e.error.class == WRONG_SIGN && e.explained);
    e = error_of(-0x1p-22, 2, all); /* 2.5: beyond the bound */
    cr_expect(e.error.class == WRONG_SIGN && !e.explained);
    /* Without one, what naive sums of two may be off by and some more: (2 + 8) / 2 */
    use("nonsaturating.g/stable/f32", (double)INFINITY);
    cr_expect(error_of(-0x1p-22, 2, all).explained);
    cr_expect(error_of(-4 * 0x1p-23, 2, all).explained);
    cr_expect(!error_of(-5 * 0x1p-23, 2, all).explained);
}

Test(given, a_sum_beyond_the_format_is_explained_and_nothing_else_that_is_no_number)
{
    const double large[] = {0x1.8p127, 0x1.8p127, -0x1.8p127},
                 limit[] = {0x1.8p127, 0x1.8p127, (double)-INFINITY},
                 none[] = {0x1.8p127, 0x1.8p127, (double)NAN}, some[] = {1, (double)-INFINITY};
    use("wasserstein.d_fake/stable/f32", 2);
    cr_expect(error_of((double)INFINITY, 3, large).explained);
    cr_expect(error_of((double)NAN, 3, large).explained);
    cr_expect(error_of((double)NAN, 3, limit).explained);
    cr_expect(!error_of((double)INFINITY, 3, limit).explained);
    cr_expect(!error_of((double)INFINITY, 3, none).explained);
    cr_expect(!error_of((double)NAN, 2, some).explained);
    struct batch_mean_error e = error_of((double)-INFINITY, 3, limit);
    cr_expect(e.error.class == IN_ULPS);
}

Test(given, gradients_are_compared_with_the_exact_ones_over_n)
{
    enum { N = 5 };
    double high[N] = {-0.5, -0.25, -1, -0x1p-140, -0.75}, low[N] = {0};
    bool lifted[N] = {false};
    const struct batch_gradients exact = {high, low, lifted, N};
    float grad[N];
    use("nonsaturating.g/stable/f32", 2);
    for (int i = 0; i < N; i++)
        grad[i] = (float)high[i] / N;
    struct batch_grad g = batch_grad_alone(&choice, N, grad, &exact, 1);
    cr_expect(g.ulp <= 0.5L && g.inputs == N && g.classed == 0);
    /* of a term with the other sign */
    for (int i = 0; i < N; i++)
        grad[i] = -grad[i];
    cr_expect_eq(batch_grad_alone(&choice, N, grad, &exact, -1).classed, 0);
    cr_expect_eq(batch_grad_alone(&choice, N, grad, &exact, 1).classes & 1U << WRONG_SIGN, 1U << WRONG_SIGN);
    grad[4] = nextafterf(nextafterf(nextafterf(grad[4], 1), 1), 1);
    g = batch_grad_alone(&choice, N, grad, &exact, -1);
    cr_expect(g.at == 4 && g.ulp > 2.4L && g.ulp < 3.6L, "%zu %Lg", g.at, g.ulp);
    grad[3] = 0;
    g = batch_grad_alone(&choice, N, grad, &exact, -1);
    cr_expect(g.classed == 1 && g.classes & 1U << VANISHED && g.at == 4);
    /* the first ones alone are known */
    const struct batch_gradients some = {high, low, lifted, 3};
    g = batch_grad_alone(&choice, N, grad, &some, -1);
    cr_expect(g.inputs == 3 && g.classed == 0);
}
