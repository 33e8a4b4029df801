#include "harness/trace/guarded.h"

#include "harness/base/random.h"

#include <math.h>

static void add(struct kernel_trace *kernel, const struct faults *faults)
{
    if (!faults_any(faults))
        return;
#pragma omp critical(trace_faults)
    faults_merge(&kernel->faults, faults);
}

void trace_elements(struct kernel_trace *kernel, struct guard *guard, size_t n, const void *x, size_t step)
{
    struct faults faults = {0};
    guard_load(guard, kernel->choice.format, n, x, NULL, random_hash(step, n));
    guard_call(guard, kernel->choice.kernel->code, &faults, STAGE_STEPS, step);
    add(kernel, &faults);
}

struct guarded_mean {
    const struct choice *choice;
    double *mean;
};

static void run_mean(const struct guard *guard, const void *what)
{
    const struct guarded_mean *g = what;
    const struct ganloss_kernel *code = g->choice->kernel->code;
    void *x = guard->at[GUARD_X], *grad = guard->at[GUARD_GRAD];
    if (guard->format == &formats[F32])
        *g->mean = (double)ganloss_mean_f32(code->f32, GANLOSS_WIDE, guard->n, x, NULL, grad);
    else
        *g->mean = ganloss_mean_f64(code->f64, GANLOSS_WIDE, guard->n, x, NULL, grad);
}

double trace_mean(struct kernel_trace *kernel, struct guard *guard, size_t n, const void *x, size_t step)
{
    struct faults faults = {0};
    double mean = (double)NAN;
    unsigned outputs = choice_has(&kernel->choice, GRAD) ? 1U << GRAD : 0;
    const struct guarded_mean what = {&kernel->choice, &mean};
    guard_load(guard, kernel->choice.format, n, x, NULL, random_hash(step, n));
    guard_call_twice(guard, kernel->choice.kernel->code, &faults, STAGE_STEPS, step);
    if (!faults_fail(&faults))
        guard_run(guard, &(struct guarded){run_mean, &what, outputs}, &faults, STAGE_STEPS, step);
    if (faults_fail(&faults)) {
        for (size_t i = 0; i < n; i++)
            format_store(guard->format, guard->at[GUARD_GRAD], i, (double)NAN);
        mean = (double)NAN;
    }
    add(kernel, &faults);
    return mean;
}
