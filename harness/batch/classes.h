/* classes.h -- means per class (ganloss_class_mean) of a kernel's losses on the inputs of one regime: classes
   of every size, empty ones first, in the middle and last, losses of either sign, against exact sums. */
#ifndef GANLOSS_HARNESS_BATCH_CLASSES_H
#define GANLOSS_HARNESS_BATCH_CLASSES_H

#include "harness/batch/batch.h"
#include "harness/batch/mean.h"

/* Fills *to. */
void batch_classes_measure(struct batch_classes *to, const struct batch_subject *subject);

#endif
