/* lists.h -- options that take a list with commas. */
#ifndef GANLOSS_HARNESS_INPUTS_LISTS_H
#define GANLOSS_HARNESS_INPUTS_LISTS_H

#include <stdbool.h>
#include <stddef.h>

/* Batch sizes from 1 to `most`, "4096" or "2^12"; names of regimes, with `traces` also of the form
   trace:FILE. What is named twice is taken once. Each prints what was found and what is accepted, and returns
   false, if an item is bad or there are more than `capacity`. The text of regimes is taken apart, and the
   names lie in it. */
bool list_sizes(const char *option, const char *text, size_t most, size_t capacity, size_t to[],
                size_t *count);
bool list_regimes(const char *option, char *text, bool traces, size_t capacity, const char *to[],
                  size_t *count);

#endif
