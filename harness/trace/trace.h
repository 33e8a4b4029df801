/* trace.h -- losses and gradients over a recorded training run, each against the exact value: what the files
   of this folder share. A recording (recording.h) is laid out for some losses (losses.h, plan.h), measured
   (measure.h, classes.h) and reported (text.h, json.h). */
#ifndef GANLOSS_HARNESS_TRACE_TRACE_H
#define GANLOSS_HARNESS_TRACE_TRACE_H

#include "harness/metric/metric.h"
#include "harness/record/faults.h"
#include "harness/selection/select.h"
#include "harness/trace/recording.h"

#include <stdbool.h>
#include <stddef.h>

/* The ways in which a kernel can lose a gradient whose exact value the format holds. */
enum damage { DAMAGE_VANISHED, DAMAGE_OVERFLOW, DAMAGE_NAN, DAMAGE_SIGN, DAMAGE_LOST, DAMAGES };

/* NEVER, or the index of a step. */
enum { NEVER = -1 };
typedef ptrdiff_t step_index;

/* One kernel at one step. */
struct kernel_step {
    double loss;
    struct error loss_error; /* of the mean loss */
    long double grad_ulp;    /* the largest of any gradient; NaN where no ULP expresses any */
    size_t damaged[DAMAGES]; /* elements of the batch */
};

struct kernel_trace {
    struct choice choice;
    struct kernel_step *step;
    struct faults faults;    /* what it did besides, at any step */
    struct error loss_error; /* the worst of all steps: a failure, else the most ulps */
    long double grad_ulp;    /* the largest of all steps */
    double share[DAMAGES];   /* likewise, of the batch */
    step_index first, half;  /* the first steps at which any, and at least half, of the batch is lost */
    size_t half_steps;       /* at how many steps at least half of it is */
};

struct exact_step {
    double loss, condition;
    double grad; /* mean |g| over the elements that are no NaN; unscaled by 1/n */
};

/* One term on one side in one format, with all its kernels. */
struct track {
    const struct term *term;
    enum recording_side side;
    const struct format *format;
    size_t leader; /* the first track with the same formula, side and format: their exact values are one */
    struct exact_step *exact;
    step_index saturated; /* from here on mean |g| stays below SATURATED for good */
    struct kernel_trace *kernel;
    size_t kernel_count;
};

struct trace {
    const struct recording *run;
    const char
        *rerun; /* the command that makes it again, but for options that a kernel needs; NULL: nobody asked */
    bool computed[FORMATS];
    const struct loss *const *loss; /* the losses asked for */
    size_t loss_count;
    struct track *track;
    size_t track_count;
    struct class_track *classes; /* classes.h: one per track of the conditional loss */
    size_t class_count;
};

#endif
