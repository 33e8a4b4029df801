/* parts.h -- the error of a mean taken apart, and each part held against its bound. */
#ifndef GANLOSS_HARNESS_BATCH_PARTS_H
#define GANLOSS_HARNESS_BATCH_PARTS_H

#include "harness/batch/batch.h"

/* Fills error, parts, bound, condition and faults from mean and sum. */
void batch_decompose(struct batch_row *row, const struct batch_exact *exact,
                     const struct exact_sum *computed);

/* How far the exact mean is uncertain, in its ulps. */
double batch_open(const struct batch_exact *exact, size_t n, const struct format *format);

#endif
