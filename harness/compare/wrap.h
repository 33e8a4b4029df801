/* wrap.h -- lines that fit a terminal of 80 columns. */
#ifndef GANLOSS_HARNESS_COMPARE_WRAP_H
#define GANLOSS_HARNESS_COMPARE_WRAP_H

#include <stdio.h>

enum { WRAP_COLUMNS = 80 };

/* Writes the text with each longer line cut, where no bracket is open and a comma, a semicolon or a colon has a space behind
   it, or two spaces stand together, else at any space; what follows stands further to the right than the line's beginning. */
void wrap_print(FILE *to, const char *text);

#endif
