/* gnuplot.h -- the one gnuplot process that draws all charts. */
#ifndef GANLOSS_HARNESS_REPORT_GNUPLOT_H
#define GANLOSS_HARNESS_REPORT_GNUPLOT_H

#include "harness/base/fail.h"
#include "harness/report/report.h"

/* Draws every chart of the list into the report's directory, as SVG and as PNG. */
enum status report_charts_draw(const struct report *report);

#endif
