/* report.h -- rows as a table, as JSON, and as failures that can be rerun. */
#ifndef GANLOSS_HARNESS_BATCH_REPORT_H
#define GANLOSS_HARNESS_BATCH_REPORT_H

#include "harness/batch/batch.h"

#include <jansson.h>
#include <stdio.h>

/* What is said of each fault of a row, and of means per class. */
extern const char *const batch_fault_words[BATCH_FAULTS], *const batch_class_fault_words[CLASS_FAULTS];

/* The rows that are done. */
json_t *batch_json(const struct batch_rows *rows);

/* How many are not, since the run did not come to them; how many are barred, which are failures. */
size_t batch_skipped(const struct batch_rows *rows);
size_t batch_barred(const struct batch_rows *rows);

/* Records of what kernels did besides, and of their means per class: sections. */
json_t *batch_faults_json(const struct batch_rows *rows, const struct selection *selection);
json_t *batch_classes_json(const struct batch_rows *rows, const struct batch_plan *plan);

/* A line for each foreign kernel whose results depend on their place. */
void batch_print_places(FILE *to, const struct batch_rows *rows, const struct selection *selection);

/* The command that shows a row's faults again; from malloc. */
char *batch_rerun(const struct batch_row *row, uint64_t seed);

/* Whether two rows differ in their sizes alone. */
bool batch_same_series(const struct batch_row *a, const struct batch_row *b);

/* The worst row over the sizes, for each kernel, regime and reduction; verbose: every row. */
void batch_print(FILE *to, const struct batch_rows *rows, bool verbose);

/* A line on the means per class; nothing where there are none. Of how many kernels and regimes they fail. */
void batch_print_classes(FILE *to, const struct batch_rows *rows);
size_t batch_classes_failed(const struct batch_rows *rows);

/* One line for each fault of a kernel that is none of its results, one for each of the first rows with
   faults, with what reruns it, and how many more there are, and one for each kernel and regime whose means
   per class fail. Returns how many rows fail in all. */
size_t batch_print_failures(FILE *to, const struct batch_rows *rows, const struct batch_plan *plan);

#endif
