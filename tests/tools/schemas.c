/* schemas.c -- writes the JSON Schema of every document into a folder (make schemas: reports/schemas).
   Usage: schemas DIR */
#include "harness/base/output.h"
#include "harness/record/schema_json.h"

#include <stdio.h>

int main(int argc, char **argv)
{
    enum status status = STATUS_OK;
    if (argc != 2)
        return fail(STATUS_USAGE, "schemas takes a directory");
    status = output_make_directory(argv[1]);
    for (const struct schema_document *d = schema_documents; d->name && status == STATUS_OK; d++) {
        char path[4096];
        struct output_file out;
        json_t *schema = schema_json(d);
        snprintf(path, sizeof path, "%s/%s.schema.json", argv[1], d->name);
        status = output_open(&out, path);
        if (status == STATUS_OK) {
            json_dumpf(schema, out.stream, JSON_INDENT(1));
            fputc('\n', out.stream);
            status = output_commit(&out);
        }
        json_decref(schema);
    }
    return (int)status;
}
