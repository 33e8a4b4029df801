/* plugin.c -- what makes a plugin of a library's objects: the two functions of ganloss.h. PEERS names their tables,
   PEER(a) PEER(b). */
#include "harness/adapters/peers/peer.h"

#include <stdbool.h>

#define PEER(table) extern const struct peer table;
PEERS
#undef PEER

#define PEER(table) &table,
static const struct peer *const tables[] = {PEERS};
#undef PEER

enum { TABLES = sizeof tables / sizeof tables[0], ROWS_EACH = 10 };

/* The same instruction sets as those of the kernels of this library (losses/isa.h), which a plugin cannot ask. */
static bool runs(const char *isa)
{
#if defined __x86_64__
    if (strcmp(isa, "avx2") == 0)
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    if (strcmp(isa, "avx512") == 0)
        return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
               __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw");
#endif
    return strcmp(isa, "any") == 0;
}

const struct ganloss_kernel *ganloss_plugin(uint32_t abi, size_t *count)
{
    static struct ganloss_kernel rows[TABLES * ROWS_EACH];
    if (abi != GANLOSS_ABI)
        return NULL;
    *count = 0;
    for (size_t t = 0; t < TABLES; t++)
        for (size_t i = 0; i < tables[t]->count && runs(tables[t]->isa); i++)
            rows[(*count)++] = tables[t]->rows[i];
    return rows;
}

const char *ganloss_plugin_library(void)
{
    return tables[0]->library();
}
