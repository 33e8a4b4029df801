/* trace.h -- losses and gradients over a recorded training run, each against the exact value. */
#ifndef GANLOSS_HARNESS_TRACE_TRACE_H
#define GANLOSS_HARNESS_TRACE_TRACE_H

#include "harness/base/npy.h"
#include "harness/metric/metric.h"
#include "harness/selection/select.h"

#include <jansson.h>
#include <stdio.h>

/* Which recording a term is applied to. */
enum recording_side { RECORDING_REAL, RECORDING_FAKE, RECORDING_SIDES };
extern const char *const recording_side_names[RECORDING_SIDES]; /* "real", "fake" */

/* recording.c: a recorded run. */
struct recording {
    char *name;                        /* stem of the REAL file without "-real" */
    const char *file[RECORDING_SIDES]; /* base names */
    const char *labels;                /* likewise; NULL: none */
    const struct format *own;          /* the format the run was recorded in */
    size_t steps, batch;
    struct npy logits[RECORDING_SIDES];
    int32_t *label;              /* [steps * batch], of both sides */
    size_t classes;              /* the largest label + 1 */
    size_t odd[RECORDING_SIDES]; /* how many logits are infinite or NaN */
};

/* Reads the files and checks that they belong together; labels may be NULL. */
enum status recording_read(struct recording *run, const char *real, const char *fake, const char *labels);
void recording_free(struct recording *run);

/* The ways in which a kernel can lose a gradient whose exact value the format holds. */
enum damage { DAMAGE_VANISHED, DAMAGE_OVERFLOW, DAMAGE_NAN, DAMAGE_SIGN, DAMAGE_LOST, DAMAGES };
extern const char *const trace_damage_names[DAMAGES]; /* "vanished", "overflow", "nan", "sign", "lost" */

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

#define SATURATED      1e-3
#define SATURATED_TEXT "1e-3"

struct trace {
    const struct recording *run;
    bool computed[FORMATS];
    const struct loss *const *loss; /* the losses asked for */
    size_t loss_count;
    struct track *track;
    size_t track_count;
    struct class_track *classes; /* classes.c; one per track of the conditional loss */
    size_t class_count;
};

/* plan.c: lays out the tracks of some losses, each once; `list` and `run` must outlive the trace. */
void trace_plan(struct trace *trace, const struct recording *run, const struct loss *const list[],
                size_t count, const bool computed[FORMATS]);
void trace_free(struct trace *trace);

/* The term that a loss applies as `role` (0 to 2: d_real, d_fake, g); its track in a format. */
enum { TRACE_ROLES = 3 };
const struct term *trace_term(const struct loss *loss, int role);
const struct track *trace_find(const struct trace *trace, const struct loss *loss, int role,
                               const struct format *format);

/* Whether a recording holds all that a loss takes: one logit per element. */
bool trace_takes(const struct loss *loss);

/* Whether a loss is the conditional one, whose expectation is taken class by class. */
bool trace_is_conditional(const struct loss *loss);

/* measure.c: plans, then fills the tracks in, all steps in parallel. The result does not depend on the
   number of threads. */
void trace_measure(struct trace *trace, const struct recording *run, const struct loss *const list[],
                   size_t count, const bool computed[FORMATS]);

/* Elements of the batch that a kernel loses at a step, in whichever way. */
size_t trace_step_damaged(const struct kernel_step *step);

/* The batch of a step in a format: as doubles and as an array of the format. */
void recording_batch(const struct recording *run, enum recording_side side, const struct format *format,
                     size_t step, double x[], void *narrow);

/* classes.c: per-class means of one track. */
struct class_error {
    struct error error;
    double got, exact;
    size_t class, step;
};

struct class_kernel {
    double *last;             /* [classes]: means at the last step */
    struct error *last_error; /* [classes] */
    struct class_error worst; /* of any class at any step */
    struct error weighted[2]; /* the worst error of the loss by share and evenly, at any step */
};

struct class_track {
    const struct track *track;
    double *exact;               /* [classes][steps]; NaN where the class does not occur */
    double *weighted[2];         /* [steps]: exact loss by share and evenly (enum ganloss_weighting) */
    struct class_kernel *kernel; /* as track->kernel */
};

void trace_classes(struct trace *trace);
void trace_classes_free(struct trace *trace);

/* text.c, class_text.c: the report for people; `explain` tells what its columns are. */
void trace_print(const struct trace *trace, FILE *to, bool explain);
void trace_print_classes(const struct trace *trace, FILE *to);

/* The number of ulps, "-" for NaN; or the class, where no ULP expresses the error. */
enum { ERROR_SIZE = 24 };
void trace_format_error(char text[ERROR_SIZE], const struct error *error);

/* json.c: the "traces" section of a result. */
json_t *trace_json(const struct trace *trace);

/* A file name as JSON, which holds UTF-8 only: other bytes become '?'. NULL gives null. */
json_t *trace_name_json(const char *name);

#endif
