/* schema_json.h -- the tables of fields as JSON Schema (draft 2020-12), for the validators of others: reports/schemas.

   What the tables say of a field, its schema says; it has every field that is written, and refuses others. What no schema can say is
   left to schema.h: that series are of one length, that a kernel has one record. */
#ifndef GANLOSS_HARNESS_RECORD_SCHEMA_JSON_H
#define GANLOSS_HARNESS_RECORD_SCHEMA_JSON_H

#include "harness/record/schema_documents.h"

#include <jansson.h>

json_t *schema_json(const struct schema_document *document);

#endif
