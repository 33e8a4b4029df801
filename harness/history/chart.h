/* chart.h -- a history as charts. */
#ifndef GANLOSS_HARNESS_HISTORY_CHART_H
#define GANLOSS_HARNESS_HISTORY_CHART_H

#include "harness/base/fail.h"

#include <jansson.h>

/* Draws a series with its changes into the directory: one chart of each kernel and kind, a panel for each list of at least two
   versions; tables in data/. */
enum status history_charts(const json_t *series, const char *out);

#endif
