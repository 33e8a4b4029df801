/* lots.h -- which floats are judged together. A lot is a chunk, 2^16 consecutive floats of one sign and binade, at one
   label; a bundle is STRIPS lots of one group, of signs and binades that chance brings together. */
#ifndef GANLOSS_HARNESS_EXHAUSTIVE_LOTS_H
#define GANLOSS_HARNESS_EXHAUSTIVE_LOTS_H

#include "harness/exhaustive/order.h"
#include "harness/judge/plan.h"
#include "harness/selection/group.h"

enum { CHUNK = 1 << 16, CHUNKS = 1 << 16 };

/* Passes over all floats: one, or for terms with labels one for each of cases_labels, and one in which each chunk has a
   label drawn for it. */
int lots_passes(const struct group *group);

struct lot {
    uint32_t chunk;
    double label;
    bool judged; /* else it only keeps the others company, in a bundle that would not be full */
};

/* A group's lots of a shard: lot k of all groups belongs to shard k modulo shards. */
struct lots {
    const struct group *group;
    uint64_t first,
        count; /* the number of its first lot in the shard, less that of the group's first; how many */
    uint64_t stride, seed;
    unsigned bits; /* of the permutation of them */
};

/* Of the group whose first lot has the number `before` among those of all groups. */
struct lots lots_make(const struct group *group, uint64_t before, const struct plan *plan);

/* The lot of a number from 0 on, below lots->count, in the order of the shard's chunks, label after label. */
struct lot lots_at(const struct lots *lots, uint64_t number);

uint64_t lots_bundles(const struct lots *lots);
void lots_bundle(struct lot lot[STRIPS], const struct lots *lots, uint64_t bundle);

#endif
