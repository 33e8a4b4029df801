/* differences_text.h -- what two kernels differ by, for people and in a document. */
#ifndef GANLOSS_HARNESS_COMPARE_DIFFERENCES_TEXT_H
#define GANLOSS_HARNESS_COMPARE_DIFFERENCES_TEXT_H

#include "harness/compare/differences.h"

#include <jansson.h>
#include <stdio.h>

/* "the same on all 4294967296 inputs", or on how many they differ, where, and by how much: lines of one output. */
void differences_print(FILE *to, const struct differences *differences, const struct choice choice[2],
                       enum output output);

/* Whose error is the smaller one, and in which binades: a line of one output. */
void differences_print_better(FILE *to, const struct differences *differences, const struct choice choice[2],
                              enum output output);

/* One line: the first difference of an output, what was got there, and what reruns it. */
void differences_print_first(FILE *to, const struct differences *differences, const struct choice choice[2],
                             enum output output);

/* {"inputs": "every" or "cases", "unanswered", "complete", "loss": {"compared", "different", "nans", "first",
   "largest", "binades": [[least magnitude, inputs, different, failures of A, of B, error of A, of B]...]}, "grad"}; an
   output that one of them lacks is null. Binades in which nothing differs and errors are equal are left out. */
json_t *differences_json(const struct differences *differences, const struct choice choice[2]);

#endif
