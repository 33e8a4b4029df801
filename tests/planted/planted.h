/* planted.h -- faults planted into good kernels, and whether a run finds them. */
#ifndef GANLOSS_TESTS_PLANTED_PLANTED_H
#define GANLOSS_TESTS_PLANTED_PLANTED_H

#include "harness/judge/judge.h"
#include "tests/planted/plant.h"

enum planted_row {
#define GOOD_F32(name, ...)    PLANTED_##name,
#define GOOD_F64(name, ...)    PLANTED_##name,
#define F32(name, ...)         PLANTED_##name,
#define F64(name, ...)         PLANTED_##name,
#define DIRECT_F32(name)       PLANTED_##name,
#define DIRECT_F64(name)       PLANTED_##name,
#define HOSTILE_F32(name, ...) PLANTED_##name,
#define HOSTILE_F64(name, ...) PLANTED_##name##_f64,
#include "tests/planted/planted.def"
    PLANTED
};

/* Good kernels stand here too, each before its faults, with nothing altered (HOW_KEPT). */
extern const struct planted planted[PLANTED];
bool planted_is_good(const struct planted *row);

/* "TERM/VARIANT/FORMAT" of the good kernel. */
void planted_id(char id[ID_SIZE], const struct planted *row);

/* How a fault was found. By the ratchet: worse than the good kernel on the same inputs
   (harness/verify/against.h), be it within the bound and of no class. By
   what it does besides (record/faults.h), or the sign of a zero. It is not asked of f64 at level
   exhaustive, a search: that takes other inputs for each kernel. */
enum way { BY_CLASS = 1, BY_BOUND = 2, BY_RATCHET = 4, BY_FAULT = 8 };

/* What runs a selection through a level: judge_run() or the like. False: it did not end. */
typedef bool planted_level(struct summary summaries[], const struct selection *selection,
                           const struct plan *plan);

/* Marks the good kernels of the faults that are marked, and no other good ones. */
void planted_add_good(bool wanted[PLANTED]);

/* Runs the wanted rows of a format, faults and their good kernels, through one level together; in the table's order
   for `order` 0, else in one that is drawn from it, so that each kernel runs after others. Sets
   ways[PLANTED] for these rows: 0 where nothing was found, as it must be for a good kernel. */
bool planted_judge(unsigned ways[PLANTED], const bool wanted[PLANTED], int format, planted_level *level,
                   const struct plan *plan, uint64_t order);

#endif
