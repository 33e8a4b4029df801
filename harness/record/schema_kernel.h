/* schema_kernel.h -- the fields of a kernel's record, and of what is told of kernels beside it. */
#ifndef GANLOSS_HARNESS_RECORD_SCHEMA_KERNEL_H
#define GANLOSS_HARNESS_RECORD_SCHEMA_KERNEL_H

#include "harness/record/schema_fields.h"

/* A record of `kernels`; of `curves`; `differences` and `same_as`; one of its faults. */
extern const struct schema_field schema_kernel[], schema_kernel_curve[], schema_kernel_differences[],
    schema_kernel_fault[];

#endif
