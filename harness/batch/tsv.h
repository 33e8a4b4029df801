/* tsv.h -- rows of batch as a table with tabs between. */
#ifndef GANLOSS_HARNESS_BATCH_TSV_H
#define GANLOSS_HARNESS_BATCH_TSV_H

#include "harness/batch/batch.h"

#include <stdio.h>

/* Every row, with its verdict: pass, FAIL, or INCOMPLETE where the run did not come to it. */
void batch_tsv_print(FILE *to, const struct batch_rows *rows);

#endif
