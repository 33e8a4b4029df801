/* faults_text.h -- faults for people. */
#ifndef GANLOSS_HARNESS_RECORD_FAULTS_TEXT_H
#define GANLOSS_HARNESS_RECORD_FAULTS_TEXT_H

#include "harness/record/faults.h"
#include "harness/selection/select.h"

#include <stdio.h>

/* "overrun: wrote beside its arrays, ..., in a call of 5 elements (places 17)": one fault that there is, without an
   end of line. */
void faults_print(FILE *to, const struct choice *choice, const struct faults *faults, enum fault fault);

/* A line "FAIL id overrun: ..." for one that there is, ended with `rerun`, of which what stands behind "rerun: " is the
   command; and a finding. */
void faults_print_failure(FILE *to, const struct choice *choice, const struct faults *faults,
                          enum fault fault, const char *rerun);

/* The same for each that fails every kernel. Returns how many. */
size_t faults_print_failures(FILE *to, const struct choice *choice, const struct faults *faults,
                             const char *rerun);

#endif
