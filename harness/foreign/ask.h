/* ask.h -- one request to a foreign kernel's program: arrays there and back, and what it touched besides. */
#ifndef GANLOSS_HARNESS_FOREIGN_ASK_H
#define GANLOSS_HARNESS_FOREIGN_ASK_H

#include "harness/foreign/call.h"

/* The arrays of a call; y is NULL where there are no labels. */
struct ask {
    struct foreign *foreign;
    size_t n;
    const char *x, *y;
    char *loss, *grad;
    uint32_t repeat;
    double seconds; /* to wait */
    bool counts;    /* instructions, which a plugin's host does (host.h) */
};

/* Asks; results are written where there is an answer. What it did besides is *trouble, if true is returned in
   *has_trouble; where the program did not answer, that is why, and it runs no more. */
enum child_end ask_once(const struct ask *ask, struct call_trouble *trouble, bool *has_trouble);

#endif
