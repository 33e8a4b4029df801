/* series.h -- out of the database: what was recorded of kernels, in lists of what compares, version by version. */
#ifndef GANLOSS_HARNESS_HISTORY_SERIES_H
#define GANLOSS_HARNESS_HISTORY_SERIES_H

#include "harness/history/database.h"

#include <jansson.h>

/* {"schema": "ganloss-history/1", "versions": [{"version", "order", "kinds": [...]}], all in their order,
    "lists": [{"kernel", "library", "kind", "evidence", "basis",
               "versions": [{"version", "order", "documents", "figures": {NAME: number, or decimal string},
                             "samples": {NAME: [...]}, "around": {...}}]}]}
   of the kernels whose id one of the globs covers (none: all). Of several documents of a version a figure is the largest, and of a
   time (figure.h) their median; `samples` has each document's time, in the order of recording. STATUS_NOTHING: no kernel of
   these is in it. */
enum status history_series(json_t **series, struct history *history, char *const globs[], size_t count);

#endif
