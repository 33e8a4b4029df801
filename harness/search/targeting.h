/* targeting.h -- the ways to choose the second operand of an input. */
#ifndef GANLOSS_HARNESS_SEARCH_TARGETING_H
#define GANLOSS_HARNESS_SEARCH_TARGETING_H

#include "losses/registry.h"

#include <stddef.h>
#include <stdint.h>

/* Targets that an input is tried with, where a term takes one: a fixed one, any, or one near sigmoid(x),
   where sigmoid(x) - t cancels. Terms with one operand know TARGET_FIXED with the value 0 alone. */
enum target_kind { TARGET_FIXED, TARGET_ANY, TARGET_CANCELLING };
struct targeting {
    enum target_kind kind;
    double value;
};

/* The k-th way of choosing targets, of as many as the term has: 1 without a second operand. */
size_t targeting_count(const struct term *term);
struct targeting targeting_at(const struct term *term, size_t k);
double targeting_pick(const struct targeting *by, double x, uint64_t *random);

#endif
