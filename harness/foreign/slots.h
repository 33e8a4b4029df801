/* slots.h -- functions that stand for foreign kernels, so that these are called like any other: each passes its call on
   (call.h). C has no closures; so there is a given number of them. */
#ifndef GANLOSS_HARNESS_FOREIGN_SLOTS_H
#define GANLOSS_HARNESS_FOREIGN_SLOTS_H

#include "harness/foreign/source.h"

#include <stdbool.h>

enum { SLOTS = 256 };

/* Gives the kernel the next free function of its format. False: there is none left. */
bool slots_take(struct foreign *foreign);

/* The foreign kernel that this one is; NULL: it is none. */
struct foreign *slots_foreign(const struct ganloss_kernel *code);

#endif
