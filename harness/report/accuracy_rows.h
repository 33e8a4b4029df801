/* accuracy_rows.h -- a kernel's numbers as rows of the table of accuracy. */
#ifndef GANLOSS_HARNESS_REPORT_ACCURACY_ROWS_H
#define GANLOSS_HARNESS_REPORT_ACCURACY_ROWS_H

#include "harness/record/evidence.h"
#include "harness/record/record.h"

#include <stdio.h>

/* One row of the table, a loss and a gradient: a function, and the terms that it serves with these numbers. */
struct accuracy {
    struct choice choice; /* of the first of them */
    struct summary summary;
    const json_t *record;
    char terms[256]; /* "`minimax.d_real`, `nonsaturating.g`" */
    enum evidence evidence;
};

/* "| variant | output | largest error | at | not rounded | failures |", twice. */
void report_accuracy_rows(FILE *to, const struct accuracy *row);

#endif
