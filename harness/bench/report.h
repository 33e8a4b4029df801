/* report.h -- rows as JSON. */
#ifndef GANLOSS_HARNESS_BENCH_REPORT_H
#define GANLOSS_HARNESS_BENCH_REPORT_H

#include "harness/bench/bench.h"

#include <jansson.h>

/* Whether a row has samples enough to be reported: its least, or, when the measurement was cut short, any. */
bool bench_reported(const struct bench_row *row, bool cut_short);

/* How many rows are reported; a run that has fewer than it was asked for is unfinished. */
size_t bench_measured(const struct bench *bench, bool cut_short);

/* Arrays for the result document: the reported rows, and the skipped ones. */
json_t *bench_json(const struct bench *bench, bool cut_short);
json_t *bench_skipped_json(const struct bench *bench, bool cut_short);

/* {"kernel", "batch", "ratio", "low", "high", "smallest_detectable"} of the kernel against itself, or null. */
json_t *bench_noise_json(const struct bench *bench);

#endif
