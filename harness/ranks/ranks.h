/* ranks.h -- the processes that work on one run together: those that mpirun started, or this one alone.

   The first rank, number 0, leads: it alone prints, reads stored runs and writes files. */
#ifndef GANLOSS_HARNESS_RANKS_RANKS_H
#define GANLOSS_HARNESS_RANKS_RANKS_H

#include "harness/base/fail.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Where mpirun (or srun with PMIx) started this process, becomes one of its ranks: STATUS_UNAVAILABLE where this build has no
   module for MPI, or MPI does not start. */
enum status ranks_begin(void);

/* For the end of main: all ranks end together. */
void ranks_end(void);

int ranks_count(void);
int ranks_number(void);
bool ranks_lead(void);

/* "Open MPI v4.1.4": what mpirun may be of; NULL: this build is without MPI, or it cannot be loaded here. */
const char *ranks_version(void);

/* Adds `step` to a counter that all ranks share, and returns what it was: who asks gets work that nobody else has. Any thread
   may call it. */
uint64_t ranks_take(uint64_t step);

/* The rest is called by all ranks, each from its main thread. The counter begins at 0 again. */
void ranks_rewind(void);

/* Every rank has what the leader has. */
void ranks_share(void *bytes, size_t size);

/* The largest of all ranks' numbers. */
uint64_t ranks_largest(uint64_t number);

/* At the end of a piece of work: what it came to for all ranks, of which the gravest counts. An interrupt of one is one of
   all. `sound`: whether what this rank has found holds. */
enum ranks_together { RANKS_DONE, RANKS_INTERRUPTED, RANKS_UNSOUND };
enum ranks_together ranks_together(bool sound);

/* The leader takes what each other rank gives, in the order of their numbers. */
typedef void ranks_taker(void *to, const void *bytes, size_t size);
void ranks_gather(const void *bytes, size_t size, ranks_taker *take, void *to);

#endif
