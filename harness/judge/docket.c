#include "harness/judge/docket.h"

#include "harness/base/allocate.h"

#include <stdlib.h>

size_t dockets_make(struct docket dockets[], const struct selection *selection, const struct plan *plan)
{
    struct group *groups = allocate(selection->count, sizeof *groups);
    size_t count = groups_make(groups, selection);
    for (size_t i = 0; i < count; i++) {
        const struct group *g = &groups[i];
        dockets[i] =
            (struct docket){*g, cases_make(g->space, g->operands, g->format, plan->level, plan->seed)};
        if (plan->worst)
            worst_prepend(&dockets[i].cases, plan->worst, selection->at[g->member[0].index].kernel->term,
                          g->format);
    }
    free(groups);
    return count;
}

void dockets_free(struct docket dockets[], size_t count)
{
    for (size_t g = 0; g < count; g++) {
        cases_free(&dockets[g].cases);
        free(dockets[g].group.member);
    }
    free(dockets);
}
