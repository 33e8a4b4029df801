/* stranger.h -- an implementation that is none of this program's kernels, as if it were one: it has an id,
   and a term that is known; there is nothing to call, and it declares no bounds. */
#ifndef GANLOSS_HARNESS_SELECTION_STRANGER_H
#define GANLOSS_HARNESS_SELECTION_STRANGER_H

#include "harness/selection/kernel_id.h"
#include "harness/selection/select.h"

/* What its choice points to: it stays where it is. */
struct stranger {
    struct kernel_id id;
    struct ganloss_kernel code;
    struct kernel kernel;
};

/* Of this id, "TERM/NAME/FORMAT"; false: that is none, of no term, or one of this program's kernels. */
bool stranger_make(struct stranger *stranger, struct choice *choice, const char *id);

#endif
