/* exhaustive.h -- every float there is, NaN payloads included, through every selected f32 kernel. */
#ifndef GANLOSS_HARNESS_EXHAUSTIVE_EXHAUSTIVE_H
#define GANLOSS_HARNESS_EXHAUSTIVE_EXHAUSTIVE_H

#include "harness/judge/plan.h"
#include "harness/record/summary.h"
#include "harness/selection/select.h"

enum exhaustive_end {
    EXHAUSTIVE_DONE,
    EXHAUSTIVE_INTERRUPTED, /* the summaries hold what was done until then */
    EXHAUSTIVE_NOT_RESUMED, /* the plan's checkpoint is damaged, or of another run (reported) */
    EXHAUSTIVE_UNSAVED,     /* it cannot be read or written (reported) */
    EXHAUSTIVE_VOID,        /* MPFR found a screen outside its bound (reported): nothing holds */
};

/* Fills summaries[selection->count], all of whose choices are in f32, as judge_run() does, with binades.
   Terms with two operands are judged on all 2^32 logits at each of cases_labels. A function that serves
   several terms is judged once. With plan->resume, a checkpoint is kept in that file, which another run cannot
   use meanwhile, and a run that finds one goes on from there; it comes to the same bytes as one that was never stopped. The screen
   (reference/screen.h) settles nearly every comparison, MPFR the rest: roundings it leaves open, infinities,
   D = 0 and 1. MPFR confirms every maximum, and audits the screen at one input in 2^16, chosen by the plan's
   seed. Kernels run as their twins (memo.h), and themselves on the block of each audited input. Counts are
   exact; results do not depend on the number of threads. Own formulas are not judged. */
enum exhaustive_end exhaustive_run(struct summary summaries[], const struct selection *selection,
                                   const struct plan *plan);

#endif
