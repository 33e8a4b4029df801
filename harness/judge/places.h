/* places.h -- one kernel's results for the same inputs in other company: at other positions, in calls of other
   lengths, beside other neighbours, at other addresses, and once more. A vector kernel can be right for every input
   and wrong where lanes mix, in its tail, or for lengths that nobody tried. */
#ifndef GANLOSS_HARNESS_JUDGE_PLACES_H
#define GANLOSS_HARNESS_JUDGE_PLACES_H

#include "harness/inputs/cases.h"
#include "harness/judge/guard.h"
#include "harness/record/summary.h"
#include "harness/selection/group.h"

/* Elements of the longest call: what the guard must have room for. */
size_t places_longest(enum level level);

/* Where inputs come from. */
struct places_plan {
    const struct cases *cases;
    enum level level;
    uint64_t seed;
    size_t longest; /* elements of the longest call; 0: there is none */
};

/* Calls the kernel of a group's member on inputs drawn from the cases, in the manners above: every one of some sixty
   lengths from 0 to 5000, and others by chance; above level quick eight times as many, and one of 2^17 + 3. Results that differ are
   faults (FAULT_STATE, FAULT_POSITION), and are added to the summary's comparisons with the exact values. */
void places_run(struct summary *summary, const struct choice *choice, const struct group *group, double sign,
                const struct places_plan *plan, struct guard *guard);

/* The same for one call of plan->longest elements, in memory of its own and in one thread at a time. */
void places_run_longest(struct summary *summary, const struct choice *choice, const struct group *group,
                        double sign, const struct places_plan *plan);

#endif
