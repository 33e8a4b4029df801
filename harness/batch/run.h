/* run.h -- every row: group by group and regime by regime. */
#ifndef GANLOSS_HARNESS_BATCH_RUN_H
#define GANLOSS_HARNESS_BATCH_RUN_H

#include "harness/batch/batch.h"
#include "harness/batch/scan.h"

/* Makes every row. Ended early by the time limit or an interrupt, it leaves rows that are not done. */
void batch_run(struct batch_rows *rows, const struct batch_plan *plan);
void batch_free(struct batch_rows *rows);

/* For every regime and every kernel of the plan, by groups that have exact terms in common: these, and then what measures
   the kernel by them. `calls`: how often a row reads its inputs, for the progress. */
typedef void batch_measurer(void *to, const struct batch_scan *scan, const struct group_member *member,
                            size_t regime);
void batch_each(const struct batch_plan *plan, size_t calls, batch_measurer *measure, void *to);

/* Called by all ranks (harness/ranks): adds to the leader's faults of each kernel what the others have found. */
void batch_gather_faults(struct faults faults[], size_t count);

#endif
