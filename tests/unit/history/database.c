/* The database's versions: each is made of the one before, whole or not at all, and a newer one is left alone. */
#include "harness/history/database.h"
#include "harness/history/tables.h"
#include "tests/support/said.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const two[] = {"CREATE TABLE kept (value INTEGER); INSERT INTO kept VALUES (7)",
                                  "ALTER TABLE kept ADD COLUMN unit TEXT NOT NULL DEFAULT 'ulp'", NULL};
static const char *const one[] = {"CREATE TABLE kept (value INTEGER); INSERT INTO kept VALUES (7)", NULL};
static const char *const broken[] = {"CREATE TABLE kept (value INTEGER); INSERT INTO kept VALUES (7)",
                                     "ALTER TABLE kept ADD COLUMN unit TEXT; INSERT INTO nothing VALUES (1)",
                                     NULL};

static int number(struct history *history, const char *question)
{
    sqlite3_stmt *asked = history_prepare(history, question);
    cr_assert(asked);
    cr_assert_eq(sqlite3_step(asked), SQLITE_ROW);
    int answer = sqlite3_column_int(asked, 0);
    sqlite3_finalize(asked);
    return answer;
}

static void in_memory(struct history *history)
{
    *history = (struct history){NULL, "here.db"};
    cr_assert_eq(sqlite3_open(":memory:", &history->database), SQLITE_OK);
}

Test(database, one_of_version_1_becomes_one_of_version_2_and_keeps_what_it_has)
{
    struct history history;
    in_memory(&history);
    cr_expect_eq(history_migrate(&history, one), STATUS_OK);
    cr_expect_eq(number(&history, "PRAGMA user_version"), 1);
    cr_expect_eq(number(&history, "PRAGMA application_id"), HISTORY_APPLICATION);
    cr_expect_eq(history_run(&history, "INSERT INTO kept VALUES (8)"), STATUS_OK);
    cr_expect_eq(history_migrate(&history, two), STATUS_OK);
    cr_expect_eq(number(&history, "PRAGMA user_version"), 2);
    cr_expect_eq(number(&history, "SELECT sum(value) FROM kept WHERE unit = 'ulp'"), 15);
    cr_expect_eq(history_migrate(&history, two), STATUS_OK, "again: nothing is to be done");
    cr_expect_eq(number(&history, "SELECT count(*) FROM kept"), 2);
    said_start();
    cr_expect_eq(history_migrate(&history, one), STATUS_DATA, "a newer one");
    char *said = said_end();
    cr_expect(strstr(said, "here.db has schema version 2; this ganloss knows up to 1"), "%s", said);
    free(said);
    history_close(&history);
}

Test(database, a_step_that_fails_leaves_all_as_it_was)
{
    struct history history;
    in_memory(&history);
    cr_assert_eq(history_migrate(&history, one), STATUS_OK);
    said_start();
    cr_expect_eq(history_migrate(&history, broken), STATUS_IO);
    free(said_end());
    cr_expect_eq(number(&history, "PRAGMA user_version"), 1);
    cr_expect_eq(number(&history, "SELECT count(*) FROM pragma_table_info('kept')"), 1);
    cr_expect_eq(history_migrate(&history, two), STATUS_OK);
    history_close(&history);
}

Test(database, that_of_another_program_is_left_alone)
{
    static const char *const others[] = {"CREATE TABLE theirs (x)", "PRAGMA user_version = 1",
                                         "PRAGMA application_id = 5",
                                         "CREATE TABLE theirs (x); PRAGMA user_version = 1"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        struct history history;
        in_memory(&history);
        cr_assert_eq(history_run(&history, others[i]), STATUS_OK);
        said_start();
        cr_expect_eq(history_migrate(&history, one), STATUS_DATA, "%s", others[i]);
        char *said = said_end();
        cr_expect(strstr(said, "is a SQLite database of another program"), "%s", said);
        free(said);
        cr_expect_eq(number(&history, "SELECT count(*) FROM sqlite_schema WHERE name = 'kept'"), 0);
        history_close(&history);
    }
}

Test(database, each_step_makes_what_the_program_works_with)
{
    struct history history;
    int newest = 0;
    while (history_steps[newest])
        newest++;
    in_memory(&history);
    cr_assert_eq(history_migrate(&history, history_steps), STATUS_OK);
    cr_expect_eq(number(&history, "PRAGMA user_version"), newest);
    cr_expect_eq(number(&history, "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name IN "
                                  "('version', 'document', 'record', 'figure')"),
                 4);
    history_close(&history);
}
