/* class_text.h -- the conditional loss for people. */
#ifndef GANLOSS_HARNESS_TRACE_CLASS_TEXT_H
#define GANLOSS_HARNESS_TRACE_CLASS_TEXT_H

#include "harness/trace/trace.h"

#include <stdio.h>

/* Per variant and format the worst class of any term; the classes have been measured. */
void trace_print_classes(const struct trace *trace, FILE *to);

#endif
