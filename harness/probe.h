/* probe.h -- the errors of an f64 kernel at many inputs, certified: what a search looks at. */
#ifndef GANLOSS_PROBE_H
#define GANLOSS_PROBE_H

#include "metric.h"
#include "select.h"

#include <stdbool.h>

enum { PROBE_BLOCK = 1024 };

/* One output at each input of a block. */
struct probed {
    double ulp[PROBE_BLOCK];          /* 0 with a class; lost results are in ulps */
    unsigned char class[PROBE_BLOCK]; /* enum error_class */
};

/* Runs the kernel once on n <= PROBE_BLOCK inputs with their targets (0 for terms that take none), and
   compares with the ideal reference. Adds to *audited how many MPFR judged. Threads may call it together.
   False: an audit failed (reported), and nothing holds. */
bool probe(struct probed to[OUTPUTS], const struct choice *choice, size_t n, const double x[],
           const double target[], uint64_t *audited);

#endif
