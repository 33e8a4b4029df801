/* graded.h -- answers to files of inputs, written by a kernel of the registry, and graded. */
#ifndef GANLOSS_TESTS_SUPPORT_GRADED_H
#define GANLOSS_TESTS_SUPPORT_GRADED_H

#include "harness/grade/grade.h"

/* A folder for the files, and its end; a path in it, to be freed. */
void graded_place_make(void);
void graded_place_remove(void);
char *graded_path(const char *name);

/* The inputs of a kernel's term, with seed 3 and no worst cases. */
struct graded_trial {
    const char *id;
    enum level level;
    size_t shard, shards, part;
};

/* Changes answers before they are written. */
typedef void graded_spoiler(enum output output, size_t n, void *answers);

/* Writes the inputs to in/, the kernel's answers to loss/ and grad/, and grades those of the outputs (1 <<
   LOSS and 1 << GRAD); `spoil` may be NULL. The grading stays open. */
struct summary graded_by(struct grading *grading, const struct graded_trial *trial, unsigned outputs,
                         graded_spoiler *spoil);

/* Grades the losses that are there again: the status, and what was said, to be freed. */
enum status graded_again(char **said);

#endif
