/* probe.h -- the errors of an f64 kernel at any inputs: screened, and measured by MPFR where the screen
   leaves something open. */
#ifndef GANLOSS_HARNESS_SEARCH_PROBE_H
#define GANLOSS_HARNESS_SEARCH_PROBE_H

#include "harness/selection/group.h"
#include "harness/selection/select.h"
#include "reference/screen_f64.h"

#include <stdbool.h>

enum { PROBE_BLOCK = 1024 };

/* Per result, its class (enum error_class), and its error in ulps: 0 with a class, at most DBL_MAX, and
   certain to 2^-9 ulp or 2^-9 of it, whichever is larger. A lost result has class IN_ULPS and its ulps. */
struct probed {
    double ulp[PROBE_BLOCK];
    unsigned char class[PROBE_BLOCK];
};

/* Measures a kernel's results got[n], in f64, at x[n], n <= PROBE_BLOCK, with target[n] (NULL for a term with one
   operand), against the term's ideal formula: with this screen (screen_f64_find), or with NULL by MPFR
   throughout. Holds the screen against MPFR at 1 input in 2^16, by a seeded hash of the input, and adds their
   number to *audited. False, after a line on stderr: the screen is outside its bound, and everything it
   decided is void. Safe to call from any thread. */
bool probe_run(struct probed to[OUTPUTS], const struct screen_f64 *screen, const struct ideal *ideal,
               size_t n, const double x[], const double target[], const double *const got[OUTPUTS],
               uint64_t *audited);

#endif
