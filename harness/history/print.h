/* print.h -- a history with its changes (changes.h) as text and as a table. */
#ifndef GANLOSS_HARNESS_HISTORY_PRINT_H
#define GANLOSS_HARNESS_HISTORY_PRINT_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

/* Each list with its versions and what changed; then, or `quiet` alone, the figures that are worse than they were, with the first
   version that was, and what the last version has nothing of. */
void history_print(FILE *to, const json_t *series, bool quiet);

/* A row for each figure of each version (README.md has the columns). */
void history_print_tsv(FILE *to, const json_t *series);

#endif
