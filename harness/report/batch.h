/* batch.h -- tables and charts of the error of a mean against the batch. */
#ifndef GANLOSS_HARNESS_REPORT_BATCH_H
#define GANLOSS_HARNESS_REPORT_BATCH_H

#include "harness/base/fail.h"
#include "harness/report/report.h"

enum status report_batch(struct report *report);

#endif
