/* json.h -- a trace as a part of a result document. */
#ifndef GANLOSS_HARNESS_TRACE_JSON_H
#define GANLOSS_HARNESS_TRACE_JSON_H

#include "harness/trace/trace.h"

#include <jansson.h>

/* The "traces" section of a result. */
json_t *trace_json(const struct trace *trace);

/* Records of what kernels did besides: a section. */
json_t *trace_faults_json(const struct trace *trace);

#endif
