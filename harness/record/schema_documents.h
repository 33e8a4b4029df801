/* schema_documents.h -- every document that the program writes, by the tables of its fields. */
#ifndef GANLOSS_HARNESS_RECORD_SCHEMA_DOCUMENTS_H
#define GANLOSS_HARNESS_RECORD_SCHEMA_DOCUMENTS_H

#include "harness/record/schema_fields.h"

struct schema_document {
    const char *name;   /* of its file of schema */
    const char *schema; /* what the document says that it is */
    const char *title;
    const struct schema_field *fields;
};

/* Ends with a NULL name. */
extern const struct schema_document schema_documents[];

/* What the result of a command has, up to a NULL each: sections, and options. It may have more. Ends with a NULL command. */
enum { SCHEMA_SECTIONS = 4, SCHEMA_OPTIONS = 12 };
struct schema_command {
    const char *command, *sections[SCHEMA_SECTIONS], *options[SCHEMA_OPTIONS];
};
extern const struct schema_command schema_commands[];

#endif
