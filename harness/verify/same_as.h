/* same_as.h -- bit equality as a ratchet: kernels that must give what another one gives, bit by bit. NaNs are alike. */
#ifndef GANLOSS_HARNESS_VERIFY_SAME_AS_H
#define GANLOSS_HARNESS_VERIFY_SAME_AS_H

#include "harness/base/fail.h"
#include "harness/compare/differences.h"
#include "harness/judge/plan.h"
#include "harness/selection/select.h"

#include <jansson.h>

/* The other kernel, and by kernel of the selection what differs. */
struct same_as {
    struct choice other;
    struct differences *differences; /* NULL: nothing was compared yet */
    size_t count;
};

/* Finds the kernel of that name; every selected one has to be comparable with it: the same format and function, and
   outputs in common. */
enum status same_as_open(struct same_as *same, const char *id, const struct selection *selection);

/* Compares, on the inputs of the plan's level; false: interrupted. */
bool same_as_run(struct same_as *same, const struct selection *selection, const struct plan *plan);

/* Prints a line for each kernel, and to stderr one for each output that differs. STATUS_NUMERICAL where one does, or where
   a foreign kernel gave no answer. */
enum status same_as_print(const struct same_as *same, const struct selection *selection, bool quiet);

/* Adds "same_as" to the kernels' records; the "pass" of one that differs becomes false. */
void same_as_add(const struct same_as *same, const struct selection *selection, json_t *records);
void same_as_free(struct same_as *same);

#endif
