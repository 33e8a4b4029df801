#include "harness/bench/nodes.h"

#include "harness/base/allocate.h"
#include "harness/base/json.h"
#include "harness/base/stats.h"
#include "harness/ranks/agree.h"
#include "harness/ranks/ranks.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { HOST = 65 };

struct bench_node {
    char host[HOST];
    struct spread percent; /* of the rows that were measured there and here */
};

struct hosts {
    char at[HOST]; /* the leader's */
    char (*other)[HOST];
    size_t count;
    bool shared;
    char twice[HOST];
};

static void find_host(char host[HOST])
{
    memset(host, 0, HOST);
    gethostname(host, HOST - 1);
}

static void hear_host(void *to, const void *bytes, size_t size)
{
    struct hosts *hosts = to;
    char host[HOST];
    memcpy(host, bytes, size < HOST ? size : HOST);
    bool known = strcmp(host, hosts->at) == 0;
    for (size_t i = 0; i < hosts->count; i++)
        known = known || strcmp(host, hosts->other[i]) == 0;
    if (known)
        memcpy(hosts->twice, host, HOST);
    hosts->shared = hosts->shared || known;
    hosts->other = allocate_again(hosts->other, hosts->count + 1, HOST);
    memcpy(hosts->other[hosts->count++], host, HOST);
}

enum status bench_nodes_agree(enum status status)
{
    struct hosts hosts = {0};
    if (ranks_count() == 1)
        return status;
    status = ranks_agree(status, NULL, NULL);
    if (status != STATUS_OK)
        return status;
    find_host(hosts.at);
    ranks_gather(hosts.at, HOST, hear_host, &hosts);
    free(hosts.other);
    if (hosts.shared)
        status = fail(STATUS_USAGE,
                      "two ranks on %s would disturb each other's timing: mpirun --map-by ppr:1:node",
                      hosts.twice);
    ranks_share(&status, sizeof status);
    return status;
}

/* The ns per call of each row; 0: not measured. */
static double *medians(const struct bench *bench)
{
    double *median = allocate(bench->count, sizeof *median);
    for (size_t i = 0; i < bench->count; i++) {
        struct bench_row row = bench->rows[i];
        median[i] = row.samples > 0 ? stats_spread(row.samples, row.ns).median : 0;
    }
    return median;
}

struct gathering {
    struct bench_nodes *nodes;
    const double *here;
    size_t rows;
};

/* A host, then its medians: of the same rows, since all ranks were asked for the same. */
static void hear_node(void *to, const void *bytes, size_t size)
{
    struct gathering *g = to;
    struct bench_node node;
    double *percent = allocate(g->rows + 1, sizeof *percent), there;
    size_t rows = 0;
    memcpy(node.host, bytes, HOST);
    for (size_t i = 0; i < g->rows && HOST + (i + 1) * sizeof there <= size; i++) {
        memcpy(&there, (const char *)bytes + HOST + i * sizeof there, sizeof there);
        if (there > 0 && g->here[i] > 0)
            percent[rows++] = 100 * (there / g->here[i] - 1);
    }
    node.percent = stats_spread(rows, percent);
    free(percent);
    g->nodes->at = allocate_again(g->nodes->at, g->nodes->count + 1, sizeof node);
    g->nodes->at[g->nodes->count++] = node;
}

void bench_nodes_gather(struct bench_nodes *nodes, const struct bench *bench)
{
    *nodes = (struct bench_nodes){0};
    if (ranks_count() == 1)
        return;
    double *here = medians(bench);
    size_t size = HOST + bench->count * sizeof *here;
    char *bytes = allocate(1, size);
    find_host(bytes);
    memcpy(bytes + HOST, here, bench->count * sizeof *here);
    ranks_gather(bytes, size, hear_node, &(struct gathering){nodes, here, bench->count});
    free(bytes);
    free(here);
}

void bench_nodes_free(struct bench_nodes *nodes)
{
    free(nodes->at);
    *nodes = (struct bench_nodes){0};
}

void bench_nodes_print(FILE *to, const struct bench_nodes *nodes)
{
    char host[HOST];
    find_host(host);
    for (size_t i = 0; i < nodes->count; i++) {
        const struct bench_node *node = &nodes->at[i];
        if (node->percent.count == 0)
            fprintf(to, "node %s: no row was measured there and on %s\n", node->host, host);
        else
            fprintf(to, "node %s takes %+.1f %% against %s, median of %zu rows; from %+.1f to %+.1f %%\n",
                    node->host, node->percent.median, host, node->percent.count, node->percent.min,
                    node->percent.max);
    }
}

json_t *bench_nodes_json(const struct bench_nodes *nodes)
{
    json_t *array = json_array();
    for (size_t i = 0; i < nodes->count; i++) {
        const struct bench_node *node = &nodes->at[i];
        json_array_append_new(array, json_pack("{s:o, s:I, s:o, s:o, s:o}", "node", json_name(node->host),
                                               "rows", (json_int_t)node->percent.count, "percent",
                                               json_number_or_null(node->percent.median), "least_percent",
                                               json_number_or_null(node->percent.min), "most_percent",
                                               json_number_or_null(node->percent.max)));
    }
    return array;
}
