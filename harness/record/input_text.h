/* input_text.h -- an input for people. */
#ifndef GANLOSS_HARNESS_RECORD_INPUT_TEXT_H
#define GANLOSS_HARNESS_RECORD_INPUT_TEXT_H

#include "harness/inputs/input.h"
#include "harness/selection/select.h"

#include <stdio.h>

/* A NaN without its sign: NaNs are one input, of which any may have been kept. */
double input_text_number(double x);

/* "X" or "X target T". */
void input_text_print(FILE *to, const struct choice *choice, const struct input *input);

#endif
