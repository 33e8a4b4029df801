/* store.h -- documents into the database. */
#ifndef GANLOSS_HARNESS_HISTORY_STORE_H
#define GANLOSS_HARNESS_HISTORY_STORE_H

#include "harness/history/database.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

/* Which version a document is of, and where that stands. */
struct history_place {
    const char *label;
    bool ordered;  /* else: after all that are there, or where it stands already */
    int64_t order; /* of equal ones, the one that was recorded first comes first */
};

/* What became of a document. */
struct history_stored {
    char hash[33];
    bool is_new;    /* else that version has it already */
    size_t records; /* that are compared */
};

/* Stores the document in one immediate transaction, all or nothing. STATUS_NOTHING: there is nothing in it to compare. */
enum status history_store(struct history *history, const json_t *document, const char *path,
                          const struct history_place *place, struct history_stored *stored);

#endif
