/* contenders.h -- the functions that an exhaustive run calls for the kernels of a selection. */
#ifndef GANLOSS_HARNESS_EXHAUSTIVE_CONTENDERS_H
#define GANLOSS_HARNESS_EXHAUSTIVE_CONTENDERS_H

#include "harness/exhaustive/bundle.h"
#include "harness/judge/plan.h"
#include "harness/selection/select.h"

/* One for each choice, from malloc: the kernel's twin, or what plan->twin makes of it. same_as[] receives, per choice, the
   first of its group with the same function and sign: the one that runs. */
struct contender *contenders_make(size_t same_as[], const struct group groups[], size_t count,
                                  const struct selection *selection, const struct plan *plan);

#endif
