/* start.h -- how the program was started: a floating-point environment that another library's constructor changed
   (one linked with -ffast-math sets FTZ and DAZ) would give wrong verdicts, of kernels and references alike. */
#ifndef GANLOSS_HARNESS_MACHINE_START_H
#define GANLOSS_HARNESS_MACHINE_START_H

#include "harness/base/fail.h"

#include <jansson.h>

/* What main does first: where the environment is not the usual one (environment.h), says so in one line, and makes it
   that. The processes that this one starts do it too, but do not say it again. */
void start_environment(void);

/* STATUS_USAGE where GANLOSS_ISA (losses/isa.h), which --isa sets, names no instruction set that this CPU can run. */
enum status start_isa(void);

/* threads_use, and the usual environment in each of the threads. */
void start_threads(unsigned long jobs);

/* The parts in which it was not the usual one, and their names: enum environment_part; 0: it was. */
unsigned start_found(void);

/* These parts in words, as a member "environment" of the object; nothing where it was the usual one. */
void start_note(json_t *object);

#endif
