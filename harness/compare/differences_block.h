/* differences_block.h -- a block of inputs, and what two kernels give for it. */
#ifndef GANLOSS_HARNESS_COMPARE_DIFFERENCES_BLOCK_H
#define GANLOSS_HARNESS_COMPARE_DIFFERENCES_BLOCK_H

#include "harness/compare/differences.h"

struct differences_block {
    void *x, *y;
    bool labels; /* y is given to the kernels */
    size_t n;
    void *got[2][OUTPUTS]; /* of A and of B */
    bool any_unanswered;
    unsigned char *unanswered; /* by one of them */
};

/* For blocks of up to `room` inputs, which are to be put at x, and y. */
struct differences_block differences_block_make(size_t room, const struct differences_asked *asked);
void differences_block_free(struct differences_block *block);

/* Calls both kernels, and adds what differs. */
void differences_block_compare(struct differences *to, struct differences_block *block,
                               const struct differences_asked *asked);

/* Adds their errors against the exact values of the same block. */
void differences_block_judge(struct differences *to, const struct differences_block *block,
                             const struct differences_asked *asked);

/* The binade of a number in the format, and the number of least magnitude in a binade. */
size_t differences_binade(const struct format *format, double x);
double differences_binade_start(const struct format *format, size_t binade);

#endif
