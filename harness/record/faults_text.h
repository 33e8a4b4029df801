/* faults_text.h -- faults for people. */
#ifndef GANLOSS_HARNESS_RECORD_FAULTS_TEXT_H
#define GANLOSS_HARNESS_RECORD_FAULTS_TEXT_H

#include "harness/record/faults.h"
#include "harness/selection/select.h"

#include <stdio.h>

/* "overrun: wrote beside its arrays, ..., in a call of 5 elements (places 17)": one fault that there is, without an
   end of line. */
void faults_print(FILE *to, const struct choice *choice, const struct faults *faults, enum fault fault);

/* A line "FAIL id overrun: ..." for each that fails every kernel, ended with `rerun`. Returns how many. */
size_t faults_print_failures(FILE *to, const struct choice *choice, const struct faults *faults,
                             const char *rerun);

#endif
