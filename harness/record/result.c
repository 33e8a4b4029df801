#include "harness/record/result.h"

#include "harness/base/output.h"
#include "harness/machine/machine.h"
#include "harness/metric/metric.h"
#include "harness/record/provenance.h"
#include "harness/record/run_key.h"

#include <ctype.h>
#include <float.h>
#include <stdlib.h>

json_t *result_new(const char *command, const struct run_asked *asked, json_t *options)
{
    return json_pack("{s:s, s:s, s:o, s:o, s:o, s:o}", "schema", RESULT_SCHEMA, "command", command,
                     "provenance", provenance_json(), "machine", machine_json(), "key", run_key_json(asked),
                     "options", options);
}

enum status result_write(const json_t *document, const char *path)
{
    struct output_file out;
    enum status status = output_open(&out, path);
    if (status != STATUS_OK)
        return status;
    if (json_dumpf(document, out.stream, JSON_INDENT(1) | JSON_REAL_PRECISION(15)) != 0 &&
        !ferror(out.stream)) {
        output_discard(&out);
        return fail(STATUS_INTERNAL, "the result for %s is no valid JSON", path ? path : "standard output");
    }
    fputc('\n', out.stream);
    return output_commit(&out);
}

void result_print_tsv(FILE *to, size_t columns, const char *const column[], const json_t *records)
{
    json_t *record;
    size_t i;
    for (size_t c = 0; c < columns; c++)
        fprintf(to, "%s%c", column[c], c + 1 < columns ? '\t' : '\n');
    json_array_foreach(records, i, record) for (size_t c = 0; c < columns; c++)
    {
        const json_t *cell = json_object_get(record, column[c]);
        if (json_is_string(cell))
            for (const char *text = json_string_value(cell); *text; text++)
                fputc(iscntrl((unsigned char)*text) ? ' ' : *text, to);
        else if (json_is_number(cell))
            fprintf(to, "%.15g", json_number_value(cell));
        fputc(c + 1 < columns ? '\t' : '\n', to);
    }
}

json_t *result_ulp(long double ulp)
{
    if (ulp <= (long double)DBL_MAX)
        return json_real((double)ulp);
    char text[64];
    snprintf(text, sizeof text, "%.15Lg", ulp);
    return json_string(text);
}

long double result_ulp_value(const json_t *value, long double if_null)
{
    if (json_is_string(value)) { /* below a double's range, where none is written, as a number would be */
        long double ulp = strtold(json_string_value(value), NULL);
        return metric_shorten_ulp(ulp < (long double)DBL_MIN ? (long double)(double)ulp : ulp);
    }
    return json_is_number(value) ? metric_shorten_ulp((long double)json_number_value(value)) : if_null;
}
