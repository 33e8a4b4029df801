/* estimate_report.h -- an estimate as people read it, and as a document. */
#ifndef GANLOSS_HARNESS_VERIFY_ESTIMATE_REPORT_H
#define GANLOSS_HARNESS_VERIFY_ESTIMATE_REPORT_H

#include "harness/verify/estimate.h"

#define ESTIMATE_SCHEMA "ganloss-estimate/1"

/* Of what run: its files may be NULL. */
struct estimate_of {
    const struct selection *selection;
    const struct plan *plan;
    const char *save;
};

void estimate_print(FILE *to, const struct estimate *estimate, const struct estimate_of *of);

/* {"schema", "level", "seed", "shard", "kernels", "threads", "parts": [{"part", "inputs", "cpu_seconds", "wall_seconds"}],
   "rounds" (of a search; 0: there is none), "inputs", "cpu_seconds", "cpu_hours", "wall_seconds", "wall_seconds_now", "memory_bytes",
   "files": [{"path", "bytes"}], "calibration": {"threads", "cpu_seconds", "wall_seconds", "waited"}, "machine"} */
json_t *estimate_json(const struct estimate *estimate, const struct estimate_of *of);

#endif
