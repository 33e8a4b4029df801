/* group.h -- kernels that the same exact values judge. */
#ifndef GANLOSS_HARNESS_SELECTION_GROUP_H
#define GANLOSS_HARNESS_SELECTION_GROUP_H

#include "harness/selection/select.h"
#include "reference/reference.h"

/* What the exact values of a term are: those of a formula of positive weight, times 1 or -1. */
struct ideal {
    struct formula formula;
    double sign;
};
struct ideal ideal_of(const struct term *term);

struct group_member {
    size_t index; /* into the selection */
    double sign;  /* of its term's exact values, beside those of the group's formula */
};

/* Kernels whose terms have the same exact values up to sign, in one format. */
struct group {
    struct formula formula; /* of positive weight */
    const struct format *format;
    enum space space;
    int operands;
    struct group_member *member;
    size_t members;
};

/* Divides the selection into groups; returns their number. groups[] has room for one per choice. */
size_t groups_make(struct group groups[], const struct selection *selection);
void groups_free(struct group groups[], size_t count);

#endif
