/* recording.h -- a training run as it was recorded: outputs on real and generated batches, and labels. */
#ifndef GANLOSS_HARNESS_TRACE_RECORDING_H
#define GANLOSS_HARNESS_TRACE_RECORDING_H

#include "harness/base/fail.h"
#include "harness/base/npy.h"
#include "reference/format.h"

#include <stddef.h>
#include <stdint.h>

/* Which recording a term is applied to. */
enum recording_side { RECORDING_REAL, RECORDING_FAKE, RECORDING_SIDES };
extern const char *const recording_side_names[RECORDING_SIDES]; /* "real", "fake" */

/* A recorded run. */
struct recording {
    char *name;                        /* stem of the REAL file without "-real" */
    const char *file[RECORDING_SIDES]; /* base names */
    const char *labels;                /* likewise; NULL: none */
    const struct format *own;          /* the format the run was recorded in */
    size_t steps, batch;
    struct npy logits[RECORDING_SIDES];
    int32_t *label;              /* [steps * batch], of both sides */
    size_t classes;              /* the largest label + 1 */
    size_t odd[RECORDING_SIDES]; /* how many logits are infinite or NaN */
};

/* Reads the files and checks that they belong together; labels may be NULL. */
enum status recording_read(struct recording *run, const char *real, const char *fake, const char *labels);
void recording_free(struct recording *run);

/* The batch of a step in a format: as doubles and as an array of the format. */
void recording_batch(const struct recording *run, enum recording_side side, const struct format *format,
                     size_t step, double x[], void *narrow);

#endif
