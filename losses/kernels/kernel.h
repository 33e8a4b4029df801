/* kernel.h -- what every kernel file starts with: the format and the prototypes of the registry's rows,
   so that a kernel without a row does not compile. */
#ifndef GANLOSS_LOSSES_KERNELS_KERNEL_H
#define GANLOSS_LOSSES_KERNELS_KERNEL_H

#include "losses/ganloss.h"
#include "losses/real.h"

#define KERNEL(term, code, variant, ...)                                                                     \
    void FN(code##_##variant)(size_t n, const REAL x[], const REAL y[], REAL loss[], REAL grad[]);
#include "losses/losses.def"

#endif
