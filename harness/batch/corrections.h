/* corrections.h -- what bounds the error of a compensated sum after it was computed.

   Neumaier's sum adds to a running correction the error of each addition, exactly; each addition to the
   correction itself errs by u times what it comes to. So all of them err by no more than u times the sum of
   the magnitudes that the correction goes through: for losses without a pattern some n^1.5 u^2 sum|l| instead
   of the n^2 u^2 sum|l| that can be said beforehand, which, from a few thousand f32 losses on, hides a
   correction that is lost. */
#ifndef GANLOSS_HARNESS_BATCH_CORRECTIONS_H
#define GANLOSS_HARNESS_BATCH_CORRECTIONS_H

#include "reference/format.h"

/* The running correction of a compensated sum, left to right, and the sum of its magnitudes so far, never
   less. Begins with zeros. NaN, or infinite, after losses that are. */
struct corrections {
    double total, correction, magnitudes;
};

/* Adds loss[start .. end - 1], an array of the format. */
void corrections_add(struct corrections *corrections, const struct format *format, const void *loss,
                     size_t start, size_t end);

#endif
