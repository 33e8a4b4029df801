/* memo.h -- what libm has answered, remembered, so that kernels run on the same inputs in turn share it.

   An exhaustive run spends most of its time in libm, which a dozen kernels of a term ask the same: exp(-s),
   log1p of that. Each float kernel of the registry has a twin: the same machine code, whose calls of libm's
   functions are bound to these instead (Makefile, memo_kernels.o). A function of one float that answers as it
   did before is that function, so a twin's results are the kernel's, bit for bit, in the rounding mode in
   which it was asked: round to nearest, the only one it is run in. Flags and errno are not repeated. */
#ifndef GANLOSS_HARNESS_EXHAUSTIVE_MEMO_H
#define GANLOSS_HARNESS_EXHAUSTIVE_MEMO_H

#include "losses/ganloss.h"

/* libm's expf and so on, for the calling thread. */
float memo_expf(float x);
float memo_expm1f(float x);
float memo_logf(float x);
float memo_log1pf(float x);

/* The kernel's twin; the kernel itself if it is not one of the registry's, or a fused one, which asks libm nothing. */
ganloss_f32 *memo_twin(ganloss_f32 *kernel);

#endif
