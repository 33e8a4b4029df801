#include "harness/history/tables.h"

#include <stddef.h>

const char *const history_steps[] = {
    /* 1 */
    "CREATE TABLE version ("
    "  id INTEGER PRIMARY KEY,"
    "  label TEXT NOT NULL UNIQUE CHECK (label <> ''),"
    "  place INTEGER NOT NULL" /* its order; of equal ones, that of id */
    ") STRICT;"
    "CREATE TABLE document ("
    "  id INTEGER PRIMARY KEY,"
    "  version INTEGER NOT NULL REFERENCES version (id),"
    "  hash TEXT NOT NULL," /* of what the run has found (document.h) */
    "  command TEXT NOT NULL,"
    "  recorded TEXT NOT NULL," /* when, in UTC */
    "  head TEXT NOT NULL,"     /* JSON: provenance, machine, key, options */
    "  records TEXT NOT NULL,"  /* JSON: the sections, but for what is drawn */
    "  UNIQUE (version, hash)"
    ") STRICT;"
    "CREATE TABLE record ("
    "  id INTEGER PRIMARY KEY,"
    "  document INTEGER NOT NULL REFERENCES document (id) ON DELETE CASCADE,"
    "  kernel TEXT NOT NULL,"
    "  library TEXT NOT NULL,"
    "  kind TEXT NOT NULL,"
    "  evidence TEXT NOT NULL,"
    "  basis TEXT NOT NULL," /* what else has to be equal where figures are compared */
    "  UNIQUE (document, kernel, library, kind, evidence, basis)"
    ") STRICT;"
    "CREATE INDEX record_kernel ON record (kernel);"
    "CREATE TABLE figure ("
    "  record INTEGER NOT NULL REFERENCES record (id) ON DELETE CASCADE,"
    "  name TEXT NOT NULL,"
    "  value ANY NOT NULL," /* a number; beyond a double's range, its decimal text */
    "  PRIMARY KEY (record, name)"
    ") STRICT, WITHOUT ROWID;",
    NULL,
};
