#include "harness/ranks/agree.h"

#include "harness/base/allocate.h"
#include "harness/ranks/ranks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { HOST = 65, TEXT = 512 };

/* What a rank tells of itself; its key follows, with its 0. */
struct told {
    int number;
    enum status status;
    char host[HOST], text[TEXT];
};

struct agreement {
    struct told mine;
    const char *key;
    ranks_differ *differ;
    enum status status;
};

static bool agreed;

static struct told told_now(enum status status)
{
    struct told told = {.number = ranks_number(), .status = status};
    gethostname(told.host, sizeof told.host - 1);
    snprintf(told.text, sizeof told.text, "%s", fail_said(status));
    return told;
}

/* One line, of the first rank that is in the way. */
static void hear(void *to, const void *bytes, size_t size)
{
    struct agreement *a = to;
    struct told told;
    char text[TEXT] = "";
    memcpy(&told, bytes, sizeof told);
    if (a->status != STATUS_OK)
        return;
    if (told.status != STATUS_OK)
        a->status = fail(told.status, "rank %d on %s: %s", told.number, told.host, told.text);
    else if (size > sizeof told && a->differ(text, sizeof text, a->key, (const char *)bytes + sizeof told))
        a->status = fail(STATUS_DATA, "ranks 0 on %s and %d on %s would not answer alike: %s", a->mine.host,
                         told.number, told.host, text);
}

enum status ranks_agree(enum status status, const char *key, ranks_differ *differ)
{
    if (ranks_count() == 1) /* at the end, when all is written, there may be no memory left */
        return status;
    struct agreement a = {told_now(status), key, differ, status};
    size_t length = key ? strlen(key) + 1 : 0;
    char *bytes = allocate(1, sizeof a.mine + length);
    memcpy(bytes, &a.mine, sizeof a.mine);
    if (length > 0)
        memcpy(bytes + sizeof a.mine, key, length);
    agreed = true;
    ranks_gather(bytes, sizeof a.mine + length, hear, &a);
    free(bytes);
    ranks_share(&a.status, sizeof a.status);
    return a.status;
}

enum status ranks_agree_end(enum status status)
{
    if (!agreed)
        return ranks_agree(status, NULL, NULL);
    ranks_share(&status, sizeof status);
    return status;
}
