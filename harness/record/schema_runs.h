/* schema_runs.h -- the fields of what bench, batch, trace and compare write. */
#ifndef GANLOSS_HARNESS_RECORD_SCHEMA_RUNS_H
#define GANLOSS_HARNESS_RECORD_SCHEMA_RUNS_H

#include "harness/record/schema_fields.h"

/* A record of each section; of options.skipped, a row that was not timed. */
extern const struct schema_field schema_runs_timing[], schema_runs_batch[], schema_runs_class_means[],
    schema_runs_given_means[], schema_runs_trace[], schema_runs_nodes[], schema_runs_faults[],
    schema_runs_pair[], schema_runs_skipped[];

#endif
