/* rounding.h -- kernels run under IEEE's four rounding modes, and watched for exceptions (record/modes.h). */
#ifndef GANLOSS_HARNESS_JUDGE_ROUNDING_H
#define GANLOSS_HARNESS_JUDGE_ROUNDING_H

#include "harness/record/faults.h"
#include "harness/record/modes.h"
#include "harness/selection/select.h"

/* Runs the kernel on n inputs x[] (and labels y[], or NULL) of its format under each mode; want[n] are the
   exact values, or with `negated` their negatives. An input counts as raising a flag when it does so under
   any of the modes. Leaves the environment as it was; a kernel that does not has that fault. */
void rounding_add(struct modes *modes, struct faults *faults, const struct choice *choice, size_t n,
                  const void *x, const void *y, struct want want[][OUTPUTS], bool negated);

#endif
