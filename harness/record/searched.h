/* searched.h -- how far a kernel was searched: what tells a record of a search from one of every input. */
#ifndef GANLOSS_HARNESS_RECORD_SEARCHED_H
#define GANLOSS_HARNESS_RECORD_SEARCHED_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

enum { BRANCH_POINTS = 64, SEARCHED_WIDTHS = 2 };

/* How wide an interval of inputs was not missed, if low <= |s| < high in it, or D or 1 - D: relative to the
   power of two below. */
struct searched_width {
    double low, high;  /* both 0: nothing is said */
    double sure, half; /* found wherever it is; found at one place in two */
};

struct searched {
    uint64_t searches; /* that were merged; 0: this is none */
    uint64_t rounds;   /* of all of them, the last one whole unless the run was interrupted */
    uint64_t evaluations, audited;
    double
        branch_point[BRANCH_POINTS]; /* found by the search itself, in order; as many as there is room for */
    size_t branch_points;
    uint64_t uncounted; /* evaluations at inputs that nobody knows to be new (search/tried.h) */
    struct searched_width width[SEARCHED_WIDTHS]; /* in the middle, where most inputs are; elsewhere */
};

/* Adds a branch point, once. */
void searched_add_point(struct searched *searched, double x);

/* Adds a shard's search: numbers add up, branch points are united; of two widths the narrower holds. */
void searched_merge(struct searched *to, const struct searched *from);

/* {"rounds", "searches", "evaluations", "audited", "branch_points": [hex floats], "uncounted", "widths":
   [{"low", "high": hex floats, "sure", "half"}]} and back; all zero for anything else. */
json_t *searched_json(const struct searched *searched);
struct searched searched_parse(const json_t *object);

#endif
