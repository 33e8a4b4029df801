/* recall.h -- the answers to one input, for people to be shown. */
#ifndef GANLOSS_HARNESS_GRADE_RECALL_H
#define GANLOSS_HARNESS_GRADE_RECALL_H

/* What the files have for this input; `grading` is a struct grading whose cases have been graded. NaN
   where there is none. Of an input that occurs more than once, the first. */
void recall_answer(const void *grading, double x, double target, double *loss, double *grad);

#endif
