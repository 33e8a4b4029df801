/* rerun.h -- the command that shows again what was found of a kernel: the options that it needs for that. */
#ifndef GANLOSS_HARNESS_RECORD_RERUN_H
#define GANLOSS_HARNESS_RECORD_RERUN_H

#include "harness/selection/select.h"

#include <stdio.h>

/* " --exec='COMMAND'" of a foreign kernel: what eval needs to have it. */
void rerun_print_source(FILE *to, const struct choice *choice);

/* The same, and before it " --max-ulp N" and " --fail-on CLASS,..." where the user gave them. */
void rerun_print(FILE *to, const struct choice *choice);

/* The text, and behind it what rerun_print() writes; from malloc. */
__attribute__((format(printf, 2, 3))) char *rerun_text(const struct choice *choice, const char *format, ...);

#endif
