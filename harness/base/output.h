/* output.h -- files that appear whole or not at all.

   As git does with its own: what is written goes to a temporary file beside the target (temporary.h), is flushed to
   the disk, and takes the target's place by one rename, which is flushed too. A symbolic link stays, and what it
   leads to is replaced. An existing file's mode is kept, its owner where that is allowed; a new one's is what the
   umask says. Other hard links keep what they had. A file that may not be written to is not replaced either. What
   is no file (a device, a pipe), and what standard output leads to, is written to, as curl does. */
#ifndef GANLOSS_HARNESS_BASE_OUTPUT_H
#define GANLOSS_HARNESS_BASE_OUTPUT_H

#include "harness/base/fail.h"
#include "harness/base/temporary.h"

#include <stdio.h>

struct output_file {
    FILE *stream;
    char *path, *target;        /* as it was given (NULL: standard output), and what it leads to */
    struct temporary temporary; /* none: the target is written to */
};

/* Opens a temporary file beside `path`, or standard output for NULL. */
enum status output_open(struct output_file *out, const char *path);

/* Flushes, checks for write errors (a full disk), and renames the temporary file to its path; on failure
   removes it. */
enum status output_commit(struct output_file *out);

/* Gives up: removes the temporary file. */
void output_discard(struct output_file *out);

/* Whether the path (NULL: none) can be written to, found out before the work whose result goes there. */
enum status output_check(const char *path);

/* Keeps a path for this process: where another one has it, STATUS_IO. Let go of by temporary_remove(). */
enum status output_lock(struct temporary *lock, const char *path);

/* What was printed must have arrived: STATUS_IO where it has not, but for a status that tells of another error. */
enum status output_end(enum status status);

/* For the start of main: a descriptor of 0 to 2 that is closed gets one that fails, so that no file takes its place;
   broken pipes and files that grow too large are errors of writing, and end nothing. */
void output_begin(void);

/* Makes the directory, parents included, where it is not there. */
enum status output_make_directory(const char *path);

/* "directory/name", from malloc. */
char *output_path(const char *directory, const char *name);

#endif
