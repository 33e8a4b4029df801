/* report.h -- rows of `compare` as text, JSON and TSV. */
#ifndef GANLOSS_HARNESS_COMPARE_REPORT_H
#define GANLOSS_HARNESS_COMPARE_REPORT_H

#include "harness/compare/compare.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

/* Whether every row was measured that can be. */
bool compare_complete(const struct compare_row rows[], size_t count);

void compare_print(FILE *to, const struct compare_options *o, const struct compare_row rows[], size_t count);
void compare_print_tsv(FILE *to, const struct compare_row rows[], size_t count);

/* `sides`: what was found of the accuracy of two kernels; NULL: nothing was asked. */
struct sides;
json_t *compare_json(const struct compare_options *o, const struct compare_row rows[], size_t count,
                     const struct sides *sides);

#endif
