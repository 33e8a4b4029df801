/* words.h -- how a process of this program is told which row it is for. */
#ifndef GANLOSS_HARNESS_COMPARE_WORDS_H
#define GANLOSS_HARNESS_COMPARE_WORDS_H

#include "harness/compare/compare.h"
#include "harness/foreign/foreign.h"

/* The words that start a process of `program` for a row: the kernels' ids, what it needs to know, and where foreign
   kernels come from; the last is NULL. Freed by compare_words_free. */
enum { COMPARE_WORDS = 20 + FOREIGN_SOURCES };
void compare_words(char *words[COMPARE_WORDS], const char *program, const char *as,
                   const struct compare_row *row, const struct compare_options *o, struct compare_share share,
                   unsigned long placement);
void compare_words_free(char *words[COMPARE_WORDS]);

#endif
