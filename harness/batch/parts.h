/* parts.h -- the error of a mean taken apart, and each part held against its bound. */
#ifndef GANLOSS_HARNESS_BATCH_PARTS_H
#define GANLOSS_HARNESS_BATCH_PARTS_H

#include "harness/batch/batch.h"

/* Fills error, parts, bound, condition and faults from mean and sum. */
void batch_decompose(struct batch_row *row, const struct batch_exact *exact,
                     const struct exact_sum *computed);

/* A mean that somebody else made, against the exact one. */
struct batch_mean_error {
    struct error error;
    double condition, open; /* as in struct batch_row */
    long double
        of_magnitudes; /* |M - exact| in ulps of the mean of the terms' magnitudes, of which rounding takes its
                                  part: the error in ulps where all terms have one sign. 0 where something is not finite */
    bool
        explained; /* terms cancel, and it is off by no more than rounding them, and adding them in any order, may
                       be, or, where the kernel declares one, its bound; or it is no number, where a partial sum may be
                       beyond the format */
};
struct batch_mean_error batch_mean_error(double mean, const struct batch_exact *exact, size_t n,
                                         const struct choice *choice);

/* How far the exact mean is uncertain, in its ulps. */
double batch_open(const struct batch_exact *exact, size_t n, const struct format *format);

#endif
