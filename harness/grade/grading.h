/* grading.h -- what is graded: inputs, the files that hold them, and the files with answers to them. */
#ifndef GANLOSS_HARNESS_GRADE_GRADING_H
#define GANLOSS_HARNESS_GRADE_GRADING_H

#include "harness/grade/column.h"
#include "harness/grade/manifest.h"
#include "harness/selection/stranger.h"

struct grading {
    struct manifest manifest;
    struct inputs inputs;
    struct manifest_hashes *hashes;
    struct column given[MANIFEST_ARRAYS], answer[OUTPUTS];
    double *got[OUTPUTS];     /* the answers to the cases, as grade_run() reads them */
    struct stranger stranger; /* the implementation */
    struct choice choice;
    const struct screen *screen; /* NULL: each formula's own; for tests: another */
};

/* Whether an implementation may be called so: a kernel's id and a file's name can hold it, and no variant
   of the registry has it. STATUS_USAGE, and one line. */
enum status grading_check_name(const char *name);

/* What is to be graded; loss and grad are paths, one of which may be NULL. A folder of answers may hold a copy of the
   manifest, and is refused where that is another one. Reads the manifest, makes the
   inputs that it asks for, and looks at every file. It stays where it is. On failure one line, and nothing
   to be closed. */
enum status grading_open(struct grading *grading, const char *manifest, const struct worst *worst,
                         const char *name, const char *const answers[OUTPUTS]);
void grading_close(struct grading *grading);

/* A part on its way, in a thread's own buffers: what the files hold there, held against what the manifest
   says and the inputs are. */
struct grading_part {
    const struct grading *grading;
    size_t number;
    struct inputs_part part;
    struct column_part given[MANIFEST_ARRAYS], answer[OUTPUTS];
    XXH3_state_t *hash[MANIFEST_ARRAYS];
    void *made[MANIFEST_ARRAYS], *read; /* CHUNK elements */
    void *got[OUTPUTS];                 /* the answers, likewise; nothing of use of one that is missing */
    bool *told;
};

/* Threads that share *told, false at first, say what is wrong once. */
struct grading_part *grading_part_make(const struct grading *grading, bool *told);
void grading_part_free(struct grading_part *part);

/* Opens part `number`. */
enum status grading_part_begin(struct grading_part *part, size_t number);

/* Reads n elements, at most CHUNK, one piece after the other: made[] and got[]. STATUS_DATA where the
   files of inputs have changed. */
enum status grading_part_read(struct grading_part *part, size_t from, size_t n);

/* Closes it; after all of its pieces (`whole`) sees whether they are what the manifest says. */
enum status grading_part_end(struct grading_part *part, bool whole);

#endif
