/* run.h -- every row: group by group and regime by regime. */
#ifndef GANLOSS_HARNESS_BATCH_RUN_H
#define GANLOSS_HARNESS_BATCH_RUN_H

#include "harness/batch/batch.h"

/* Makes every row. Ended early by the time limit or an interrupt, it leaves rows that are not done. */
void batch_run(struct batch_rows *rows, const struct batch_plan *plan);
void batch_free(struct batch_rows *rows);

#endif
