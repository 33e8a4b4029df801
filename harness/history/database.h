/* database.h -- the SQLite file that a history is kept in.

   A plain rollback journal, not WAL: the history is one file then, which can be copied, read from a read-only medium and kept on
   any file system; writers come one a commit, and lose nothing by taking turns. Whoever finds the file in use waits
   HISTORY_WAIT_MS. What a killed writer left in FILE-journal is undone by the next program that opens the file. */
#ifndef GANLOSS_HARNESS_HISTORY_DATABASE_H
#define GANLOSS_HARNESS_HISTORY_DATABASE_H

#include "harness/base/fail.h"

#include <sqlite3.h>
#include <stdbool.h>

enum { HISTORY_WAIT_MS = 60000 };

struct history {
    sqlite3 *database;
    const char *path;
};

/* Opens the file and brings its tables to the newest version; `write`: to be written to, and made where it is not there.
   STATUS_NOTHING: no such file; STATUS_DATA: no database of ganloss, or a newer one; STATUS_IO: it cannot be read or
   written. Closed by history_close(), whatever came of it. */
enum status history_open(struct history *history, const char *path, bool write);
void history_close(struct history *history);

/* One immediate transaction: whoever begins it is the only writer until it ends. */
enum status history_begin(struct history *history);
enum status history_commit(struct history *history);
void history_give_up(struct history *history);

/* Runs statements without results. */
enum status history_run(struct history *history, const char *statements);

/* A statement with its parameters to be bound; NULL where that failed, which was said. */
sqlite3_stmt *history_prepare(struct history *history, const char *statement);

/* The line that says why SQLite could not do it. */
enum status history_failed(struct history *history);

/* Makes what is missing of the steps up to the last one of the table, in one transaction (tables.h). */
enum status history_migrate(struct history *history, const char *const steps[]);

#endif
