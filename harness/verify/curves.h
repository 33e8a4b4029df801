/* curves.h -- gradient and error along the logit axis, for the charts. */
#ifndef GANLOSS_HARNESS_VERIFY_CURVES_H
#define GANLOSS_HARNESS_VERIFY_CURVES_H

#include "harness/record/summary.h"
#include "harness/selection/select.h"

#include <jansson.h>

/* For every term and format of the selection, and every variant of it that is selected: an array of
     {"term", "format", "space", "target" (two operands only), "x", "grad", "kernels": [{"variant", "grad",
      "loss_ulp", "grad_ulp"}]}
   x is the logit, or the log-odds of D; grad the true gradient at the middle of each cell, and what the
   kernel returns there (null: NaN or infinite); the errors are the largest in the cell, in ulps (null:
   a class applies). All confirmed by MPFR. */
json_t *curves_json(const struct selection *selection, const struct summary summaries[]);

#endif
