/* searched.h -- how far a kernel was searched: what tells a record of a search from one of every input. */
#ifndef GANLOSS_HARNESS_RECORD_SEARCHED_H
#define GANLOSS_HARNESS_RECORD_SEARCHED_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

enum { BRANCH_POINTS = 64 };

struct searched {
    uint64_t searches; /* that were merged; 0: this is none */
    uint64_t rounds;   /* of all of them, the last one whole unless the run was interrupted */
    uint64_t evaluations, audited;
    double
        branch_point[BRANCH_POINTS]; /* found by the search itself, in order; as many as there is room for */
    size_t branch_points;
};

/* Adds a branch point, once. */
void searched_add_point(struct searched *searched, double x);

/* Adds a shard's search: numbers add up, branch points are united. */
void searched_merge(struct searched *to, const struct searched *from);

/* {"rounds", "searches", "evaluations", "audited", "branch_points": [hex floats]} and back; all zero for
 * anything else.
 */
json_t *searched_json(const struct searched *searched);
struct searched searched_parse(const json_t *object);

#endif
