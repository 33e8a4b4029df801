/* selector.h -- what a selector means: a glob over ids TERM/VARIANT/FORMAT, of which parts may be left out. */
#ifndef GANLOSS_HARNESS_SELECTION_SELECTOR_H
#define GANLOSS_HARNESS_SELECTION_SELECTOR_H

#include "harness/base/fail.h"
#include "harness/base/nearest.h"

#include <stdbool.h>

/* The rules, for people: the one place where they stand. */
extern const char selector_rules[];

/* The glob over whole ids that the text stands for, from malloc. NULL: nothing matches it (STATUS_NOTHING), or it has two
   meanings (STATUS_USAGE); one line has said so, and what is near or accepted. */
char *selector_glob(const char *text, enum status *status);

/* Whether the text covers the id, which need not be a kernel's that there is. Says nothing. */
bool selector_covers(const char *text, const char *id);

/* What is meant by a term that there is none of, or by a term and format: "; did you mean bce.target/f32?", or "". */
const char *selector_near_term(char hint[NEAREST_TEXT], const char *text);

#endif
