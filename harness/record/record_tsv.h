/* record_tsv.h -- kernels' records as a table with tabs between. */
#ifndef GANLOSS_HARNESS_RECORD_RECORD_TSV_H
#define GANLOSS_HARNESS_RECORD_RECORD_TSV_H

#include <jansson.h>
#include <stdio.h>

/* A row for each record (record_json): id, library, level, evidence, inputs and the verdict (pass, FAIL or INCOMPLETE); of
   the loss and the gradient the bound, the largest error and where it is, and how many results are of each class; the
   names of faults. What does not apply is an empty cell. */
void record_tsv_print(FILE *to, const json_t *records);

#endif
