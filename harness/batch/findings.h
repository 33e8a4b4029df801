/* findings.h -- what batch judges, for the files that CI reads (record/finding.h). */
#ifndef GANLOSS_HARNESS_BATCH_FINDINGS_H
#define GANLOSS_HARNESS_BATCH_FINDINGS_H

#include "harness/batch/batch.h"

/* What of each kernel was judged, and one finding for each fault of its means in a regime and a reduction: that of the
   first size, with how many more there are. What kernels do besides is told of by batch_print_failures(). */
void batch_findings(const struct batch_rows *rows, const struct batch_plan *plan);

#endif
