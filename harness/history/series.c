#include "harness/history/series.h"

#include "harness/base/allocate.h"
#include "harness/base/json.h"
#include "harness/base/stats.h"
#include "harness/history/around.h"
#include "harness/history/figure.h"
#include "harness/selection/select.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A column as text, never NULL. */
static const char *text_at(sqlite3_stmt *row, int column)
{
    const unsigned char *text = sqlite3_column_text(row, column);
    return text ? (const char *)text : "";
}

static json_t *name_at(sqlite3_stmt *row, int column)
{
    return json_name(text_at(row, column));
}

/* Goes through the rows of a statement, which it ends. */
typedef void row_taker(sqlite3_stmt *row, void *to);
static enum status each_row(struct history *history, sqlite3_stmt *statement, row_taker *take, void *to)
{
    int stepped = SQLITE_ERROR;
    if (!statement)
        return STATUS_IO;
    while ((stepped = sqlite3_step(statement)) == SQLITE_ROW)
        take(statement, to);
    enum status status = stepped == SQLITE_DONE ? STATUS_OK : history_failed(history);
    sqlite3_finalize(statement);
    return status;
}

static void take_version(sqlite3_stmt *row, void *to)
{
    json_t *versions = to, *last = json_array_get(versions, json_array_size(versions) - 1);
    if (!last || strcmp(json_text_at(last, "version"), text_at(row, 0)) != 0) {
        last = json_pack("{s:o, s:I, s:[]}", "version", name_at(row, 0), "order",
                         (json_int_t)sqlite3_column_int64(row, 1), "kinds");
        json_array_append_new(versions, last);
    }
    json_array_append_new(json_object_get(last, "kinds"), name_at(row, 2));
}

static void take_kernel(sqlite3_stmt *row, void *to)
{
    json_array_append_new(to, name_at(row, 0));
}

static void take_head(sqlite3_stmt *row, void *to)
{
    *(json_t **)to = json_loads(text_at(row, 0), JSON_DECODE_ANY, NULL);
}

/* The heads of documents, by number. */
struct heads {
    struct history *history;
    json_t *known;
};

static const json_t *head_of(struct heads *heads, sqlite3_int64 document)
{
    char number[32];
    json_t *head = NULL;
    snprintf(number, sizeof number, "%lld", (long long)document);
    if (json_object_get(heads->known, number))
        return json_object_get(heads->known, number);
    sqlite3_stmt *find = history_prepare(heads->history, "SELECT head FROM document WHERE id = ?1");
    if (find)
        sqlite3_bind_int64(find, 1, document);
    each_row(heads->history, find, take_head, &head);
    json_object_set_new(heads->known, number, head ? head : json_object());
    return json_object_get(heads->known, number);
}

/* What figures are read into. */
struct reading {
    struct heads heads;
    json_t *lists;
    const char *kernel;
    json_t *list, *version;
    sqlite3_int64 document;
};

enum { LIBRARY, KIND, EVIDENCE, BASIS, VERSION, PLACE, DOCUMENT, NAME, VALUE };

static bool is_of(const json_t *object, const char *member, sqlite3_stmt *row, int column)
{
    return strcmp(json_text_at(object, member), text_at(row, column)) == 0;
}

static void take_list(struct reading *reading, sqlite3_stmt *row)
{
    json_t *list = reading->list;
    if (list && is_of(list, "library", row, LIBRARY) && is_of(list, "kind", row, KIND) &&
        is_of(list, "evidence", row, EVIDENCE) && is_of(list, "basis", row, BASIS))
        return;
    reading->list = json_pack("{s:s, s:o, s:o, s:o, s:o, s:[]}", "kernel", reading->kernel, "library",
                              name_at(row, LIBRARY), "kind", name_at(row, KIND), "evidence",
                              name_at(row, EVIDENCE), "basis", name_at(row, BASIS), "versions");
    json_array_append_new(reading->lists, reading->list);
    reading->version = NULL;
}

static void take_document(struct reading *reading, sqlite3_stmt *row)
{
    sqlite3_int64 document = sqlite3_column_int64(row, DOCUMENT);
    bool is_new = !reading->version || document != reading->document;
    if (!reading->version || !is_of(reading->version, "version", row, VERSION)) {
        reading->version = json_pack("{s:o, s:I, s:i, s:{}, s:{}, s:{}}", "version", name_at(row, VERSION),
                                     "order", (json_int_t)sqlite3_column_int64(row, PLACE), "documents", 0,
                                     "figures", "samples", "around");
        json_array_append_new(json_object_get(reading->list, "versions"), reading->version);
        is_new = true;
    }
    reading->document = document;
    if (!is_new)
        return;
    json_int_t documents = json_integer_value(json_object_get(reading->version, "documents"));
    json_object_set_new(reading->version, "documents", json_integer(documents + 1));
    around_add(json_object_get(reading->version, "around"), head_of(&reading->heads, document));
}

static void take_figure(sqlite3_stmt *row, void *to)
{
    struct reading *reading = to;
    take_list(reading, row);
    take_document(reading, row);
    if (sqlite3_column_type(row, NAME) == SQLITE_NULL)
        return;
    const char *name = text_at(row, NAME);
    json_t *value = sqlite3_column_type(row, VALUE) == SQLITE_TEXT
                        ? name_at(row, VALUE)
                        : json_number_or_null(sqlite3_column_double(row, VALUE)),
           *figures = json_object_get(reading->version, "figures"),
           *samples = json_object_get(reading->version, "samples");
    if (figure_sort_of(name) == FIGURE_TIME) {
        if (!json_object_get(samples, name))
            json_object_set_new(samples, name, json_array());
        json_array_append(json_object_get(samples, name), value);
    } else {
        figure_keep(figures, "", name, value);
    }
    json_decref(value);
}

static double median_of(const json_t *samples)
{
    size_t i, n = json_array_size(samples);
    double *values = allocate(n, sizeof *values);
    json_t *value;
    json_array_foreach(samples, i, value) values[i] = json_number_value(value);
    double median = stats_spread(n, values).median;
    free(values);
    return median;
}

/* Of times the median of the version's documents. */
static void finish(json_t *lists)
{
    size_t l, v;
    json_t *list, *version, *samples;
    const char *name;
    json_array_foreach(lists, l, list) json_array_foreach(json_object_get(list, "versions"), v, version)
        json_object_foreach(json_object_get(version, "samples"), name, samples)
            json_object_set_new(json_object_get(version, "figures"), name, json_real(median_of(samples)));
}

static enum status read_kernel(struct reading *reading)
{
    sqlite3_stmt *find = history_prepare(
        reading->heads.history,
        "SELECT library, kind, evidence, basis, label, place, document, name, value FROM record "
        "JOIN document ON document.id = record.document JOIN version ON version.id = document.version "
        "LEFT JOIN figure ON figure.record = record.id WHERE kernel = ?1 "
        "ORDER BY kind, evidence, basis, library, place, version.id, document.id, name");
    reading->list = reading->version = NULL;
    if (find)
        sqlite3_bind_text(find, 1, reading->kernel, -1, SQLITE_TRANSIENT);
    return each_row(reading->heads.history, find, take_figure, reading);
}

static const char all_versions[] =
    "SELECT DISTINCT label, place, kind FROM version JOIN document ON document.version = version.id "
    "JOIN record ON record.document = document.id ORDER BY place, version.id, kind";

static enum status read_all(json_t *series, struct history *history, char *const globs[], size_t count)
{
    json_t *ids = json_array(), *id;
    struct reading reading = {.heads = {history, json_object()}, .lists = json_object_get(series, "lists")};
    size_t i;
    enum status status = each_row(history, history_prepare(history, all_versions), take_version,
                                  json_object_get(series, "versions"));
    if (status == STATUS_OK)
        status =
            each_row(history, history_prepare(history, "SELECT DISTINCT kernel FROM record ORDER BY kernel"),
                     take_kernel, ids);
    for (size_t g = 0; g < count && status == STATUS_OK; g++) {
        bool used = false;
        json_array_foreach(ids, i, id) used = used || select_covers(&globs[g], 1, json_string_value(id));
        if (!used)
            status = fail(STATUS_NOTHING, "%s has no kernel that matches '%s'", history->path, globs[g]);
    }
    json_array_foreach(ids, i, id)
    {
        reading.kernel = json_string_value(id);
        if (status == STATUS_OK && select_covers(globs, count, reading.kernel))
            status = read_kernel(&reading);
    }
    json_decref(reading.heads.known);
    json_decref(ids);
    return status;
}

enum status history_series(json_t **series, struct history *history, char *const globs[], size_t count)
{
    *series = json_pack("{s:s, s:[], s:[]}", "schema", "ganloss-history/1", "versions", "lists");
    enum status status = history_run(history, "BEGIN"); /* all of it is read as it is at one moment */
    if (status == STATUS_OK)
        status = read_all(*series, history, globs, count);
    history_give_up(history);
    finish(json_object_get(*series, "lists"));
    if (status == STATUS_OK && json_array_size(json_object_get(*series, "lists")) == 0)
        status = fail(STATUS_NOTHING, "nothing is recorded in %s", history->path);
    return status;
}
