/* measure.h -- one kernel on the inputs of one regime. */
#ifndef GANLOSS_HARNESS_BATCH_MEASURE_H
#define GANLOSS_HARNESS_BATCH_MEASURE_H

#include "harness/batch/batch.h"
#include "harness/batch/scan.h"

extern const struct batch_code batch_library;

/* The rows of one kernel, a member of the scan's group, rows[reduction][size] of the plan's that are wanted,
   and its means per class. What the kernel does besides is added to its faults; where that fails it, the rows
   are barred. */
void batch_measure(struct batch_row *const rows[GANLOSS_REDUCTIONS], struct batch_classes *classes,
                   struct faults *faults, const struct group_member *member, const struct batch_scan *scan);

#endif
