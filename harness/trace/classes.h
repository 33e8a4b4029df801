/* classes.h -- the conditional loss: means per class label, and the losses made of them. */
#ifndef GANLOSS_HARNESS_TRACE_CLASSES_H
#define GANLOSS_HARNESS_TRACE_CLASSES_H

#include "harness/trace/trace.h"

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

/* Per-class means of one track. */
struct class_track {
    struct track *track;
    double *exact;               /* [classes][steps]; NaN where the class does not occur */
    double *weighted[2];         /* [steps]: exact loss by share and evenly (enum ganloss_weighting) */
    struct class_kernel *kernel; /* as track->kernel */
};

/* Measures each track of the conditional loss, if that is among the losses of a trace that is laid out. The
   result does not depend on the number of threads. Interrupted, it holds nothing that may be shown. */
void trace_classes(struct trace *trace);
void trace_classes_free(struct trace *trace);

#endif
