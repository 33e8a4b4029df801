/* shift.h -- whether the level of measurements that come one after the other has shifted, and where.

   For each place where it may have, the ranks before it are held against those after (Wilcoxon 1945); the largest of these
   differences, each over its standard deviation, is the statistic (Pettitt 1979 takes it without). How probable so large a one is
   among measurements that are all of one level is counted in permutations of them, so that it holds whatever their
   distribution, ties and outliers among it, for as many of them as there are: none is assumed but that without a shift each order is as
   probable as another. Where there is one, both sides are searched again (binary segmentation).

   What is not so: measurements of one day that all lie high are a shift of the machine, and are found, too. */
#ifndef GANLOSS_HARNESS_HISTORY_SHIFT_H
#define GANLOSS_HARNESS_HISTORY_SHIFT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Marks in `starts` where a new level starts. `may`: where one may; that of 0 is nothing. Where there is no shift at all, one is
   found with probability `alpha` at most. The seed decides the permutations. Returns how many are found. */
size_t shift_find(size_t n, const double y[], const bool may[], double alpha, uint64_t seed, bool starts[]);

#endif
