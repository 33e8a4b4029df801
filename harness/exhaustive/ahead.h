/* ahead.h -- foreign kernels asked for many windows in one call, as the way to their programs is long. */
#ifndef GANLOSS_HARNESS_EXHAUSTIVE_AHEAD_H
#define GANLOSS_HARNESS_EXHAUSTIVE_AHEAD_H

#include "harness/exhaustive/order.h"
#include "harness/judge/guard.h"

/* Windows of one call, which then has 65536 elements. */
enum { AHEAD_STEPS = 32, AHEAD_ROOM = AHEAD_STEPS * WINDOW };

struct ahead;
struct ahead *ahead_make(size_t members);
void ahead_free(struct ahead *ahead);

/* Begins a call, its arrays placed by `shape`, and puts the inputs of its window number s where their order has them. */
void ahead_begin(struct ahead *ahead, bool labels, uint64_t shape);
void ahead_put(struct ahead *ahead, uint32_t s, const struct order *order, const float x[WINDOW],
               const float label[WINDOW]);

/* Calls a member's kernel, one time in sixteen twice; `block` is the first window's. */
void ahead_call(struct ahead *ahead, size_t member, const struct ganloss_kernel *code, struct faults *faults,
                uint64_t block);

/* Its results on window number s, put back where their inputs are, and which strips have inputs without results. */
void ahead_take(float *to[OUTPUTS], bool unanswered[STRIPS], struct ahead *ahead, size_t member, uint32_t s);

#endif
