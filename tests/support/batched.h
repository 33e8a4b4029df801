/* batched.h -- batch means of a selection, for tests. */
#ifndef GANLOSS_TESTS_SUPPORT_BATCHED_H
#define GANLOSS_TESTS_SUPPORT_BATCHED_H

#include "harness/batch/batch.h"

/* The rows of the kernels that match, in one regime with seed 3, every reduction, without a time limit and on
   one thread, so that only what is meant to run at once does. */
struct batch_rows batched(const char *glob, const char *regime, size_t sizes, const size_t size[],
                          const struct batch_code *code);

/* The faults of all rows together; a row that is not done fails the test. */
unsigned batched_faults(const struct batch_rows *rows);

#endif
