/* words.h -- how a process of this program is told which row it is for. */
#ifndef GANLOSS_HARNESS_COMPARE_WORDS_H
#define GANLOSS_HARNESS_COMPARE_WORDS_H

#include "harness/compare/compare.h"
#include "harness/foreign/foreign.h"

/* The words that start a process of `program` for a row: the kernels' ids, where foreign ones come from, and what it
   needs to know; the last is NULL. Freed by compare_words_free. */
char **compare_words(const char *program, const char *as, const struct compare_row *row,
                     const struct compare_options *o, struct compare_share share, unsigned long placement);
void compare_words_free(char **words);

#endif
