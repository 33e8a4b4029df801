/* faults.h -- what a kernel has done besides returning results; merges in any order to the same. */
#ifndef GANLOSS_HARNESS_RECORD_FAULTS_H
#define GANLOSS_HARNESS_RECORD_FAULTS_H

#include "harness/inputs/input.h"
#include "harness/machine/environment.h"
#include "reference/format.h"

#include <stdbool.h>
#include <stddef.h>

enum fault {
    FAULT_OVERRUN,     /* wrote beside its outputs or inputs */
    FAULT_INPUTS,      /* wrote into its inputs */
    FAULT_UNWRITTEN,   /* left results as they were before the call */
    FAULT_ENVIRONMENT, /* left another floating-point environment */
    FAULT_STATE,       /* gave other results for the same inputs at the same places, later */
    FAULT_POSITION, /* gave other results for the same input elsewhere: by position, length, neighbours, alignment */
    /* of foreign kernels alone: */
    FAULT_OVERREAD, /* read beside its arrays */
    FAULT_CRASH,    /* its program was ended by a signal */
    FAULT_EXIT,     /* its program ended */
    FAULT_HANG,     /* gave no answer in time */
    FAULT_RAISED,   /* raised an error */
    FAULT_PROTOCOL, /* answered what is no answer */
    FAULTS
};

/* "overrun", "inputs", ..., as a document calls them */
extern const char *const fault_names[FAULTS];

/* What was being done: the block's number counts within it. */
enum fault_stage {
    STAGE_CASES,
    STAGE_PLACES,
    STAGE_FLOATS,
    STAGE_SEARCH,
    STAGE_MODES,
    STAGE_MEANS, /* batch */
    STAGE_STEPS, /* trace */
    STAGE_TIMING,
    FAULT_STAGES
};
extern const char *const fault_stage_names[FAULT_STAGES];

/* What `parts` may have: a signal and a status are smaller too. */
enum { FAULT_PARTS = 255 };

/* A call of a kernel, and the element that shows the fault. */
struct fault_at {
    enum fault_stage stage;
    uint64_t block;
    size_t n;           /* elements of the call */
    int64_t index;      /* of the element: below 0 or from n on beside the array */
    struct input input; /* there; NaN beside the array */
    unsigned
        parts; /* of the environment (enum environment_part); of a crash the signal, of an exit the status */
    double got, before; /* of state and position: the result, and the one that it had before */
};

struct faults {
    struct {
        uint64_t count;        /* of calls; of state and position: of results */
        struct fault_at first; /* in the order of stage, block, n and index */
    } of[FAULTS];
};

/* Adds `count` of a fault, of which this is the first. */
void faults_add(struct faults *faults, enum fault fault, const struct fault_at *at, uint64_t count);
void faults_merge(struct faults *to, const struct faults *from);

/* Whether there is one that fails every kernel: any but FAULT_POSITION. */
bool faults_fail(const struct faults *faults);
/* Whether an element stands for it: not where something beside the arrays does. */
bool fault_is_beside(enum fault fault);

bool faults_any(const struct faults *faults);

#endif
