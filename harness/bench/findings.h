/* findings.h -- what bench judges, for the files that CI reads (record/finding.h). */
#ifndef GANLOSS_HARNESS_BENCH_FINDINGS_H
#define GANLOSS_HARNESS_BENCH_FINDINGS_H

#include "harness/bench/bench.h"

#include <stdbool.h>

/* What of each kernel was judged, and which of its rows were not timed; `against`: its instructions were to be compared
   with a stored run's. */
void bench_findings(const struct bench *bench, bool cut_short, bool against);

#endif
