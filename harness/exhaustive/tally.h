/* tally.h -- one kernel's results on a block of floats, compared and counted. */
#ifndef GANLOSS_HARNESS_EXHAUSTIVE_TALLY_H
#define GANLOSS_HARNESS_EXHAUSTIVE_TALLY_H

#include "harness/exhaustive/block.h"
#include "harness/record/binades.h"
#include "harness/record/summary.h"

/* A block's exact values, and room for a kernel's results; x is at some offset of its array. */
enum { MISALIGNED = 16 };
struct workspace {
    struct screened want[OUTPUTS];
    uint32_t open[OUTPUTS];      /* of want[]: SIDE_OPEN at most this often */
    struct right right[OUTPUTS]; /* the largest error that RN(exact) has in the block */
    bool right_known[OUTPUTS];
    float x[COMPARE_BLOCK + MISALIGNED], label[COMPARE_BLOCK + MISALIGNED];
    float out[OUTPUTS][COMPARE_BLOCK + MISALIGNED];
    struct inspected inspected;
};

/* A function that is run, for the kernel. */
struct contender {
    const struct choice *choice;
    ganloss_f32 *twin; /* the kernel's (memo.h), or itself */
    double sign;       /* its member's in the group */
};

/* Fills w->want with the exact values of a block, whose x is in w->x. */
void tally_begin(struct workspace *w, const struct block *b, const struct comparer *comparer);

/* Runs the twin on the block that w is filled for, and adds what comes out to the summary,
   which has binades; but for the maximum. */
void tally_kernel(struct summary *summary, struct workspace *w, const struct block *b,
                  const struct contender *contender, const struct comparer *comparer);

/* Holds the twin's results, which are in w->out, against the kernel's; true (after a line on stderr): they
   are not the same bits. */
bool tally_audit_fails(const struct workspace *w, const struct block *b, const struct contender *contender);

/* Has MPFR measure every binade's peak, and sets the maxima. */
void tally_confirm(struct summary *summary, const struct contender *contender);

#endif
