/* timing.h -- the clock that everything is timed with: CLOCK_MONOTONIC. */
#ifndef GANLOSS_HARNESS_BASE_TIMING_H
#define GANLOSS_HARNESS_BASE_TIMING_H

#include <stdint.h>

/* Nanoseconds since an arbitrary start. */
int64_t timing_now(void);

/* Nanoseconds that all threads of this process have run, since its start; those that this thread has run. */
int64_t timing_of_process(void);
int64_t timing_of_thread(void);

/* What the system says the clock's step is, in ns. */
double timing_resolution(void);

/* What one reading of the clock costs, in ns: the median of a few hundred runs of readings. */
double timing_overhead(void);

/* A chain of multiplications, of at least this many cycles and instructions: no memory, no branch to predict,
   so that only the machine makes its time vary. */
void timing_spin(uint64_t steps);

#endif
