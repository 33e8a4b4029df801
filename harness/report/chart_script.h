/* chart_script.h -- a chart's own script, which draws it alone of the table beside it. */
#ifndef GANLOSS_HARNESS_REPORT_CHART_SCRIPT_H
#define GANLOSS_HARNESS_REPORT_CHART_SCRIPT_H

#include "harness/base/fail.h"
#include "harness/report/report.h"

/* Writes charts/NAME.gp: the head of the chart's script, which says what it shows and what the table's columns are, the
   chart's variables, and reports/draw.gp with the text of every script that it loads in its place. */
enum status report_chart_script(const struct report *report, const json_t *chart);

#endif
