/* baseline.h -- the stored result document that a run is compared with: whole, of the same level and seed, every
   record complete. */
#ifndef GANLOSS_HARNESS_VERIFY_BASELINE_H
#define GANLOSS_HARNESS_VERIFY_BASELINE_H

#include "harness/base/fail.h"

#include <jansson.h>
#include <stdint.h>

/* The stored result document of a whole verify run. */
struct baseline {
    const char *path;
    json_t *document;
};

/* Reads the document and checks that a run of this level and seed compares with it; the selector's globs must
   cover some kernel of it. */
enum status baseline_read(struct baseline *baseline, const char *path, const char *level, uint64_t seed,
                          char *const globs[], size_t count);
void baseline_free(struct baseline *baseline);

/* In how many rounds it was searched; 0: it holds no search. */
uint64_t baseline_rounds(const struct baseline *baseline);

/* Whether a search that started from so many worst cases compares with it: STATUS_DATA when it had others. */
enum status baseline_check_worst(const struct baseline *baseline, size_t inputs);

#endif
