/* measure.c -- every kernel's mean loss and scaled gradients at every step, against the exact ones. */
#include "harness/trace/measure.h"

#include "harness/base/allocate.h"
#include "harness/base/interrupt.h"
#include "harness/trace/guarded.h"

#include <math.h>
#include <stdlib.h>

const char *const trace_damage_names[DAMAGES] = {"vanished", "overflow", "nan", "sign", "lost"};

static const enum damage damage_of_class[CLASSES] = {
    [NAN_MISMATCH] = DAMAGE_NAN,
    [OVERFLOW] = DAMAGE_OVERFLOW,
    [VANISHED] = DAMAGE_VANISHED,
    [WRONG_SIGN] = DAMAGE_SIGN,
};

/* What a thread needs for one step; `exact` has the batch's exact gradients. */
struct step_scratch {
    double *x;
    void *narrow;
    struct guard guard;
    struct want *exact;
};

/* Counts what the kernel lost of the batch and finds its largest error. A gradient that the format cannot
   hold (NaN, or beyond its range) is not lost by a kernel. */
static void measure_gradients(struct kernel_step *to, const struct format *format, size_t n, const void *got,
                              const struct want want[])
{
    to->grad_ulp = (long double)NAN;
    for (size_t i = 0; i < n; i++) {
        double g = format_load(format, got, i);
        struct error error = metric_measure(g, &want[i]);
        if (error.class == IN_ULPS)
            to->grad_ulp = fmaxl(to->grad_ulp, error.ulp); /* of a NaN and a number, the number */
        if (!isfinite(want[i].rounded))
            continue;
        if (error_class_is_failure(error.class))
            to->damaged[damage_of_class[error.class]]++;
        else if (error.lost)
            to->damaged[DAMAGE_LOST]++;
    }
}

static void run_kernels(struct track *track, size_t step, size_t n, struct step_scratch *s,
                        const struct want *mean)
{
    for (size_t k = 0; k < track->kernel_count; k++) {
        struct kernel_step *to = &track->kernel[k].step[step];
        *to = (struct kernel_step){.loss = trace_mean(&track->kernel[k], &s->guard, n, s->narrow, step)};
        const struct choice *choice = &track->kernel[k].choice;
        to->loss_error = choice_has(choice, LOSS) ? metric_measure(to->loss, mean)
                                                  : (struct error){.class = IN_ULPS, .ulp = (long double)NAN};
        to->grad_ulp = (long double)NAN;
        if (choice_has(choice, GRAD))
            measure_gradients(to, track->format, n, s->guard.at[GUARD_GRAD], s->exact);
    }
}

/* mean |g|: the exact gradients carry the 1/n, and their parts below the format's range count too. */
static double mean_gradient(size_t n, const struct want exact[])
{
    double sum = 0;
    size_t numbers = 0;
    for (size_t i = 0; i < n; i++) {
        if (isnan(exact[i].rounded))
            continue;
        numbers++;
        if (isinf(exact[i].rounded) && exact[i].high == 0)
            sum += (double)INFINITY;
        else
            sum += fabs(ldexp(exact[i].high, exact[i].ulp_exponent));
    }
    return numbers ? sum * (double)n / (double)numbers : (double)NAN;
}

static void run_step(struct trace *trace, size_t step, struct step_scratch *s)
{
    const struct recording *run = trace->run;
    for (size_t t = 0; t < trace->track_count; t++) {
        struct track *leader = &trace->track[t];
        if (leader->leader != t)
            continue;
        struct want mean;
        struct exact_step exact;
        recording_batch(run, leader->side, leader->format, step, s->x, s->narrow);
        reference_mean(&mean, s->exact, &exact.condition, reference_ideal(leader->term), leader->format,
                       run->batch, s->x, NULL);
        exact.loss = mean.rounded;
        exact.grad = mean_gradient(run->batch, s->exact);
        for (size_t u = t; u < trace->track_count; u++)
            if (trace->track[u].leader == t) {
                trace->track[u].exact[step] = exact;
                run_kernels(&trace->track[u], step, run->batch, s, &mean);
            }
    }
}

static void run_steps(struct trace *trace)
{
    size_t n = trace->run->batch, steps = trace->run->steps;
#pragma omp parallel
    {
        struct step_scratch s = {allocate(n, sizeof *s.x), allocate(n, sizeof(double)), guard_make(n),
                                 allocate(n, sizeof *s.exact)};
#pragma omp for schedule(dynamic)
        for (size_t step = 0; step < steps; step++)
            if (!interrupted())
                run_step(trace, step, &s);
        free(s.x);
        free(s.narrow);
        guard_free(&s.guard);
        free(s.exact);
        reference_thread_end();
    }
}

size_t trace_step_damaged(const struct kernel_step *step)
{
    size_t sum = 0;
    for (int d = 0; d < DAMAGES; d++)
        sum += step->damaged[d];
    return sum;
}

static void summarise(struct kernel_trace *k, size_t steps, size_t batch)
{
    k->loss_error = k->step[0].loss_error;
    k->grad_ulp = (long double)NAN;
    k->first = k->half = NEVER;
    for (size_t i = 0; i < steps; i++) {
        const struct kernel_step *step = &k->step[i];
        size_t damaged = trace_step_damaged(step);
        if (metric_error_is_worse(&step->loss_error, &k->loss_error))
            k->loss_error = step->loss_error;
        k->grad_ulp = fmaxl(k->grad_ulp, step->grad_ulp);
        for (int d = 0; d < DAMAGES; d++)
            k->share[d] = fmax(k->share[d], (double)step->damaged[d] / (double)batch);
        if (damaged > 0 && k->first == NEVER)
            k->first = (step_index)i;
        if (damaged * 2 >= batch) {
            k->half_steps++;
            if (k->half == NEVER)
                k->half = (step_index)i;
        }
    }
}

static step_index saturated_from(const struct track *track, size_t steps)
{
    size_t from = steps;
    while (from > 0 && track->exact[from - 1].grad < SATURATED)
        from--;
    return from < steps ? (step_index)from : NEVER;
}

void trace_measure(struct trace *trace)
{
    size_t steps = trace->run->steps;
    run_steps(trace);
    for (size_t t = 0; t < trace->track_count; t++) {
        struct track *track = &trace->track[t];
        track->saturated = interrupted() ? NEVER : saturated_from(track, steps);
        for (size_t k = 0; k < track->kernel_count && !interrupted(); k++)
            summarise(&track->kernel[k], steps, trace->run->batch);
    }
}
