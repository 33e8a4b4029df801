/* record.c -- a result document on its way into a history and out again, as text and as a table. */
#include "harness/history/changes.h"
#include "harness/history/document.h"
#include "harness/history/print.h"
#include "harness/history/series.h"
#include "harness/history/store.h"
#include "harness/history/tables.h"
#include "tests/fuzz/fuzz.h"

#include <ctype.h>
#include <stdlib.h>

/* Whatever is in names, what is printed is lines of text. */
static void check_print(const json_t *series)
{
    char *said = NULL;
    size_t size;
    FILE *to = open_memstream(&said, &size);
    history_print(to, series, false);
    history_print_tsv(to, series);
    fclose(to);
    for (const char *c = said; *c; c++)
        fuzz_expect(!iscntrl((unsigned char)*c) || *c == '\n' || *c == '\t',
                    "what is printed steers no terminal");
    free(said);
}

static void check_stored(struct history *history, size_t records)
{
    json_t *series;
    fuzz_expect(history_series(&series, history, NULL, 0) == STATUS_OK, "what was recorded is found again");
    fuzz_expect(json_array_size(json_object_get(series, "lists")) == records, "each record makes a list");
    history_changes(series);
    check_print(series);
    json_decref(series);
}

void fuzz_record(const unsigned char bytes[], size_t size)
{
    const struct history_place place = {"version'); DROP TABLE figure; --", false, 0};
    struct history history = {NULL, "memory"};
    struct history_stored stored;
    json_t *document;
    if (history_document_read(&document, fuzz_file(0, bytes, size)) != STATUS_OK)
        return;
    fuzz_expect(sqlite3_open(":memory:", &history.database) == SQLITE_OK, "there is memory");
    fuzz_expect(history_migrate(&history, history_steps) == STATUS_OK, "an empty database is made a history");
    enum status status = history_store(&history, document, "document", &place, &stored);
    fuzz_expect(status == STATUS_OK || status == STATUS_NOTHING, "what can be read can be recorded");
    if (status == STATUS_OK) {
        check_stored(&history, stored.records);
        fuzz_expect(history_store(&history, document, "document", &place, &stored) == STATUS_OK &&
                        !stored.is_new,
                    "and once is enough");
    }
    history_close(&history);
    json_decref(document);
}
