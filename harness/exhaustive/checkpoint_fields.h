/* checkpoint_fields.h -- the fields of a checkpoint, one after the other: whole numbers and floats of eight bytes, the least
   significant first. The same functions write them and read them back; read, each is looked at. */
#ifndef GANLOSS_HARNESS_EXHAUSTIVE_CHECKPOINT_FIELDS_H
#define GANLOSS_HARNESS_EXHAUSTIVE_CHECKPOINT_FIELDS_H

#include "harness/record/summary.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <xxhash.h>

/* Written to `to`; without one, read from `at` up to `end`. */
struct checkpoint_fields {
    FILE *to;
    XXH3_state_t *hash; /* of what was written */
    const unsigned char *at, *end;
    bool good; /* nothing failed; nothing was beyond its range, or the end */
};

/* Any bytes; read, they stay where they are, and the pointer is to them. */
const void *checkpoint_fields_bytes(struct checkpoint_fields *f, const void *bytes, size_t size);

/* A whole number of at most `most`; 0 after a failure. */
void checkpoint_fields_whole(struct checkpoint_fields *f, uint64_t *value, uint64_t most);

/* A summary with binades for the ideal reference, that exist in both directions; the own formula's has none. */
void checkpoint_fields_summary(struct checkpoint_fields *f, struct summary *summary);

#endif
