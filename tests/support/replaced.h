/* replaced.h -- a kernel of the registry, in a copy whose code a test changes. */
#ifndef GANLOSS_TESTS_SUPPORT_REPLACED_H
#define GANLOSS_TESTS_SUPPORT_REPLACED_H

#include "harness/selection/select.h"

/* Each part points to the one before, so it stays where it was made. */
struct replaced {
    struct ganloss_kernel code;
    struct kernel kernel;
    struct choice choice;
};

/* The kernel of this name, as it is. */
void replaced_make(struct replaced *replaced, const char *id);

#endif
