/* result_paths.h -- which result documents are meant by files and folders. */
#ifndef GANLOSS_HARNESS_RECORD_RESULT_PATHS_H
#define GANLOSS_HARNESS_RECORD_RESULT_PATHS_H

#include "harness/base/fail.h"

#include <stddef.h>

struct result_paths {
    char **at;
    size_t count;
};

/* The names as they are, and in place of each folder its files *.json as a shell lists them: in the order of their
   bytes, and without hidden ones. A folder without one is STATUS_NOTHING, one that cannot be read STATUS_IO. */
enum status result_paths_find(struct result_paths *paths, char *const names[], size_t count);
void result_paths_free(struct result_paths *paths);

#endif
