/* given.h -- foreign kernels of kind "mean", which give the mean over a batch and its gradient themselves, as a framework's
   default reduction does: a row per kernel, regime and batch size.

   A mean is compared with the exact one, and each gradient with the exact g_i / n. There are no losses of elements to
   take an error apart by. */
#ifndef GANLOSS_HARNESS_BATCH_GIVEN_H
#define GANLOSS_HARNESS_BATCH_GIVEN_H

#include "harness/batch/batch.h"
#include "harness/batch/parts.h"

/* What makes a row fail. */
enum given_fault {
    GIVEN_MEAN,  /* outside the bound that the kernel declares for its loss */
    GIVEN_GRAD,  /* or its gradient */
    GIVEN_NAMED, /* in a class that choice->fail_on names */
    GIVEN_FIRST, /* of a first-class kernel: a zero of the wrong sign, bits that depend on the place */
    GIVEN_OPEN,
    GIVEN_FAULTS
};

struct batch_given_row {
    struct choice choice;
    const struct regime *regime;
    size_t n;
    bool done;       /* false: the time did not reach, or */
    bool unanswered; /* the program gave no results for this batch, or */
    bool barred;     /* the kernel does more than return results */
    bool moved;      /* other bits at another place */
    double mean;
    struct batch_mean_error error;
    struct batch_grad grad;
    unsigned met;    /* those of choice->fail_on that it shows */
    unsigned faults; /* bits of enum given_fault */
};

struct batch_given {
    struct batch_given_row *at; /* by kernel, regime, size */
    size_t count;
    struct faults *faults; /* of each kernel of the selection */
    size_t kernels;
};

/* Makes every row of the plan, whose kernels are all of that kind; ends early as batch_run() does. */
void batch_given_run(struct batch_given *given, const struct batch_plan *plan);
void batch_given_free(struct batch_given *given);

#endif
