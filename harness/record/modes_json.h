/* modes_json.h -- the "modes" object of a kernel's record. */
#ifndef GANLOSS_HARNESS_RECORD_MODES_JSON_H
#define GANLOSS_HARNESS_RECORD_MODES_JSON_H

#include "harness/record/modes.h"
#include "harness/selection/select.h"

#include <jansson.h>

/* Per mode {"loss_ulp", "loss_at", "grad_ulp", "grad_at"} (ulp null: none can express it; with two operands
   "loss_target" and "grad_target" too), "invalid" and "divide" {"count", "first"}, and "inputs". */
json_t *modes_json(const struct choice *choice, const struct modes *modes);

/* Reads it back; all zero for anything else. */
struct modes modes_parse(const json_t *object);

#endif
