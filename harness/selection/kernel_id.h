/* kernel_id.h -- the three parts of a kernel's name, whether or not this program has such a kernel. */
#ifndef GANLOSS_HARNESS_SELECTION_KERNEL_ID_H
#define GANLOSS_HARNESS_SELECTION_KERNEL_ID_H

#include <stdbool.h>

/* A variant as reports call it has its library with it. */
enum { KERNEL_ID_VARIANT = 128 };

/* The parts of "TERM/VARIANT/FORMAT". */
struct kernel_id {
    char term[64], variant[KERNEL_ID_VARIANT], format[8];
};

/* False: the text is no such name. */
bool kernel_id_read(struct kernel_id *id, const char *text);

#endif
