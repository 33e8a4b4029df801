/* By the machine's own clock: twice the work measures as twice the time. Runs alone (tests/tools/run.sh). */
#include "harness/bench/measure.h"
#include "harness/bench/rows.h"
#include "harness/inputs/regime.h"
#include "harness/selection/select.h"

#include <criterion/criterion.h>
#include <math.h>

/* A chain of dependent multiplications per element, so that time is in proportion to the steps. */
static void chain(size_t steps, size_t n, const double x[], double loss[], double grad[])
{
    for (size_t i = 0; i < n; i++) {
        double z = x[i];
        for (size_t step = 0; step < steps; step++)
            z = z * 0.999 + 1e-3;
        loss[i] = z;
        grad[i] = z;
    }
}

static void once(size_t n, const double x[], const double y[], double loss[], double grad[])
{
    (void)y;
    chain(50, n, x, loss, grad);
}

static void twice(size_t n, const double x[], const double y[], double loss[], double grad[])
{
    (void)y;
    chain(100, n, x, loss, grad);
}

static const struct ganloss_kernel codes[] = {
    {.term = "nonsaturating.g", .variant = "once", .format = "f64", .f64 = once},
    {.term = "nonsaturating.g", .variant = "twice", .format = "f64", .f64 = twice}};

static double fastest(const struct bench_row *row)
{
    double least = (double)INFINITY;
    for (size_t i = 0; i < row->samples; i++)
        least = fmin(least, row->ns[i]);
    return least;
}

/* Of up to 51 samples each, taken in turn within 10 s, the fastest; 4 times over. On two cores with eight other
   loops, three samples in four are not interrupted: that all 51 of a row are, four times, is 10^-120. */
Test(bench_timed, twice_the_work_takes_twice_the_time)
{
    static const size_t batch[] = {1000};
    struct kernel kernel[2];
    struct choice choices[2];
    const struct regime *regime = regime_find("early");
    double ratio = 0;
    for (int i = 0; i < 2; i++) {
        kernel[i] = (struct kernel){.term = term_find(codes[i].term), .isa = ISA_ANY, .code = &codes[i]};
        choices[i] = (struct choice){.kernel = &kernel[i], .format = &formats[F64]};
    }
    for (int i = 0; i < 4 && !(ratio > 1.5 && ratio < 3); i++) {
        struct bench bench;
        bench_init(&bench, &(struct selection){choices, 2}, 1, batch, 1, &regime, LEVEL_AUTO, 5);
        bench_measure(&bench, 10, true); /* far more than it takes */
        cr_assert(bench.count == 2 && bench.rows[0].samples >= 5 && bench.rows[1].samples >= 5);
        ratio = fastest(&bench.rows[1]) / fastest(&bench.rows[0]);
        bench_free(&bench);
    }
    cr_assert(ratio > 1.5 && ratio < 3, "ratio %g", ratio);
}
