#include "harness/record/summary_pack.h"

#include "harness/base/allocate.h"
#include "harness/record/binades.h"

#include <string.h>

enum { PARTS = 2 * OUTPUTS };

static struct output_summary *part(struct summary *summary, int k)
{
    return k < OUTPUTS ? &summary->ideal[k] : &summary->own[k - OUTPUTS];
}

/* The summary as it is, then the binades of those outputs that have some. */
void *summary_pack(size_t *size, const struct summary *summary)
{
    struct summary copy = *summary;
    char *bytes = allocate(1, sizeof copy + PARTS * sizeof(struct binades)), *at = bytes + sizeof copy;
    memcpy(bytes, summary, sizeof copy);
    for (int k = 0; k < PARTS; k++)
        if (part(&copy, k)->binades) {
            memcpy(at, part(&copy, k)->binades, sizeof(struct binades));
            at += sizeof(struct binades);
        }
    *size = (size_t)(at - bytes);
    return bytes;
}

void summary_unpack(struct summary *to, const void *bytes)
{
    const char *at = (const char *)bytes + sizeof *to;
    memcpy(to, bytes, sizeof *to);
    for (int k = 0; k < PARTS; k++)
        if (part(to, k)->binades) { /* an address of the other process: that there are some is all it tells */
            part(to, k)->binades = allocate(1, sizeof(struct binades));
            memcpy(part(to, k)->binades, at, sizeof(struct binades));
            at += sizeof(struct binades);
        }
}
