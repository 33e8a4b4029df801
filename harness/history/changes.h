/* changes.h -- where figures changed from version to version, for better or worse, and what else did there. */
#ifndef GANLOSS_HARNESS_HISTORY_CHANGES_H
#define GANLOSS_HARNESS_HISTORY_CHANGES_H

#include "harness/base/fail.h"

#include <jansson.h>

/* How probable one or more shifts of times are to be found, in all lists together, where there is none. */
#define HISTORY_ALPHA 0.01

/* Adds to each list of a series (series.h)
     "changes": [{"figure", "version", "since", "before", "after", "verdict": "worse" or "better", "also": [...]}],
   in the order of versions: `since` is the version before, of those that the list has. What is exact changes where it differs at
   all, instructions by more than a thousandth, times where shift_find says so and the medians on both sides differ by more than 1 %;
   and "worse": [{"figure", "version", "since", "before", "after", "also"}], of figures whose last value is worse than one before:
   `version` is the first from which on none was better than the last is. Of a search, counts say only whether they are 0.
   And to the series
     "last": the last version, "absent": [...], kernels that the version before it has, and it has nothing of. */
void history_changes(json_t *series);

/* STATUS_NUMERICAL: a figure that is exact became worse at the last version; STATUS_PERFORMANCE: instructions or a time did;
   STATUS_UNFINISHED: kernels are absent there. */
enum status history_verdict(const json_t *series);

#endif
