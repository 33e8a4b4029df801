/* tables.h -- the tables of a history's database (README.md), as the steps that make them: a version of the schema each. */
#ifndef GANLOSS_HARNESS_HISTORY_TABLES_H
#define GANLOSS_HARNESS_HISTORY_TABLES_H

#include <stdint.h>

/* What makes version N of version N - 1, for N from 1 on; ends with NULL. What stands here stays as it is, since there are
   databases made by it: a change is one more row. */
extern const char *const history_steps[];

/* Which program's a SQLite database is, by its header's application_id: "gnls". */
enum { HISTORY_APPLICATION = 0x676e6c73 };

#endif
