/* builds.h -- the kernels of two builds of this program, in two processes. */
#ifndef GANLOSS_HARNESS_COMPARE_BUILDS_H
#define GANLOSS_HARNESS_COMPARE_BUILDS_H

#include "harness/base/fail.h"
#include "harness/compare/compare.h"

/* Measures and judges a row: the kernel of another build is A, and that of this one B. STATUS_OK also where
   not one quad was taken. */
enum status compare_builds(struct compare_row *row, const struct compare_options *o,
                           struct compare_share share);

/* In either of those processes: takes samples of a row as standard input asks. */
enum status compare_serve(const struct compare_row *row, const struct compare_options *o);

#endif
