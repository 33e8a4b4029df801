/* error_text.c -- how the tables write an error. */
#include "harness/trace/error_text.h"

#include <math.h>
#include <stdio.h>

void trace_format_ulp(char text[ERROR_SIZE], long double ulp)
{
    if (isnan(ulp))
        snprintf(text, ERROR_SIZE, "-");
    else
        snprintf(text, ERROR_SIZE, ulp < 1e5L ? "%.3Lg" : "%.1Le", ulp);
}

void trace_format_error(char text[ERROR_SIZE], const struct error *error)
{
    if (error_class_is_failure(error->class))
        snprintf(text, ERROR_SIZE, "%s", error_class_names[error->class]);
    else
        trace_format_ulp(text, error->ulp);
}
