/* output.h -- files that appear whole or not at all. */
#ifndef GANLOSS_HARNESS_BASE_OUTPUT_H
#define GANLOSS_HARNESS_BASE_OUTPUT_H

#include "harness/base/fail.h"

#include <stdio.h>

struct output_file {
    FILE *stream;
    char *path, *temporary; /* NULL: standard output */
};

/* Opens a temporary file beside `path`, or standard output for NULL. */
enum status output_open(struct output_file *out, const char *path);

/* The same with a temporary file that is always named PATH.new: a file that is written often, by one process,
   leaves at most that one behind when it is killed. */
enum status output_open_again(struct output_file *out, const char *path);

/* Flushes, checks for write errors (a full disk), and renames the temporary file to its path; on failure
   removes it. */
enum status output_commit(struct output_file *out);

/* Gives up: removes the temporary file. */
void output_discard(struct output_file *out);

/* Makes the directory, parents included, where it is not there. */
enum status output_make_directory(const char *path);

/* "directory/name", from malloc. */
char *output_path(const char *directory, const char *name);

#endif
