/* progress.h -- one line on stderr, on a terminal only, with a rate and the time left. */
#ifndef GANLOSS_PROGRESS_H
#define GANLOSS_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

/* `what` is the unit of work, as in "inputs"; quiet: nothing is shown. */
void progress_start(const char *what, size_t total, bool quiet);

/* What was done in an earlier run, at no cost in this one. */
void progress_skip(size_t done);

/* Adds work done; any thread may call it. Redraws at most five times a second. */
void progress_add(size_t done);

/* Clears the line. */
void progress_end(void);

#endif
