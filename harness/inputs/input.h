/* input.h -- one input of a term: what a kernel is given, and the order in which inputs come. */
#ifndef GANLOSS_HARNESS_INPUTS_INPUT_H
#define GANLOSS_HARNESS_INPUTS_INPUT_H

#include <stdbool.h>

struct input {
    double x, target; /* target: 0 for terms with one operand */
};

/* In order of x, -0 before +0 and NaN last; then of the target. */
bool input_before(const struct input *a, const struct input *b);

#endif
