/* bundle.h -- lots judged together: every kernel of a group on every float of them.

   Each float is in one call of each kernel, at one place; a sixteenth of the windows is called once more in another order,
   and with `positions` all are, so many times, each input at another lane. What differs there is judged as well. */
#ifndef GANLOSS_HARNESS_EXHAUSTIVE_BUNDLE_H
#define GANLOSS_HARNESS_EXHAUSTIVE_BUNDLE_H

#include "harness/exhaustive/lots.h"
#include "harness/exhaustive/tally.h"
#include "harness/judge/guard.h"

/* A function that is run, for the kernel. */
struct contender {
    const struct choice *choice;
    struct ganloss_kernel code; /* the kernel's, its f32 function replaced by its twin (memo.h), or not */
    double sign;                /* its member's in the group */
    bool runs;                  /* else another of the group is the same function, of the same sign */
    bool is_foreign;            /* asked ahead, for many windows at once (ahead.h) */
};

/* One lot on its way. */
struct strip {
    struct lot lot;
    struct pass pass;
    double scale[OUTPUTS];
    uint32_t audited; /* the float that is held against MPFR, by the seed */
};

/* What a thread works with. */
struct bundle_room {
    struct guard guard;
    struct workspace space;
    struct strip strip[STRIPS];
    float x[WINDOW], label[WINDOW];
    float *first; /* results of each member's function, OUTPUTS * WINDOW of each */
    float other[OUTPUTS][WINDOW];
    struct ahead *ahead; /* of foreign kernels; NULL: there are none */
    bool *unanswered;    /* strips of the window now, STRIPS of each member, that have no results */
    struct orders orders;
    struct order order; /* of the calls now */
};

struct bundle_room *bundle_room_make(size_t members, uint64_t seed, bool any_foreign);
void bundle_room_free(struct bundle_room *room);

struct bundle {
    const struct group *group;
    const struct contender *contenders; /* by the index into the selection */
    const struct comparer *comparer;
    const struct plan *plan;
    uint64_t number; /* among all of the run */
};

/* Judges the lots; the summaries, by the index into the selection, have binades. False: MPFR found the screen outside its
   bound (reported). */
bool bundle_judge(struct summary summaries[], const struct bundle *bundle, const struct lot lot[STRIPS],
                  struct bundle_room *room);

/* The same in pieces: what is found out of the lots once; and `count` of their windows from the one numbered `first` on, a
   multiple of AHEAD_STEPS where there are foreign kernels. */
enum { BUNDLE_WINDOWS = CHUNK / SEGMENT };
void bundle_begin(struct bundle_room *room, const struct bundle *bundle, const struct lot lot[STRIPS]);
bool bundle_windows(struct summary summaries[], const struct bundle *bundle, struct bundle_room *room,
                    uint32_t first, uint32_t count);

#endif
