/* means.c -- a plugin of kernels of kind "mean": loss[0] is the mean over the batch, grad[] its gradient. Some are right, the
   others each wrong in one way; a plugin of their own (-DWITHOUT_ELEMENTS) is nothing but means. tests/cli/means.bats
   has the verdicts. */
#include "losses/ganloss.h"

#include <math.h>

static float loss_of(float x)
{
    return (x < 0 ? -x : 0) + log1pf(expf(-fabsf(x)));
}

static float slope_of(float x)
{
    return -(x < 0 ? 1 : expf(-x)) / (1 + expf(-fabsf(x)));
}

static void elements(size_t n, const float x[], const float y[], float loss[], float grad[])
{
    (void)y;
    for (size_t i = 0; i < n; i++) {
        loss[i] = loss_of(x[i]);
        grad[i] = slope_of(x[i]);
    }
}

/* Ends its program at what one of the regimes has. */
static void ends_late(size_t n, const float x[], const float y[], float loss[], float grad[])
{
    elements(n, x, y, loss, grad);
    for (size_t i = 0; i < n; i++)
        if (x[i] > 30)
            *(volatile int *)8 = 1;
}

static float mean_of(size_t n, const float x[])
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += (double)loss_of(x[i]);
    return (float)(sum / (double)n);
}

static void slopes(size_t n, const float x[], float grad[], float divisor)
{
    for (size_t i = 0; i < n; i++)
        grad[i] = slope_of(x[i]) / divisor;
}

static void good(size_t n, const float x[], const float y[], float loss[], float grad[])
{
    (void)y;
    loss[0] = mean_of(n, x);
    slopes(n, x, grad, (float)n);
}

/* What is made without a thought of overflow: infinite from 89 on. */
static void overflows(size_t n, const float x[], const float y[], float loss[], float grad[])
{
    double sum = 0;
    (void)y;
    for (size_t i = 0; i < n; i++)
        sum += (double)logf(1 + expf(-x[i]));
    loss[0] = (float)(sum / (double)n);
    slopes(n, x, grad, (float)n);
}

static void sum(size_t n, const float x[], const float y[], float loss[], float grad[])
{
    (void)y;
    loss[0] = mean_of(n, x) * (float)n;
    slopes(n, x, grad, (float)n);
}

static void unscaled(size_t n, const float x[], const float y[], float loss[], float grad[])
{
    (void)y;
    loss[0] = mean_of(n, x);
    slopes(n, x, grad, 1);
}

/* One gradient among many, far from the first. */
static void one_gradient(size_t n, const float x[], const float y[], float loss[], float grad[])
{
    good(n, x, y, loss, grad);
    if (n > 300)
        grad[n - 7] *= 1.00001F;
}

/* Nothing but its class betrays that. */
static void zero_gradient(size_t n, const float x[], const float y[], float loss[], float grad[])
{
    good(n, x, y, loss, grad);
    grad[n / 2] = 0;
}

static void negated(size_t n, const float x[], const float y[], float loss[], float grad[])
{
    good(n, x, y, loss, grad);
    loss[0] = -loss[0];
}

/* The losses of elements, where there is room for one. */
static void losses(size_t n, const float x[], const float y[], float loss[], float grad[])
{
    elements(n, x, y, loss, grad);
}

static void no_mean(size_t n, const float x[], const float y[], float loss[], float grad[])
{
    (void)y, (void)loss;
    slopes(n, x, grad, (float)n);
}

static void last_left(size_t n, const float x[], const float y[], float loss[], float grad[])
{
    (void)y;
    loss[0] = mean_of(n, x);
    slopes(n > 3 ? n - 1 : n, x, grad, (float)n);
}

static void remembers(size_t n, const float x[], const float y[], float loss[], float grad[])
{
    static unsigned calls;
    good(n, x, y, loss, grad);
    if (++calls % 2 == 0)
        loss[0] = nextafterf(loss[0], INFINITY);
}

static void by_place(size_t n, const float x[], const float y[], float loss[], float grad[])
{
    good(n, x, y, loss, grad);
    if ((uintptr_t)x % 64 != 0)
        grad[n - 1] = nextafterf(grad[n - 1], 0);
}

static void crashes(size_t n, const float x[], const float y[], float loss[], float grad[])
{
    good(n, x, y, loss, grad);
    if (n == 100)
        *(volatile int *)8 = 1;
}

/* Of scores whose sum cancels: in float, as frameworks do. */
static void scores(size_t n, const float x[], const float y[], float loss[], float grad[])
{
    float all = 0;
    (void)y;
    for (size_t i = 0; i < n; i++) {
        all += x[i];
        grad[i] = x[i] != x[i] ? x[i] : 1 / (float)n; /* NaN goes through */
    }
    loss[0] = all / (float)n;
}

#define ROW(kind_, term_, variant_, function, loss_, grad_, first)                                           \
    {                                                                                                        \
        .size = sizeof(struct ganloss_kernel), .kind = kind_, .format = "f32", .term = term_,                \
        .variant = variant_, .f32 = function, .loss_ulp = loss_, .grad_ulp = grad_, .first_class = first     \
    }
#define MEAN(variant, function)        ROW("mean", "nonsaturating.g", variant, function, INFINITY, INFINITY, 0)
#define BOUND(variant, function, l, g) ROW("mean", "nonsaturating.g", variant, function, l, g, 0)
static const struct ganloss_kernel rows[] = {
#ifndef WITHOUT_ELEMENTS
    ROW("element", "nonsaturating.g", "elements", elements, 1.6, 2.45, 0),
    ROW("element", "nonsaturating.g", "ends-late", ends_late, 1.6, 2.45, 0),
#endif
    BOUND("good", good, 2, 3),
    MEAN("good-unbound", good),
    BOUND("tight", good, 0.25, 3),
    BOUND("tight-grad", good, 2, 0.25),
    MEAN("overflows", overflows),
    BOUND("sum", sum, 2, 3),
    BOUND("unscaled", unscaled, 2, 3),
    BOUND("one-gradient", one_gradient, 2, 3),
    BOUND("zero-gradient", zero_gradient, 2, 3),
    MEAN("negated", negated),
    MEAN("losses", losses),
    MEAN("no-mean", no_mean),
    MEAN("last-left", last_left),
    MEAN("remembers", remembers),
    MEAN("by-place", by_place),
    ROW("mean", "nonsaturating.g", "by-place-first", by_place, 2, 3, 1),
    MEAN("crashes", crashes),
    ROW("mean", "wasserstein.d_fake", "scores", scores, 3, 1, 0),
    ROW("mean", "wasserstein.d_fake", "scores-unbound", scores, INFINITY, INFINITY, 0),
};

const struct ganloss_kernel *ganloss_plugin(uint32_t abi, size_t *count)
{
    *count = sizeof rows / sizeof *rows;
    return abi == GANLOSS_ABI ? rows : NULL;
}
