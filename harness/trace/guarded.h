/* guarded.h -- kernels called on the batch of a step, guarded (judge/guard.h). What one does besides its
   results is added to its faults; any thread may call. */
#ifndef GANLOSS_HARNESS_TRACE_GUARDED_H
#define GANLOSS_HARNESS_TRACE_GUARDED_H

#include "harness/judge/guard.h"
#include "harness/trace/trace.h"

/* Losses and gradients of x[n], at guard->at[GUARD_LOSS] and [GUARD_GRAD]. */
void trace_elements(struct kernel_trace *kernel, struct guard *guard, size_t n, const void *x, size_t step);

/* Returns the mean loss; its gradients are at guard->at[GUARD_GRAD]. The kernel is called by itself before,
   twice. If it does more than return results the batch kernel, which keeps losses on the stack, is not given
   it: NaN all. */
double trace_mean(struct kernel_trace *kernel, struct guard *guard, size_t n, const void *x, size_t step);

#endif
