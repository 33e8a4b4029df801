/* searched.h -- a search of one kernel, and of one with a fault in the place of a good one. */
#ifndef GANLOSS_TESTS_SUPPORT_SEARCHED_H
#define GANLOSS_TESTS_SUPPORT_SEARCHED_H

#include "harness/search/search.h"

struct choice searched_choice(const char *id);
struct summary searched_by(const struct choice *choice, const struct plan *plan);

/* What a planted kernel calls: the one in whose place it stands. */
extern ganloss_f64 *searched_good;
struct summary searched_planted(ganloss_f64 *planted, const char *id, const struct plan *plan);

/* A kernel that does what the good one does, and then the statement for each i. */
#define SEARCHED_PLANT(name, statement)                                                                      \
    static void name(size_t n, const double x[], const double y[], double loss[], double grad[])             \
    {                                                                                                        \
        searched_good(n, x, y, loss, grad);                                                                  \
        for (size_t i = 0; i < n; i++)                                                                       \
            statement;                                                                                       \
    }

/* A kernel that keeps every input it is given, in searched_seen, and returns what the good one does. */
void searched_spy(size_t n, const double x[], const double y[], double loss[], double grad[]);

/* What it was given since the last call of this: each input once, in order; *count of them. Valid until the
   next call. */
const struct input *searched_seen(size_t *count);

#endif
