/* result.h -- the result document: harness/README.md, "Documents".

   {"schema": "ganloss-result/2", "command", "provenance", "machine", "key", "options": {...},
    "kernels": [...], "curves": [...], "bench": [...], "traces": [...], "batch": [...], "pairs": [...]};
   sections a command does not make are absent. All but "provenance" (provenance.h) is the same for the same run.

   A record of batch: {"id", "regime", "reduction", "batch", "mean" (hex float), "class", "total", "element",
   "sum", "scale", "sum_bound" (ulps of the exact mean, signed; null where something is not finite),
   "condition", "open" (ulps of the exact mean that are uncertain), "grad": {"ulp", "element", "scale",
   "max_scale", "at", "inputs", "classed"}, "pass"}; see batch.h. */
#ifndef GANLOSS_HARNESS_RECORD_RESULT_H
#define GANLOSS_HARNESS_RECORD_RESULT_H

#include "harness/base/fail.h"

#include <jansson.h>
#include <stdio.h>

#define RESULT_SCHEMA        "ganloss-result/2"
#define RESULT_SCHEMA_BEFORE "ganloss-result/1" /* without provenance; read still */

/* A document with its head filled in, the run key (run_key.h) with what was asked of verify; NULL: of another command.
   Takes over `options`. */
struct run_asked;
json_t *result_new(const char *command, const struct run_asked *asked, json_t *options);

/* Writes the document to the path (NULL: standard output), whole or not at all. */
enum status result_write(const json_t *document, const char *path);

/* Records as a table with tabs between: a row of the columns' names, then one for each record. What is not
   known is an empty cell. */
void result_print_tsv(FILE *to, size_t columns, const char *const column[], const json_t *records);

/* An ULP error: a number, or where a double cannot hold it a decimal string. */
json_t *result_ulp(long double ulp);
long double result_ulp_value(const json_t *value, long double if_null); /* the very number that was written */

#endif
