/* document.c -- a result document: its syntax, the schema, and the records that summaries are read from. */
#include "harness/record/binades.h"
#include "harness/record/evidence.h"
#include "harness/record/record.h"
#include "harness/record/result_read.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

/* What is read from a record and written again is read as the same. */
static void check_record(const json_t *record)
{
    struct choice choice, again;
    struct summary summary, same;
    (void)evidence_of_record(record);
    if (!record_parse(&choice, &summary, record))
        return;
    json_t *once = record_json(&choice, &summary, "full");
    fuzz_expect(record_parse(&again, &same, once), "a record that was written can be read");
    json_t *twice = record_json(&again, &same, "full");
    char *first = json_dumps(once, JSON_SORT_KEYS), *second = json_dumps(twice, JSON_SORT_KEYS);
    fuzz_expect(first && second && strcmp(first, second) == 0, "a record that was read is written as it was");
    free(first);
    free(second);
    json_decref(once);
    json_decref(twice);
    summary_clear(&summary);
    summary_clear(&same);
}

void fuzz_document(const unsigned char bytes[], size_t size)
{
    json_t *document, *record;
    size_t i;
    if (result_read(&document, fuzz_file(0, bytes, size)) != STATUS_OK)
        return;
    json_array_foreach(json_object_get(document, "kernels"), i, record) check_record(record);
    json_decref(document);
}
