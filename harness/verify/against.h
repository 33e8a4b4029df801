/* against.h -- a run compared with a stored one: no kernel may get worse.

   Two runs compare when they judged the same inputs: equal level and seed, and per kernel as many inputs
   (worst cases and points of change are added over time). Then there is no slack: the inputs are the same,
   and a stored maximum comes back to the bit. Only where both figures are exact, of every float, may a maximum or the
   number of results that are not correctly rounded be larger by up to 5 %, which is told of. Searches (search/search.h) compare after as many rounds; where
   they went depends on what they found, so that their maxima compare, and whether there is a failure at all.
   A kernel is worse when any of its outputs has, against the ideal reference or its own formula, a larger
   maximum, a class more often (the sign of a zero is one), more lost results, or more that are not correctly rounded; it is
   better when nothing is worse and something is better. */
#ifndef GANLOSS_HARNESS_VERIFY_AGAINST_H
#define GANLOSS_HARNESS_VERIFY_AGAINST_H

#include "harness/base/fail.h"
#include "harness/record/run_key.h"
#include "harness/record/summary.h"
#include "harness/selection/select.h"
#include "harness/verify/baseline.h"

/* Kernels, counted by what became of them. A kernel of the file that is missing now is worse. */
struct comparison {
    size_t better, worse, unchanged;
    size_t larger; /* of the better and unchanged: something exact is larger, by up to 5 % */
    size_t added;  /* selected now, not in the file */
    /* In what the stored run differs around the kernels (run_key_around): what is worse or better may be that. Empty:
       in nothing. */
    char around[RUN_KEY_TEXT];
};

/* Compares; prints a line to stderr for each output that got worse and for each kernel that the globs cover
   (none: all) but the selection lacks. STATUS_NUMERICAL when there is one, STATUS_DATA when a kernel was
   judged on another number of inputs. */
enum status against_compare(struct comparison *comparison, const struct baseline *baseline,
                            const struct selection *selection, const struct summary summaries[],
                            char *const globs[], size_t count, uint64_t seed);

/* {"file", "better", "worse", "unchanged", "larger", "added"}, and "around" where it is not empty. */
json_t *comparison_json(const struct comparison *comparison, const struct baseline *baseline);

#endif
