/* sizes.h -- the batch sizes of a run that is not told any. */
#ifndef GANLOSS_HARNESS_BATCH_SIZES_H
#define GANLOSS_HARNESS_BATCH_SIZES_H

#include <stddef.h>
#include <stdint.h>

/* At most so many in each regime. */
enum { BATCH_SIZES_MOST = 400 };

/* Every size up to 17, which has every end of a leaf of eight; each 2^K and its neighbours up to 2^20, and
   the same around three and five of the batch kernel's blocks. Ascending; returns their number. */
size_t batch_sizes_fixed(size_t size[BATCH_SIZES_MOST]);

/* Besides those, sizes drawn by the seed, one from each of the intervals in which 18 to 4096, in 16 to an
   octave, and 4096 to 2^20, in octaves, are cut: from 100 to 4096 each range of 10 % has one in it. Each
   interval has its turn in two of `of` regimes, in one if that is all; in which, depends on the seed.
   Ascending, as many in every regime; none is among the fixed ones. Returns their number. */
size_t batch_sizes_drawn(size_t size[BATCH_SIZES_MOST], uint64_t seed, size_t regime, size_t of);

/* [of][sizes], ascending in each, from malloc: in every regime those given, or for none the fixed and the
   drawn. */
size_t *batch_sizes(size_t *sizes, size_t given, const size_t given_size[], uint64_t seed, size_t of);

#endif
