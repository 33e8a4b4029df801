/* speed.h -- tables and charts of time against batch. */
#ifndef GANLOSS_HARNESS_REPORT_SPEED_H
#define GANLOSS_HARNESS_REPORT_SPEED_H

#include "harness/base/fail.h"
#include "harness/report/report.h"

enum status report_speed(struct report *report);

#endif
