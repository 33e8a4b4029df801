/* scan.h -- a group of kernels on the inputs of one regime. */
#ifndef GANLOSS_HARNESS_BATCH_SCAN_H
#define GANLOSS_HARNESS_BATCH_SCAN_H

#include "harness/batch/batch.h"
#include "harness/batch/exact.h"

struct batch_scan {
    const struct batch_plan *plan;
    const struct regime *regime;
    const size_t *size; /* of the plan's, those of this regime */
    struct exact_source source;
    void *x, *y;               /* y: NULL for terms that take none */
    struct batch_exact *exact; /* after each size */
    size_t reached;            /* sizes done */
    struct batch_gradients gradients;
};

/* Draws the inputs of the plan's regime of that index and sums the exact terms up to each size; by MPFR for
   no longer than `ns`. SCAN_SLACK elements may be read and written past the end of x. */
enum { SCAN_SLACK = 16 };
void batch_scan_start(struct batch_scan *scan, const struct batch_plan *plan, size_t regime,
                      const struct exact_source *source, double ns);
/* The arrays' elements from `start` on; NULL for labels that there are not. */
const void *batch_scan_x(const struct batch_scan *scan, size_t start);
const void *batch_scan_y(const struct batch_scan *scan, size_t start);
void batch_scan_end(struct batch_scan *scan);

#endif
