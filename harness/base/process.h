/* process.h -- a child process that is asked and answers in lines. */
#ifndef GANLOSS_HARNESS_BASE_PROCESS_H
#define GANLOSS_HARNESS_BASE_PROCESS_H

#include <stdbool.h>
#include <stdio.h>
#include <sys/types.h>

struct process {
    pid_t id;
    FILE *to, *from; /* its standard input and output */
};

/* Starts argv[0], which is a path, on the given CPU (below 0: on any). False: it cannot be started; errno
   says why. */
bool process_start(struct process *process, char *const argv[], int cpu);

/* Closes its input, waits for its end and returns its exit status, or 128 + the signal that ended it. */
int process_end(struct process *process);

/* This program's own file. */
extern const char *const process_self;

#endif
