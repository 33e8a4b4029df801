/* process.h -- a child process that is asked and answers in lines. */
#ifndef GANLOSS_HARNESS_BASE_PROCESS_H
#define GANLOSS_HARNESS_BASE_PROCESS_H

#include <limits.h>
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

/* Runs argv[0], which is a path, in the directory, without input, with everything it says in the file `log` there. It
   is ended, with all that it started, when `seconds` are over, when this program is interrupted
   (base/interrupt.h), and when it ends. Returns its exit status, 128 + the signal that ended it, or one of
   enum process_failure. */
enum process_failure {
    PROCESS_NOT_STARTED = -1,
    PROCESS_LATE = -2,
    PROCESS_INTERRUPTED = -3
}; /* errno says why */
int process_run(char *const argv[], const char *directory, const char *log, double seconds);

/* This program's own file. */
extern const char *const process_self;

/* Where that is; "": it cannot be known. */
void process_path(char path[PATH_MAX]);

#endif
