/* inputs.h -- what a level of verify judges a term on, in a fixed order, cut into parts: what files of
   inputs hold, and by what answers are compared.

   Levels quick and full: the cases (inputs/cases.h), the worst known first. Level exhaustive, f32: the
   floats of the shard's chunks (exhaustive/lots.h), label after label; then, in parts of their own, the
   cases of level full, which verify judges there as well. */
#ifndef GANLOSS_HARNESS_GRADE_INPUTS_H
#define GANLOSS_HARNESS_GRADE_INPUTS_H

#include "harness/base/fail.h"
#include "harness/exhaustive/lots.h"
#include "harness/inputs/cases.h"
#include "harness/inputs/worst.h"
#include "harness/selection/group.h"

#include <stdbool.h>

/* Elements of a part: 64 MiB of floats unless asked otherwise. */
enum { INPUTS_PART_LEAST = 1 << 10, INPUTS_PART_USUAL = 1 << 24, INPUTS_PART_MOST = 1 << 28 };

struct inputs_asked {
    const struct term *term;
    const struct format *format;
    enum level level;
    uint64_t seed;
    size_t shard, shards; /* of verify's, from 0 */
    size_t part;          /* elements of a part, but of the last of its kind */
};

struct inputs {
    struct inputs_asked asked;
    struct group group; /* what the exact values are, without members */
    double sign;        /* of the term's, beside those of the group's formula */
    struct lots lots;
    uint64_t floats;    /* those of the lots; 0 at other levels */
    struct cases cases; /* those of the shard */
    size_t float_parts, parts;
};

/* Whether there are such inputs at all; says why not, STATUS_USAGE. */
enum status inputs_check(const struct inputs_asked *asked);

/* Makes them, of what was checked. They stay where they are: parts of them point to others. */
void inputs_make(struct inputs *inputs, const struct inputs_asked *asked, const struct worst *worst);
void inputs_free(struct inputs *inputs);

/* A part: elements start .. start + count - 1 of the floats, or of the cases. */
struct inputs_part {
    bool floats;
    uint64_t start;
    size_t count;
};
struct inputs_part inputs_part(const struct inputs *inputs, size_t part);

/* Elements in all parts, and in those before one. */
uint64_t inputs_count(const struct inputs *inputs);
uint64_t inputs_before(const struct inputs *inputs, size_t part);

/* Fills x[n], and y[n] where the term takes labels, in the format, from an element of the part on. */
void inputs_fill(const struct inputs *inputs, const struct inputs_part *part, size_t from, size_t n, void *x,
                 void *y);

/* The name of a part's files: "00000.npy". */
enum { INPUTS_NAME = 32 };
void inputs_name(char name[INPUTS_NAME], size_t part);

#endif
