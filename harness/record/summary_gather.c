#include "harness/record/summary_gather.h"

#include "harness/base/allocate.h"
#include "harness/ranks/ranks.h"
#include "harness/record/summary_pack.h"

#include <stdlib.h>
#include <string.h>

/* Each behind its size, in their order. */
static void take(void *to, const void *bytes, size_t size)
{
    struct summary *summaries = to;
    const char *at = bytes, *end = at + size;
    for (size_t i = 0; at < end; i++) {
        size_t length;
        struct summary other;
        memcpy(&length, at, sizeof length);
        summary_unpack(&other, at + sizeof length);
        summary_merge(&summaries[i], &other);
        summary_clear(&other);
        at += sizeof length + length;
    }
}

void summary_gather(struct summary summaries[], size_t count)
{
    char *bytes = NULL;
    size_t size = 0;
    for (size_t i = 0; i < count && !ranks_lead(); i++) {
        size_t length;
        void *packed = summary_pack(&length, &summaries[i]);
        bytes = allocate_again(bytes, size + sizeof length + length, 1);
        memcpy(bytes + size, &length, sizeof length);
        memcpy(bytes + size + sizeof length, packed, length);
        size += sizeof length + length;
        free(packed);
    }
    ranks_gather(bytes, size, take, summaries);
    free(bytes);
}
