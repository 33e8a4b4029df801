/* docket.h -- a group of kernels, and the cases that it is judged by. */
#ifndef GANLOSS_HARNESS_JUDGE_DOCKET_H
#define GANLOSS_HARNESS_JUDGE_DOCKET_H

#include "harness/inputs/cases.h"
#include "harness/judge/plan.h"
#include "harness/selection/group.h"

struct docket {
    struct group group;
    struct cases cases;
};

/* Those of a selection at the plan's level, the plan's worst cases first; returns their number. dockets[] has room for one
   per choice, and is from malloc: dockets_free() frees it, too. */
size_t dockets_make(struct docket dockets[], const struct selection *selection, const struct plan *plan);
void dockets_free(struct docket dockets[], size_t count);

#endif
