/* accuracy.h -- the parts of the table of accuracy. */
#ifndef GANLOSS_HARNESS_REPORT_ACCURACY_H
#define GANLOSS_HARNESS_REPORT_ACCURACY_H

#include "harness/record/record.h"
#include "harness/report/report.h"

/* One row of the table, a loss and a gradient: a function, and the terms that it serves with these numbers. */
struct accuracy {
    struct choice choice; /* of the first of them */
    struct summary summary;
    const json_t *record;
    char terms[256]; /* "`minimax.d_real`, `nonsaturating.g`" */
    bool exact;      /* on every float there is, and for two operands with every label */
};

/* accuracy_head.c: the title, a paragraph on what the table says, the machine, and the commands that
   made it; `used` is, for each document, whether the table shows a record of it. */
void accuracy_head(FILE *to, const struct report *report, const bool used[], const char *path);

/* accuracy_rows.c: "| variant | output | largest error | at | not rounded | failures |", twice. */
void accuracy_rows(FILE *to, const struct accuracy *row);
/* "4,294,967,296" */
const char *grouped_digits(char text[32], uint64_t n);
/* Text in which Markdown sees nothing but text, in a cell too. */
void markdown(FILE *to, const char *text);

#endif
