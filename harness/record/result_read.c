#include "harness/record/result_read.h"

#include "harness/record/result.h"
#include "harness/record/schema.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum status result_read(json_t **document, const char *path)
{
    json_error_t error;
    if (access(path, R_OK) != 0)
        return fail(errno == ENOENT ? STATUS_NOTHING : STATUS_IO, "cannot read %s: %s", path,
                    strerror(errno));
    *document = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
    if (!*document)
        return fail(STATUS_DATA, "%s:%d: not a JSON document: %s", path, error.line, error.text);
    const char *schema = json_string_value(json_object_get(*document, "schema"));
    enum status status =
        schema && (strcmp(schema, RESULT_SCHEMA) == 0 || strcmp(schema, RESULT_SCHEMA_BEFORE) == 0)
            ? schema_check(*document, path)
            : fail(STATUS_DATA,
                   "%s: schema is %s; a result of schema " RESULT_SCHEMA " or " RESULT_SCHEMA_BEFORE
                   " is read",
                   path, schema ? schema : "missing");
    if (status == STATUS_OK)
        return status;
    json_decref(*document);
    *document = NULL;
    return status;
}
