/* fail_on.h -- what a user has fail kernels, besides the rules (record_failures): --fail-on CLASS,... */
#ifndef GANLOSS_HARNESS_RECORD_FAIL_ON_H
#define GANLOSS_HARNESS_RECORD_FAIL_ON_H

#include "harness/record/summary.h"
#include "harness/selection/select.h"

#include <stdbool.h>

/* A set, in a choice's fail_on: 1 << class for the classes of errors, and these bits. */
enum { FAIL_ON_LOST = CLASSES, FAIL_ON_POSITION, FAIL_ON_NAMES };

/* Adds the classes of a list such as "nan,sign" to the set; says which is none, and what there is. */
bool fail_on_read(unsigned *set, const char *option, const char *list);

/* The list of a set, as it stands in a document's options, and the set of such a list, without a word. */
enum { FAIL_ON_TEXT = 80 };
void fail_on_text(char text[FAIL_ON_TEXT], unsigned set);
unsigned fail_on_of(const char *list);

/* The set for a kernel: what the user named; where that is nothing, and it is not this program's and has no bound: nan,
   overflow, vanished and sign. */
unsigned fail_on_for(const struct choice *choice, unsigned named);

/* Those of the set that a kernel's results show. */
unsigned fail_on_met(unsigned set, const struct summary *summary);

#endif
