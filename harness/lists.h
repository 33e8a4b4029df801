/* lists.h -- options that take a list with commas. */
#ifndef GANLOSS_LISTS_H
#define GANLOSS_LISTS_H

#include "regime.h"

#include <stdbool.h>

/* Batch sizes from 1 to `most`, "4096" or "2^12"; regimes by name. What is named twice is taken once. Each
   prints what was found and what is accepted, and returns false, if an item is bad or there are more than
   `capacity`. */
bool list_sizes(const char *option, const char *text, size_t most, size_t capacity, size_t to[],
                size_t *count);
bool list_regimes(const char *option, const char *text, size_t capacity, const struct regime *to[],
                  size_t *count);

#endif
