/* grade_cases.h -- answers to the cases of a level, each held against MPFR's value. */
#ifndef GANLOSS_HARNESS_GRADE_GRADE_CASES_H
#define GANLOSS_HARNESS_GRADE_GRADE_CASES_H

#include "harness/grade/grading.h"
#include "harness/record/summary.h"

/* Reads all of them into grading->got, and holds the files of inputs against the inputs. */
enum status grade_cases_read(struct grading *grading);

/* Adds them to the summary. An input that occurs more than once and has different answers is
   FAULT_POSITION. Ends early where the program is interrupted. */
void grade_cases(struct summary *summary, const struct grading *grading);

#endif
