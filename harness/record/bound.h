/* bound.h -- what a record says of declared bounds. Records of older documents have one for both outputs. */
#ifndef GANLOSS_HARNESS_RECORD_BOUND_H
#define GANLOSS_HARNESS_RECORD_BOUND_H

#include <jansson.h>
#include <stdbool.h>

/* The bound that a record's kernel declares for its "loss" or "grad"; NaN: none. */
double record_bound(const json_t *record, const char *output);

/* Whether it declares one for either. */
bool record_has_bound(const json_t *record);

#endif
