/* kernels.h -- two kernels of this program, in one process, and again in a fresh one. */
#ifndef GANLOSS_HARNESS_COMPARE_KERNELS_H
#define GANLOSS_HARNESS_COMPARE_KERNELS_H

#include "harness/base/fail.h"
#include "harness/compare/compare.h"

/* Measures and judges a row. STATUS_OK also where not one quad was taken. */
enum status compare_kernels(struct compare_row *row, const struct compare_options *o,
                            struct compare_share share);

/* In the fresh process: measures, and answers. */
enum status compare_again(struct compare_row *row, const struct compare_options *o);

#endif
