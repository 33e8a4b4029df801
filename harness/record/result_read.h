/* result_read.h -- result documents, as every reader gets them. */
#ifndef GANLOSS_HARNESS_RECORD_RESULT_READ_H
#define GANLOSS_HARNESS_RECORD_RESULT_READ_H

#include "harness/base/fail.h"

#include <jansson.h>

/* Reads a document and checks it by its schema (schema.h); a file that is not there is STATUS_NOTHING, a malformed one STATUS_DATA. */
enum status result_read(json_t **document, const char *path);

#endif
