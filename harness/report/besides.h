/* besides.h -- kernels that do more than return results, as batch, trace and bench found. */
#ifndef GANLOSS_HARNESS_REPORT_BESIDES_H
#define GANLOSS_HARNESS_REPORT_BESIDES_H

#include "harness/record/faults.h"
#include "harness/report/report.h"

#include <stdio.h>

/* A paragraph that names those found at this stage, with what they did; nothing where there is none. */
void report_besides_note(FILE *to, const struct report *report, enum fault_stage stage);

#endif
