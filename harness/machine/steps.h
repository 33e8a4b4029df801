/* steps.h -- instructions counted by single-stepping: in a child process that the system stops after each one
   (ptrace). Exact, in need of no hardware counter, and slow (some 10 us each): for calls on small batches. */
#ifndef GANLOSS_HARNESS_MACHINE_STEPS_H
#define GANLOSS_HARNESS_MACHINE_STEPS_H

#include "harness/bench/bench.h"

enum { STEPS_REASON = 160, STEPS_FEW = 16, STEPS_MANY = 80 };

/* Counts the instructions, in user mode, of the second of two runs of run(argument): by then the dynamic
   linker has resolved what it calls. A constant few hundred of starting and stopping are in it. The caller's
   memory is not changed. False: says in reason[] why they cannot be counted. */
bool steps_count(void (*run)(void *argument), void *argument, double *steps, char reason[STEPS_REASON]);

/* The instructions of one call on the row's batch, the constant few hundred included. */
bool steps_of_call(const struct bench_row *row, struct bench_arrays *arrays, double *steps,
                   char reason[STEPS_REASON]);

/* Instructions per element: the difference between a call on STEPS_MANY elements and one on STEPS_FEW.
   What a call costs by itself is not in it. */
bool steps_per_element(const struct bench_row *row, struct bench_arrays *arrays, double *steps,
                       char reason[STEPS_REASON]);

#endif
