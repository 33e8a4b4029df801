/* tables.h -- every record of kernels and bench as one table each, for other programs. */
#ifndef GANLOSS_HARNESS_REPORT_TABLES_H
#define GANLOSS_HARNESS_REPORT_TABLES_H

#include "harness/base/fail.h"
#include "harness/report/report.h"

enum status report_tables(struct report *report);

#endif
