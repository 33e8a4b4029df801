/* error_text.h -- how the tables write an error. */
#ifndef GANLOSS_HARNESS_TRACE_ERROR_TEXT_H
#define GANLOSS_HARNESS_TRACE_ERROR_TEXT_H

#include "harness/metric/metric.h"

enum { ERROR_SIZE = 24 };

/* The number of ulps, "-" for NaN. */
void trace_format_ulp(char text[ERROR_SIZE], long double ulp);

/* The same of an error; or its class, where no ULP expresses it. */
void trace_format_error(char text[ERROR_SIZE], const struct error *error);

#endif
