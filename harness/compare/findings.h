/* findings.h -- what compare judges, for the files that CI reads (record/finding.h). */
#ifndef GANLOSS_HARNESS_COMPARE_FINDINGS_H
#define GANLOSS_HARNESS_COMPARE_FINDINGS_H

#include "harness/compare/compare.h"

/* Of two builds, whether a kernel is slower; of two kernels, what became of the judging (`sides`; NULL: two builds). */
struct sides;
void compare_findings(const struct compare_options *o, const struct compare_row rows[], size_t count,
                      const struct sides *sides);

#endif
