/* by_format.h -- level exhaustive: of f32 every float there is, of f64 a search. */
#ifndef GANLOSS_HARNESS_VERIFY_BY_FORMAT_H
#define GANLOSS_HARNESS_VERIFY_BY_FORMAT_H

#include "harness/judge/plan.h"
#include "harness/record/summary.h"
#include "harness/selection/select.h"

/* Elements of the longest call that any level makes. */
enum { BY_FORMAT_LONGEST = (1 << 20) + 3 };

/* Fills summaries[selection->count] by exhaustive_run() and search_run(), and with what judge_run() finds at level
   full and with BY_FORMAT_LONGEST; *rounds receives how many the search took, 0 without one. A failed audit (STATUS_INTERNAL) or a checkpoint that cannot be used: nothing
   holds. */
enum status by_format_judge(struct summary summaries[], uint64_t *rounds, const struct selection *selection,
                            const struct plan *plan);

/* The choices in one format, in their order, from malloc; index[] receives where each stands in the whole. */
struct selection by_format_part(const struct selection *whole, const struct format *format, size_t index[]);

#endif
