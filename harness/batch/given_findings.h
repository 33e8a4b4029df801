/* given_findings.h -- what was judged and found wrong of kernels of kind "mean", for the files that CI reads. */
#ifndef GANLOSS_HARNESS_BATCH_GIVEN_FINDINGS_H
#define GANLOSS_HARNESS_BATCH_GIVEN_FINDINGS_H

#include "harness/batch/given.h"

/* A case for each output of each kernel, and a finding for each fault of a kernel's rows in a regime. */
void batch_given_findings(const struct batch_given *given, const struct batch_plan *plan);

#endif
