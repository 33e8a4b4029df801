/* steps.h -- instructions counted by single-stepping: in a child process that the system stops after each one
   (ptrace). Exact, in need of no hardware counter, and slow (some 10 us each). */
#ifndef GANLOSS_HARNESS_MACHINE_STEPS_H
#define GANLOSS_HARNESS_MACHINE_STEPS_H

#include <stdbool.h>

enum { STEPS_REASON = 160 };

/* What takes longer is given up, and what takes longer than the first without being stepped: after a fork, other threads are
   gone that it may be waiting for. */
enum { STEPS_SECONDS_FREE = 2, STEPS_SECONDS = 10 };

/* Counts the instructions, in user mode, of the second of two runs of run(argument): by then the dynamic
   linker has resolved what it calls. A constant few hundred of starting and stopping are in it. The caller's
   memory is not changed. False: says in reason[] why they cannot be counted. */
bool steps_count(void (*run)(void *argument), void *argument, double *steps, char reason[STEPS_REASON]);

#endif
