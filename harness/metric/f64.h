/* f64.h -- the metric, vectorised: a kernel's double results against screened values. */
#ifndef GANLOSS_HARNESS_METRIC_F64_H
#define GANLOSS_HARNESS_METRIC_F64_H

#include "losses/isa.h"

#include <stddef.h>
#include <stdint.h>

/* Compares got[n], times sign (1 or -1), with high[n] + low[n] and scale[n], as screen_f64.h gives them:
   their relative error is at most `relative`, 2^-70 or less. Writes to class[] the class of each result (enum
   error_class) and to ulp[] its error, 0 where it has a class and DBL_MAX where it is more than that, to
   2^-15 ulp or 2^-50 of the error, whichever is larger. Where that takes MPFR, the class is CLASSES; returns
   how often. */
typedef uint32_t metric_f64(size_t n, const double got[], const double high[], const double low[],
                            const double scale[], double relative, double sign, double ulp[],
                            unsigned char class[]);

/* That of an instruction set (isa_best(), as a rule); NULL where it does not run. */
metric_f64 *metric_f64_find(enum isa isa);

extern metric_f64 metric_f64_any;
#if defined __x86_64__
extern metric_f64 metric_f64_avx2, metric_f64_avx512;
#endif

#endif
