/* agree.h -- whether all ranks can begin. */
#ifndef GANLOSS_HARNESS_RANKS_AGREE_H
#define GANLOSS_HARNESS_RANKS_AGREE_H

#include "harness/base/fail.h"

#include <stdbool.h>
#include <stddef.h>

/* Whether two ranks' keys differ, texts that say what decides their answers; then in what. */
typedef bool ranks_differ(char *text, size_t size, const char *mine, const char *other);

/* What all ranks come to before any begins: where one has failed, what it said, with its name unless it is the leader; where
   one's key differs from the leader's, STATUS_DATA and the names of both. All get the same status, at most once told. */
enum status ranks_agree(enum status status, const char *key, ranks_differ *differ);

/* For the end of a command: the same with what went wrong until now, where it did not come to that; and then every rank ends
   as the leader does. */
enum status ranks_agree_end(enum status status);

#endif
