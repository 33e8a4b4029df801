/* given_report.h -- the rows of kernels of kind "mean" as a table, as JSON, and as failures that can be rerun. */
#ifndef GANLOSS_HARNESS_BATCH_GIVEN_REPORT_H
#define GANLOSS_HARNESS_BATCH_GIVEN_REPORT_H

#include "harness/batch/given.h"

#include <jansson.h>
#include <stdio.h>

/* The rows that are done. */
json_t *batch_given_json(const struct batch_given *given);

/* Records of what the kernels did besides, added to the section. */
void batch_given_faults_json(json_t *section, const struct batch_given *given,
                             const struct selection *selection);

/* How many the run did not come to. */
size_t batch_given_skipped(const struct batch_given *given);

/* The worst row over the sizes, for each kernel and regime; verbose: every row. Nothing where there are none. */
void batch_given_print(FILE *to, const struct batch_given *given, bool verbose);

/* A line for each kernel whose results depend on their place. */
void batch_given_print_places(FILE *to, const struct batch_given *given, const struct selection *selection);

/* The command that shows a row's faults again; from malloc. */
char *batch_given_rerun(const struct batch_given_row *row, uint64_t seed);

/* One line for each fault of a kernel that is none of its results, and for each of its first rows that fail. Returns
   how many rows fail in all. */
size_t batch_given_print_failures(FILE *to, const struct batch_given *given, const struct batch_plan *plan);

#endif
