#include "harness/record/summary_gather.h"

#include "harness/ranks/ranks.h"
#include "harness/record/summary_pack.h"

#include <stdlib.h>

static void take(void *to, const void *bytes, size_t size)
{
    struct summary other;
    (void)size;
    summary_unpack(&other, bytes);
    summary_merge(to, &other);
    summary_clear(&other);
}

void summary_gather(struct summary summaries[], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t size = 0;
        void *bytes = ranks_lead() ? NULL : summary_pack(&size, &summaries[i]);
        ranks_gather(bytes, size, take, &summaries[i]);
        free(bytes);
    }
}
