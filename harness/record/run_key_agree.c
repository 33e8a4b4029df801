#include "harness/record/run_key_agree.h"

#include "harness/ranks/agree.h"
#include "harness/ranks/ranks.h"

#include <stdio.h>
#include <stdlib.h>

static bool differ(char *text, size_t size, const char *mine, const char *other)
{
    char in[RUN_KEY_TEXT];
    json_t *key = json_loads(mine, 0, NULL), *another = json_loads(other, 0, NULL);
    bool found = run_key_differs(in, key, another, NULL);
    if (found)
        snprintf(text, size, "%s", in);
    json_decref(key);
    json_decref(another);
    return found;
}

enum status run_key_agree(enum status status, const struct run_asked *asked)
{
    if (ranks_count() == 1)
        return status;
    json_t *key = status == STATUS_OK ? run_key_json(asked) : NULL;
    char *text = key ? json_dumps(key, JSON_SORT_KEYS) : NULL;
    status = ranks_agree(status, text, differ);
    free(text);
    json_decref(key);
    return status;
}
