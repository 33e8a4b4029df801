/* group.h -- kernels that the same exact values judge. */
#ifndef GANLOSS_HARNESS_SELECTION_GROUP_H
#define GANLOSS_HARNESS_SELECTION_GROUP_H

#include "harness/selection/select.h"
#include "reference/reference.h"

/* Kernels whose terms have the same exact values up to sign, in one format. */
struct group {
    struct formula formula; /* of positive weight */
    const struct format *format;
    enum space space;
    int operands;
    size_t *member, members; /* indices into the selection */
};

/* Divides the selection into groups; returns their number. groups[] has room for one per choice. */
size_t groups_make(struct group groups[], const struct selection *selection);
void groups_free(struct group groups[], size_t count);

/* -1 or 1: what a term's weight does to the sign of its group's exact values. */
double group_sign(const struct term *term);

#endif
