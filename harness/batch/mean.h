/* mean.h -- calls of a batch kernel with one kernel, and what the kernel does in them besides. */
#ifndef GANLOSS_HARNESS_BATCH_MEAN_H
#define GANLOSS_HARNESS_BATCH_MEAN_H

#include "harness/batch/batch.h"
#include "harness/batch/scan.h"

/* A kernel on the inputs of one regime, and its faults. */
struct batch_subject {
    const struct choice *choice;
    const struct batch_scan *scan;
    struct faults *faults;
};

double batch_mean(const struct batch_subject *subject, enum ganloss_reduction reduction, size_t n,
                  const void *x, const void *y, void *grad);

/* Guarded calls (judge/guard.h), one on each size up to 4096. */
void batch_mean_guarded(const struct batch_subject *subject, enum ganloss_reduction reduction);

/* What is looked at around calls that are not guarded. From any thread: adds a fault of a call on n elements; what
   foreign kernels did in the thread's latest call instead of answering; its environment, which is put right. From one: inputs that have changed since `kept` was
   copied from them, which are put back, since other kernels share them. */
void batch_mean_add_fault(const struct batch_subject *subject, enum fault fault, size_t n, int64_t index,
                          unsigned parts);
void batch_mean_check_answers(const struct batch_subject *subject, size_t n);
void batch_mean_check_environment(const struct batch_subject *subject, size_t n);
void batch_mean_check_inputs(const struct batch_subject *subject, char *inputs, const char *kept);

#endif
