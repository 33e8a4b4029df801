/* schema.h -- whether a result document is one: every field that any reader looks at is there, and is what it has to be.

   result_read asks it, and so all readers do: merge, report, --against, --accuracy. What it does not know, it passes. */
#ifndef GANLOSS_HARNESS_RECORD_SCHEMA_H
#define GANLOSS_HARNESS_RECORD_SCHEMA_H

#include "harness/base/fail.h"

#include <jansson.h>

/* STATUS_DATA, and a line that says in which file, where, what was found and what is accepted. */
enum status schema_check(const json_t *document, const char *path);

#endif
