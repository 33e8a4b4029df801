/* accuracy.h -- what a row's time buys: the error that is known of its kernel. */
#ifndef GANLOSS_HARNESS_BENCH_ACCURACY_H
#define GANLOSS_HARNESS_BENCH_ACCURACY_H

#include "harness/bench/bench.h"

/* The largest error of the row's kernel that is known: from the document, else the bound that is declared;
   infinite where no correct bit is left or a class of its own was found, NaN where nothing is known.
   *source: "exact", "found" or "sampled" (record/evidence.h), "declared" or NULL. */
double bench_max_ulp(const struct bench *bench, const struct bench_row *row, const char **source);

/* The correct bits that an error leaves in a format: all of them up to half an ulp, then one less with each
   doubling, and at least none. */
double bench_correct_bits(const struct format *format, double max_ulp);

#endif
