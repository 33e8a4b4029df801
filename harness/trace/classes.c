/* classes.c -- the conditional loss: means per class label, and the losses made of them by each class's
   share and evenly, against the exact ones. */
#include "harness/trace/classes.h"

#include "harness/base/allocate.h"
#include "harness/base/interrupt.h"
#include "harness/trace/guarded.h"
#include "harness/trace/losses.h"
#include "harness/trace/plan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { WEIGHTINGS = 2 }; /* of enum ganloss_weighting */

/* One kernel at one step. */
struct class_step {
    struct class_error worst;
    struct error weighted[WEIGHTINGS];
};

/* What a thread needs for one step. */
struct class_scratch {
    double *x, *sorted, *mean;
    void *narrow;
    struct guard guard;
    size_t *end, *count;
    struct want *exact; /* of each class */
};

/* Moves the batch into an order in which each class stands together (a counting sort): class c ends before
   end[c]. */
static void sort_by_class(const struct class_scratch *s, size_t n, const int32_t label[], size_t classes)
{
    memset(s->count, 0, classes * sizeof *s->count);
    for (size_t i = 0; i < n; i++)
        s->count[label[i]]++;
    size_t start = 0;
    for (size_t c = 0; c < classes; c++) {
        s->end[c] = start;
        start += s->count[c];
    }
    for (size_t i = 0; i < n; i++)
        s->sorted[s->end[label[i]]++] = s->x[i];
}

/* The mean of the exact class means over the classes that occur. A want has its value to 2^-40 ulp, and the
   sum and the quotient carry far more bits than that. */
static void mean_of_classes(struct want *mean, const struct format *format, size_t classes,
                            const struct want exact[], const size_t count[])
{
    mpfr_t sum, part;
    unsigned long present = 0;
    mpfr_init2(sum, 2300);
    mpfr_init2(part, 64);
    mpfr_set_zero(sum, 1);
    for (size_t c = 0; c < classes; c++) {
        if (count[c] == 0)
            continue;
        present++;
        double parts[] = {exact[c].high, exact[c].low};
        bool number = isfinite(exact[c].rounded) || exact[c].high != 0;
        for (int k = 0; k < 2; k++) {
            mpfr_set_d(part, number ? parts[k] : exact[c].rounded, MPFR_RNDN);
            mpfr_mul_2si(part, part, number ? exact[c].ulp_exponent : 0, MPFR_RNDN);
            mpfr_add(sum, sum, part, MPFR_RNDN);
        }
    }
    mpfr_div_ui(sum, sum, present, MPFR_RNDN);
    want_from_enclosure(mean, format, sum, sum);
    mpfr_clear(part);
    mpfr_clear(sum);
}

static void exact_means(const struct class_track *to, const struct recording *run, size_t step,
                        const struct class_scratch *s, struct want weighted[WEIGHTINGS])
{
    const struct formula *f = reference_ideal(to->track->term);
    const struct format *format = to->track->format;
    double condition;
    recording_batch(run, to->track->side, format, step, s->x, s->narrow);
    sort_by_class(s, run->batch, run->label + step * run->batch, run->classes);
    for (size_t c = 0; c < run->classes; c++) {
        to->exact[c * run->steps + step] = (double)NAN;
        if (s->count[c] == 0)
            continue;
        reference_mean(&s->exact[c], NULL, &condition, f, format, s->count[c],
                       s->sorted + s->end[c] - s->count[c], NULL);
        to->exact[c * run->steps + step] = s->exact[c].rounded;
    }
    reference_mean(&weighted[GANLOSS_BY_SHARE], NULL, &condition, f, format, run->batch, s->x, NULL);
    mean_of_classes(&weighted[GANLOSS_EVENLY], format, run->classes, s->exact, s->count);
    for (int w = 0; w < WEIGHTINGS; w++)
        to->weighted[w][step] = weighted[w].rounded;
}

static double class_mean(enum ganloss_weighting weighting, struct kernel_trace *kernel,
                         const struct recording *run, size_t step, struct class_scratch *s)
{
    const int32_t *label = run->label + step * run->batch;
    trace_elements(kernel, &s->guard, run->batch, s->narrow, step);
    void *loss = s->guard.at[GUARD_LOSS], *grad = s->guard.at[GUARD_GRAD];
    if (kernel->choice.format == &formats[F32])
        return (double)ganloss_class_mean_f32(weighting, run->batch, loss, label, run->classes, s->mean,
                                              s->count, grad);
    return ganloss_class_mean_f64(weighting, run->batch, loss, label, run->classes, s->mean, s->count, grad);
}

static void run_kernel(struct class_step *to, struct class_kernel *kernel, struct kernel_trace *of,
                       const struct recording *run, size_t step, struct class_scratch *s,
                       const struct want weighted[WEIGHTINGS])
{
    bool found = false;
    for (int w = 0; w < WEIGHTINGS; w++)
        to->weighted[w] =
            metric_measure(class_mean((enum ganloss_weighting)w, of, run, step, s), &weighted[w]);
    for (size_t c = 0; c < run->classes; c++) {
        struct class_error here = {.got = (double)NAN, .class = c, .step = step};
        if (s->count[c] > 0) {
            here.got = format_round(of->choice.format, s->mean[c]);
            here.exact = s->exact[c].rounded;
            here.error = metric_measure(here.got, &s->exact[c]);
            if (!found || metric_error_is_worse(&here.error, &to->worst.error))
                to->worst = here;
            found = true;
        }
        if (step == run->steps - 1) {
            kernel->last[c] = here.got;
            kernel->last_error[c] = here.error;
        }
    }
}

static void run_steps(struct class_track *to, struct class_step *all, const struct recording *run)
{
#pragma omp parallel
    {
        size_t n = run->batch, classes = run->classes;
        struct class_scratch s = {allocate(n, sizeof(double)),
                                  allocate(n, sizeof(double)),
                                  allocate(classes, sizeof(double)),
                                  allocate(n, sizeof(double)),
                                  guard_make(n),
                                  allocate(classes, sizeof(size_t)),
                                  allocate(classes, sizeof(size_t)),
                                  allocate(classes, sizeof *s.exact)};
#pragma omp for schedule(dynamic)
        for (size_t step = 0; step < run->steps; step++) {
            struct want weighted[WEIGHTINGS];
            if (interrupted())
                continue;
            exact_means(to, run, step, &s, weighted);
            for (size_t k = 0; k < to->track->kernel_count; k++)
                run_kernel(&all[k * run->steps + step], &to->kernel[k], &to->track->kernel[k], run, step, &s,
                           weighted);
        }
        void *used[] = {s.x, s.sorted, s.mean, s.narrow, s.end, s.count, s.exact};
        for (size_t i = 0; i < sizeof used / sizeof *used; i++)
            free(used[i]);
        guard_free(&s.guard);
        reference_thread_end();
    }
}

static void summarise(struct class_kernel *kernel, const struct class_step step[], size_t steps)
{
    kernel->worst = step[0].worst;
    memcpy(kernel->weighted, step[0].weighted, sizeof kernel->weighted);
    for (size_t i = 1; i < steps; i++) {
        if (metric_error_is_worse(&step[i].worst.error, &kernel->worst.error))
            kernel->worst = step[i].worst;
        for (int w = 0; w < WEIGHTINGS; w++)
            if (metric_error_is_worse(&step[i].weighted[w], &kernel->weighted[w]))
                kernel->weighted[w] = step[i].weighted[w];
    }
}

static void measure_track(struct class_track *to, struct track *track, const struct recording *run)
{
    struct class_step *all = allocate(track->kernel_count * run->steps, sizeof *all);
    *to = (struct class_track){.track = track};
    to->exact = allocate(run->classes * run->steps, sizeof *to->exact);
    for (int w = 0; w < WEIGHTINGS; w++)
        to->weighted[w] = allocate(run->steps, sizeof *to->weighted[w]);
    to->kernel = allocate(track->kernel_count, sizeof *to->kernel);
    for (size_t k = 0; k < track->kernel_count; k++) {
        to->kernel[k].last = allocate(run->classes, sizeof *to->kernel[k].last);
        to->kernel[k].last_error = allocate(run->classes, sizeof *to->kernel[k].last_error);
    }
    run_steps(to, all, run);
    for (size_t k = 0; k < track->kernel_count && !interrupted(); k++)
        summarise(&to->kernel[k], all + k * run->steps, run->steps);
    free(all);
}

void trace_classes(struct trace *trace)
{
    trace->classes = allocate((size_t)TRACE_ROLES * FORMATS, sizeof *trace->classes);
    for (size_t l = 0; l < trace->loss_count; l++)
        for (int role = 0; role < TRACE_ROLES && trace_is_conditional(trace->loss[l]); role++)
            for (int f = 0; f < FORMATS; f++)
                if (trace->computed[f]) {
                    size_t t = (size_t)(trace_find(trace, trace->loss[l], role, &formats[f]) - trace->track);
                    measure_track(&trace->classes[trace->class_count++], &trace->track[t], trace->run);
                }
}

void trace_classes_free(struct trace *trace)
{
    for (size_t t = 0; t < trace->class_count; t++) {
        struct class_track *to = &trace->classes[t];
        for (size_t k = 0; k < to->track->kernel_count; k++) {
            free(to->kernel[k].last);
            free(to->kernel[k].last_error);
        }
        free(to->kernel);
        free(to->exact);
        for (int w = 0; w < WEIGHTINGS; w++)
            free(to->weighted[w]);
    }
    free(trace->classes);
}
