/* nodes.h -- the same bench on several nodes, a rank on each (harness/ranks): how they differ from the first. */
#ifndef GANLOSS_HARNESS_BENCH_NODES_H
#define GANLOSS_HARNESS_BENCH_NODES_H

#include "harness/base/fail.h"
#include "harness/bench/bench.h"

#include <stdio.h>

/* Before anything is timed: all ranks can begin, and no two are on one node, where they would disturb each other. */
enum status bench_nodes_agree(enum status status);

struct bench_nodes {
    struct bench_node *at; /* each but the leader's, in their order */
    size_t count;
};

/* Called by all ranks when their rows are measured; the leader has them. */
void bench_nodes_gather(struct bench_nodes *nodes, const struct bench *bench);
void bench_nodes_free(struct bench_nodes *nodes);

/* A line for each node: how much longer than the leader's the median of its rows takes, and the least and most. */
void bench_nodes_print(FILE *to, const struct bench_nodes *nodes);

/* [{"node", "rows", "percent", "least_percent", "most_percent"}]; null where no row was measured on both. */
json_t *bench_nodes_json(const struct bench_nodes *nodes);

#endif
