/* exact.h -- exact figures that are kept in reports/exact.json: of kernels that were tried on every float once, for every
   build whose kernels are the same machine code and whose libm is the same (`make exact` makes them).

   It is a result document of level exhaustive (ganloss merge --exact). Where a document's run key has the same parts
   that decide what kernels answer (run_key_kernels), the largest errors, counts and classes that it sampled are replaced
   by these, and its bounds stay; elsewhere, the difference is named and nothing is taken. */
#ifndef GANLOSS_HARNESS_REPORT_EXACT_H
#define GANLOSS_HARNESS_REPORT_EXACT_H

#include "harness/base/fail.h"
#include "harness/record/run_key.h"
#include "harness/report/report.h"

/* Leaves of a document what is to be kept: of the kernels that were tried on every float, what stands for every build of the
   same code. What is left is complete; STATUS_NOTHING where nothing is exact. */
enum status report_exact_keep(json_t *document);

/* Reads the figures that are kept at the path, or for NULL where the report's scripts are: there need be none, and then
   *kept is NULL. */
enum status report_exact_read(json_t **kept, const char *path);

/* How many kernels it has exact figures of, and whether they are of other kernels or another libm than a run with this
   key; then in what. */
size_t report_exact_kernels(const json_t *kept);
bool report_exact_differs(char text[RUN_KEY_TEXT], const json_t *kept, const json_t *key);

/* Puts the figures into the records of finished runs that they are for. Then report->exact is
   {"path", "kernels", "used", "difference"}: empty where no document is of another build. */
void report_exact_use(struct report *report, json_t *kept);

/* Sentences on what was taken, and what was not; nothing where no figures are kept. */
void report_exact_note(FILE *to, const struct report *report);

#endif
