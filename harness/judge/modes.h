/* modes.h -- kernels under IEEE's four rounding modes, and the exceptions that they raise without cause.

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
#ifndef GANLOSS_HARNESS_JUDGE_MODES_H
#define GANLOSS_HARNESS_JUDGE_MODES_H

#include "harness/record/summary.h"
#include "harness/selection/select.h"

#include <stdio.h>

/* "nearest", "up", "down", "zero" */
extern const char *const mode_names[MODES];

/* Runs the kernel on n inputs x[] (and labels y[], or NULL) of its format under each mode; want[n] are the
   exact values, or with `negated` their negatives. An input counts as raising a flag when it does so under
   any of the modes. Leaves the mode as it was. */
void modes_add(struct modes *modes, const struct choice *choice, size_t n, const void *x, const void *y,
               struct want want[][OUTPUTS], bool negated);

/* Adds all of `from` to `to`; in any order to the same result. */
void modes_merge(struct modes *to, const struct modes *from);

/* Whether a kernel with this declared bound keeps bound + 1 ulp under this mode, in both outputs. */
bool modes_within(const struct modes *modes, enum mode mode, double bound);

/* The "modes" object of a kernel's record: per mode {"loss_ulp", "loss_at", "grad_ulp", "grad_at"} (ulp null:
   none can express it; with two operands "loss_target" and "grad_target" too), "invalid" and "divide"
   {"count", "first"}, and "inputs". */
json_t *modes_json(const struct choice *choice, const struct modes *modes);

/* Reads it back; all zero for anything else. */
struct modes modes_parse(const json_t *object);

/* A line for each mode and each flag that was raised. */
void modes_print(FILE *to, const struct choice *choice, const struct modes *modes);

/* One line over all kernels. */
void modes_print_total(FILE *to, const struct selection *selection, const struct summary summaries[]);

#endif
