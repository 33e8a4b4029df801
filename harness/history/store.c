#include "harness/history/store.h"

#include "harness/base/json.h"
#include "harness/history/document.h"
#include "harness/history/figures.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* Runs a statement with these parameters, texts (a NULL ends them) but for its first, which is a number where `number` is given.
   Whatever is in a text, it is data. */
static enum status execute(struct history *history, const char *statement, const sqlite3_int64 *number, ...)
{
    sqlite3_stmt *prepared = history_prepare(history, statement);
    int parameter = 1;
    const char *text;
    va_list texts;
    if (!prepared)
        return STATUS_IO;
    if (number)
        sqlite3_bind_int64(prepared, parameter++, *number);
    va_start(texts, number);
    while ((text = va_arg(texts, const char *)))
        sqlite3_bind_text(prepared, parameter++, text, -1, SQLITE_TRANSIENT);
    va_end(texts);
    int stepped = sqlite3_step(prepared);
    enum status status =
        stepped == SQLITE_DONE || stepped == SQLITE_ROW ? STATUS_OK : history_failed(history);
    sqlite3_finalize(prepared);
    return status;
}

/* The version's row, made where it is new and moved where its order is given. */
static enum status store_version(struct history *history, const struct history_place *place,
                                 sqlite3_int64 *version)
{
    sqlite3_int64 order = place->order;
    enum status status = execute(history,
                                 "INSERT INTO version (label, place) SELECT ?1, coalesce(max(place), 0) + 1 "
                                 "FROM version WHERE true ON CONFLICT (label) DO NOTHING",
                                 NULL, place->label, NULL);
    if (status == STATUS_OK && place->ordered)
        status =
            execute(history, "UPDATE version SET place = ?1 WHERE label = ?2", &order, place->label, NULL);
    sqlite3_stmt *find =
        status == STATUS_OK ? history_prepare(history, "SELECT id FROM version WHERE label = ?1") : NULL;
    if (!find)
        return status == STATUS_OK ? STATUS_IO : status;
    sqlite3_bind_text(find, 1, place->label, -1, SQLITE_TRANSIENT);
    if (sqlite3_step(find) != SQLITE_ROW)
        status = history_failed(history);
    *version = sqlite3_column_int64(find, 0);
    sqlite3_finalize(find);
    return status;
}

static enum status store_figures(struct history *history, sqlite3_int64 record, json_t *figures)
{
    sqlite3_stmt *insert =
        history_prepare(history, "INSERT INTO figure (record, name, value) VALUES (?1, ?2, ?3)");
    enum status status = insert ? STATUS_OK : STATUS_IO;
    const char *name;
    json_t *value;
    json_object_foreach(figures, name, value)
    {
        if (status != STATUS_OK)
            break;
        sqlite3_bind_int64(insert, 1, record);
        sqlite3_bind_text(insert, 2, name, -1, SQLITE_TRANSIENT);
        if (json_is_string(value))
            sqlite3_bind_text(insert, 3, json_string_value(value), -1, SQLITE_TRANSIENT);
        else
            sqlite3_bind_double(insert, 3, json_number_value(value));
        if (sqlite3_step(insert) != SQLITE_DONE)
            status = history_failed(history);
        sqlite3_reset(insert);
    }
    sqlite3_finalize(insert);
    return status;
}

static enum status store_records(struct history *history, sqlite3_int64 document, const json_t *list)
{
    enum status status = STATUS_OK;
    size_t i;
    json_t *record;
    json_array_foreach(list, i, record)
    {
        if (status == STATUS_OK)
            status = execute(history,
                             "INSERT INTO record (document, kernel, library, kind, evidence, basis) "
                             "VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                             &document, json_text_at(record, "kernel"), json_text_at(record, "library"),
                             json_text_at(record, "kind"), json_text_at(record, "evidence"),
                             json_text_at(record, "basis"), NULL);
        if (status == STATUS_OK)
            status = store_figures(history, sqlite3_last_insert_rowid(history->database),
                                   json_object_get(record, "figures"));
    }
    return status;
}

static enum status store_document(struct history *history, const json_t *document, sqlite3_int64 version,
                                  struct history_stored *stored)
{
    char *head = history_document_head(document), *records = history_document_records(document);
    enum status status =
        execute(history,
                "INSERT INTO document (version, hash, command, recorded, head, records) VALUES "
                "(?1, ?2, ?3, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), ?4, ?5) "
                "ON CONFLICT (version, hash) DO NOTHING",
                &version, stored->hash, json_text_at(document, "command"), head, records, NULL);
    stored->is_new = sqlite3_changes(history->database) > 0;
    free(head);
    free(records);
    return status;
}

enum status history_store(struct history *history, const json_t *document, const char *path,
                          const struct history_place *place, struct history_stored *stored)
{
    sqlite3_int64 version = 0;
    json_t *list = history_figures(document);
    stored->records = json_array_size(list);
    history_document_hash(stored->hash, document);
    enum status status =
        stored->records > 0
            ? history_begin(history)
            : fail(STATUS_NOTHING, "%s is not recorded: it holds nothing that is compared", path);
    if (status == STATUS_OK)
        status = store_version(history, place, &version);
    if (status == STATUS_OK)
        status = store_document(history, document, version, stored);
    if (status == STATUS_OK && stored->is_new)
        status = store_records(history, sqlite3_last_insert_rowid(history->database), list);
    if (status == STATUS_OK)
        status = history_commit(history);
    else
        history_give_up(history);
    json_decref(list);
    return status;
}
