/* tally.h -- one kernel's results on a block of floats, compared and counted. */
#ifndef GANLOSS_HARNESS_EXHAUSTIVE_TALLY_H
#define GANLOSS_HARNESS_EXHAUSTIVE_TALLY_H

#include "harness/exhaustive/block.h"
#include "harness/record/binades.h"
#include "harness/record/summary.h"

/* A block's exact values. */
struct workspace {
    struct screened want[OUTPUTS];
    uint32_t open[OUTPUTS];      /* of want[]: SIDE_OPEN at most this often */
    struct right right[OUTPUTS]; /* the largest error that RN(exact) has in the block */
    bool right_known[OUTPUTS];
    struct inspected inspected;
};

/* Fills w->want with the exact values of a block. */
void tally_begin(struct workspace *w, const struct block *b, const struct comparer *comparer);

/* Adds a kernel's results on the block that w is filled for to the summary, which has binades; but for the maximum.
   `sign` is its member's in the group; of outputs in `missing` there are none. */
void tally_results(struct summary *summary, struct workspace *w, const struct block *b, double sign,
                   unsigned missing, const float *const got[OUTPUTS], const struct comparer *comparer);

/* Adds results that the kernel gave for inputs of the block at another place, where they differ from got[]: they raise
   maxima and count as failures, but not as compared inputs. */
void tally_elsewhere(struct summary *summary, struct workspace *w, const struct block *b, double sign,
                     const float *const got[OUTPUTS], const float *const elsewhere[OUTPUTS],
                     const struct comparer *comparer);

/* Whether two results are other bits; NaNs are alike. */
static inline bool tally_differs(float a, float b)
{
    return bits_of_float(a) != bits_of_float(b) && (a == a || b == b);
}

/* Has MPFR measure every binade's peak, and sets the maxima. */
void tally_confirm(struct summary *summary, const struct choice *choice);

#endif
