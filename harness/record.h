/* record.h -- a kernel's summary as a JSON record and as text. */
#ifndef GANLOSS_RECORD_H
#define GANLOSS_RECORD_H

#include "cases.h"
#include "select.h"
#include "summary.h"

#include <stdio.h>

/* The declared bound of a kernel in a format; INFINITY: none. */
double choice_bound(const struct choice *choice);

/* Whether a kernel keeps its bound; one without a bound always does. */
bool record_passes(const struct choice *choice, const struct summary *summary);

/* DESIGN, section 6, "A kernel's record"; besides, `lost`, and `own` for epsilon variants; an extent has
   count, first, last, below and above (summary.h), and for two operands the targets of the first. */
json_t *record_json(const struct choice *choice, const struct summary *summary, enum level level);

/* A block of lines: verdict, maxima with the input as hex float, and every class with where it occurs. */
void record_print(FILE *to, const struct choice *choice, const struct summary *summary);

/* For a kernel that fails: one line per output with what reruns it. */
void record_print_failure(FILE *to, const struct choice *choice, const struct summary *summary, uint64_t seed);

#endif
