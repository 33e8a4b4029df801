/* range.h -- doubles numbered in order (format_ordinal), and ranges of them. */
#ifndef GANLOSS_HARNESS_SEARCH_RANGE_H
#define GANLOSS_HARNESS_SEARCH_RANGE_H

#include "losses/registry.h"
#include "reference/format.h"

#include <stddef.h>
#include <stdint.h>

struct range {
    int64_t low, high; /* ordinals, both included */
};

double range_value(int64_t ordinal);
int64_t range_ordinal(double x);

/* What a term's space covers, infinities included; of D, a few numbers below 0 and above 1 too. */
struct range range_of_space(enum space space);

uint64_t range_width(const struct range *range); /* one less than it holds */

/* Evenly spread samples of a range: their number, at most `most`; and one from the i-th of n equal parts. */
size_t range_samples(const struct range *range, size_t most);
int64_t range_sample(const struct range *range, size_t i, size_t n, uint64_t *random);
int64_t range_random(uint64_t *random, int64_t low, int64_t high); /* both included */

#endif
