/* merge_shards.h -- which shards of a run are among the documents that are merged, and which are not. */
#ifndef GANLOSS_HARNESS_COMMANDS_MERGE_SHARDS_H
#define GANLOSS_HARNESS_COMMANDS_MERGE_SHARDS_H

#include "harness/base/fail.h"

#include <jansson.h>
#include <stddef.h>

struct merge_shards {
    unsigned long expected; /* so many, by --expect; 0: as many as the documents say */
    size_t count;           /* of them so far, each once */
    json_t *seen;           /* by the number, the path, and whether it is finished; NULL before the first */
};

/* Notes which shard a document is; `into` is the first of them, with whose key its own must agree. What is no shard is
   noted as none, but for --expect N refuses it: STATUS_DATA, as for shards that do not go together. */
enum status merge_shards_add(struct merge_shards *shards, const json_t *into, const json_t *from,
                             const char *path);

/* Where so many were expected: says in one line which are missing, and which are unfinished. */
void merge_shards_missing(const struct merge_shards *shards);

void merge_shards_free(struct merge_shards *shards);

#endif
