/* searched.h -- how far a kernel was searched: what tells a record of a search from one of every input. */
#ifndef GANLOSS_SEARCHED_H
#define GANLOSS_SEARCHED_H

#include <jansson.h>
#include <stdint.h>

struct searched {
    uint64_t rounds; /* 0: no search */
    uint64_t evaluations, audited;
    uint64_t branch_points; /* that the search found by itself */
};

/* Adds a shard's search: rounds, evaluations and audits add up; the branch points are largely the same ones,
   of which the larger number is kept. */
void searched_merge(struct searched *to, const struct searched *from);

/* {"rounds", "evaluations", "audited", "branch_points"} and back; all zero for anything else. */
json_t *searched_json(const struct searched *searched);
struct searched searched_parse(const json_t *object);

#endif
