/* figures.h -- what of a document is compared over versions: records of figures, each with all that has to be equal where
   they are compared. */
#ifndef GANLOSS_HARNESS_HISTORY_FIGURES_H
#define GANLOSS_HARNESS_HISTORY_FIGURES_H

#include <jansson.h>

/* An array of {"kernel", "library", "kind", "evidence", "basis", "figures": {NAME: number, or decimal string}}, no two of
   which are equal in the first five; "" where there is no library or evidence. Kinds: accuracy (verify, grade, compare),
   time and instructions (bench), mean and class means (batch), training (trace). README.md has the bases and the names. */
json_t *history_figures(const json_t *document);

#endif
