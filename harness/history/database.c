#include "harness/history/database.h"

#include "harness/base/allocate.h"
#include "harness/history/tables.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum status history_failed(struct history *history)
{
    int code = sqlite3_errcode(history->database);
    const char *path = history->path;
    switch (code & 0xff) {
    case SQLITE_NOTADB:
        return fail(STATUS_DATA, "%s is no SQLite database; a history is kept in one", path);
    case SQLITE_CORRUPT:
        return fail(STATUS_DATA, "%s is damaged: %s", path, sqlite3_errmsg(history->database));
    case SQLITE_BUSY:
        return fail(STATUS_IO, "%s is in use by another program for more than %d s", path,
                    HISTORY_WAIT_MS / 1000);
    case SQLITE_READONLY:
        return fail(STATUS_IO, "%s cannot be written: it, or its directory, is read-only", path);
    default:
        return fail(STATUS_IO, "%s: %s", path, sqlite3_errmsg(history->database));
    }
}

enum status history_run(struct history *history, const char *statements)
{
    return sqlite3_exec(history->database, statements, NULL, NULL, NULL) == SQLITE_OK
               ? STATUS_OK
               : history_failed(history);
}

sqlite3_stmt *history_prepare(struct history *history, const char *statement)
{
    sqlite3_stmt *prepared = NULL;
    if (sqlite3_prepare_v2(history->database, statement, -1, &prepared, NULL) != SQLITE_OK)
        history_failed(history);
    return prepared;
}

enum status history_begin(struct history *history)
{
    return history_run(history, "BEGIN IMMEDIATE");
}

enum status history_commit(struct history *history)
{
    enum status status = history_run(history, "COMMIT");
    if (status != STATUS_OK)
        history_give_up(history);
    return status;
}

void history_give_up(struct history *history)
{
    if (!sqlite3_get_autocommit(history->database))
        sqlite3_exec(history->database, "ROLLBACK", NULL, NULL, NULL);
}

/* The one number that a statement gives. */
static enum status ask(struct history *history, const char *statement, sqlite3_int64 *number)
{
    sqlite3_stmt *asked = history_prepare(history, statement);
    if (!asked)
        return STATUS_IO;
    enum status status = sqlite3_step(asked) == SQLITE_ROW ? STATUS_OK : history_failed(history);
    *number = sqlite3_column_int64(asked, 0);
    sqlite3_finalize(asked);
    return status;
}

/* A file without tables is as good as a new one; with others' it is theirs. */
static enum status look(struct history *history, int newest, sqlite3_int64 *version)
{
    sqlite3_int64 application = 0, tables = 0;
    enum status status = ask(history, "PRAGMA user_version", version);
    if (status == STATUS_OK)
        status = ask(history, "PRAGMA application_id", &application);
    if (status == STATUS_OK)
        status = ask(history, "SELECT count(*) FROM sqlite_schema", &tables);
    if (status != STATUS_OK)
        return status;
    if (tables > 0 ? application != HISTORY_APPLICATION || *version < 1 : *version != 0 || application != 0)
        return fail(STATUS_DATA, "%s is a SQLite database of another program, not a history of ganloss",
                    history->path);
    if (*version > newest)
        return fail(STATUS_DATA,
                    "%s has schema version %lld; this ganloss knows up to %d: a newer one has written it",
                    history->path, (long long)*version, newest);
    return STATUS_OK;
}

static enum status take_steps(struct history *history, const char *const steps[], int newest)
{
    char done[96];
    sqlite3_int64 version = 0;
    enum status status = look(history, newest, &version); /* again: another writer may have been here */
    for (int v = (int)version; status == STATUS_OK && v < newest; v++)
        status = history_run(history, steps[v]);
    snprintf(done, sizeof done, "PRAGMA application_id = %d; PRAGMA user_version = %d", HISTORY_APPLICATION,
             newest);
    return status == STATUS_OK && version < newest ? history_run(history, done) : status;
}

enum status history_migrate(struct history *history, const char *const steps[])
{
    int newest = 0;
    sqlite3_int64 version;
    while (steps[newest])
        newest++;
    enum status status = look(history, newest, &version);
    if (status != STATUS_OK || version == newest)
        return status;
    if (sqlite3_db_readonly(history->database, "main") == 1)
        return fail(
            STATUS_IO,
            "%s has schema version %lld, which is brought to %d where it can be written: it is read-only",
            history->path, (long long)version, newest);
    status = history_begin(history);
    if (status == STATUS_OK)
        status = take_steps(history, steps, newest);
    if (status == STATUS_OK)
        return history_commit(history);
    history_give_up(history);
    return status;
}

/* The file is trusted, but nothing in it needs to run code or change the schema's own table. */
static void guard(sqlite3 *database)
{
    sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
}

enum status history_open(struct history *history, const char *path, bool write)
{
    *history = (struct history){NULL, path};
    if (!write && access(path, F_OK) != 0)
        return fail(errno == ENOENT ? STATUS_NOTHING : STATUS_IO, "cannot read %s: %s", path,
                    strerror(errno));
    /* with a folder before it no name means something else to SQLite, as ":memory:" and "file:..." would */
    char *plain = allocate_text("%s%s", *path == '/' ? "" : "./", path);
    int flags = SQLITE_OPEN_READWRITE | (write ? SQLITE_OPEN_CREATE : 0);
    int opened = sqlite3_open_v2(plain, &history->database, flags, NULL);
    free(plain);
    if (opened != SQLITE_OK)
        return fail(STATUS_IO, "cannot open %s: %s", path, sqlite3_errmsg(history->database));
    guard(history->database);
    sqlite3_busy_timeout(history->database, HISTORY_WAIT_MS);
    enum status status = history_run(history, "PRAGMA foreign_keys = ON; PRAGMA synchronous = EXTRA");
    if (status == STATUS_OK && write && sqlite3_db_readonly(history->database, "main") == 1)
        return fail(STATUS_IO, "%s cannot be written: it is read-only", path);
    return status == STATUS_OK ? history_migrate(history, history_steps) : status;
}

void history_close(struct history *history)
{
    if (history->database)
        history_give_up(history);
    sqlite3_close_v2(history->database);
    history->database = NULL;
}
