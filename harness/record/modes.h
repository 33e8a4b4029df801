/* modes.h -- what IEEE's four rounding modes did to a kernel, and the exceptions that it raised without cause.

   Rule for errors: the exact value is the same under every mode, and a directed rounding can add up to one
   ulp at the end, so that a kernel should keep its declared bound + 1 ulp. All finite results are measured
   in ulps, zeros and wrong signs included (the least subnormal, rounded toward zero, is 0: one ulp, no
   failure), and an infinity counts as the power of two after the largest number. What no ulp can express, NaN
   for a number or a number for an infinity, is an error of INFINITY. This is reported, not enforced: libm
   promises nothing under these modes.

   Rule for flags: a loss that is finite at a finite input has no cause to raise FE_INVALID or FE_DIVBYZERO.
   At a pole (a finite input with an infinite loss or gradient: D = 0) it may raise FE_DIVBYZERO; outside its
   domain (NaN for a number) FE_INVALID; for NaN and infinite inputs nothing. Over- and underflow and
   inexact results are not looked at. */
#ifndef GANLOSS_HARNESS_RECORD_MODES_H
#define GANLOSS_HARNESS_RECORD_MODES_H

#include "harness/inputs/input.h"
#include "reference/reference.h"

#include <stdbool.h>
#include <stdint.h>

enum mode { NEAREST, UP, DOWN, TOWARD_ZERO, MODES };
enum flag { INVALID, DIVIDE, FLAGS };
extern const char *const mode_names[MODES]; /* "nearest", "up", "down", "zero" */
extern const char *const flag_names[FLAGS]; /* "invalid", "divide" */

struct modes {
    uint64_t inputs; /* 0: not asked for */
    struct {
        long double ulp; /* INFINITY: no ulp can express it */
        struct input at;
    } max[MODES][OUTPUTS];
    struct {
        uint64_t count;
        struct input first;
    } raised[FLAGS];
};

/* Raises the maximum of a mode and an output, if this error is larger, or as large at an earlier input, or there
   is none yet (`any` is false). */
void modes_raise(struct modes *modes, enum mode mode, int output, bool any, long double ulp, struct input at);

/* Counts an input that raised a flag. */
void modes_note_flag(struct modes *modes, enum flag flag, struct input input);

/* Adds all of `from` to `to`; in any order to the same result. */
void modes_merge(struct modes *to, const struct modes *from);

/* Whether a kernel with this declared bound keeps bound + 1 ulp under this mode, in both outputs. */
bool modes_within(const struct modes *modes, enum mode mode, const double bound[OUTPUTS]);

#endif
