/* progress.h -- how far the work is, with a rate and the time left, on stderr: on a terminal one line, drawn
   again and again; elsewhere, as in a CI log, a line a minute. */
#ifndef GANLOSS_HARNESS_BASE_PROGRESS_H
#define GANLOSS_HARNESS_BASE_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

/* `what` is the unit of work, as in "inputs"; quiet: nothing is shown. */
void progress_start(const char *what, size_t total, bool quiet);

/* What was done in an earlier run, at no cost in this one. */
void progress_skip(size_t done);

/* Adds work done; any thread may call it. On a terminal, redraws at most five times a second. */
void progress_add(size_t done);

/* Has what is added told to this function as well, shown or not, until the work ends; for one that times its pieces. */
void progress_watch(void (*watcher)(size_t done));

/* Clears the line. */
void progress_end(void);

#endif
