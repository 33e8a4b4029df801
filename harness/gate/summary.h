/* summary.h -- a step's summary for GitHub, in Markdown, added to the file that it names: what became of the run, and a
   table of what was found, the worst first. */
#ifndef GANLOSS_HARNESS_GATE_SUMMARY_H
#define GANLOSS_HARNESS_GATE_SUMMARY_H

#include "harness/gate/gate.h"

#include <stdio.h>

/* A step may have so many bytes, of all that is added to its file; GitHub shows nothing of more. */
enum { SUMMARY_BYTES = 1 << 20 };

/* Whether something can be added to the file. */
enum status summary_check(const char *path);

/* Adds the whole of it or nothing; where it would be too long in all, less of the table, and says so. */
enum status summary_append(const struct gate_run *run, const char *path);

/* The same in at most `room` bytes; from malloc. NULL: not even its head has room. */
char *summary_text(const struct gate_run *run, size_t room);

#endif
