/* modes_text.h -- what rounding modes did to kernels, for people. */
#ifndef GANLOSS_HARNESS_RECORD_MODES_TEXT_H
#define GANLOSS_HARNESS_RECORD_MODES_TEXT_H

#include "harness/record/summary.h"
#include "harness/selection/select.h"

#include <stdio.h>

/* A line for each mode and each flag that was raised. */
void modes_print(FILE *to, const struct choice *choice, const struct modes *modes);

/* One line over all kernels. */
void modes_print_total(FILE *to, const struct selection *selection, const struct summary summaries[]);

#endif
