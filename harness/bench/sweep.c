#include "harness/bench/sweep.h"

#include "harness/bench/bench.h"
#include "harness/inputs/lists.h"
#include "harness/machine/machine.h"

#include <stdlib.h>
#include <string.h>

void sweep_init(struct sweep *sweep, size_t batches, const size_t batch[])
{
    *sweep = (struct sweep){.batches = batches, .level = LEVEL_AUTO, .seed = 1};
    memcpy(sweep->batch, batch, batches * sizeof *batch);
    sweep->regime_name[sweep->regimes++] = "equilibrium";
}

const char *sweep_level_name(int level)
{
    return level == LEVEL_AUTO ? "auto" : machine_level_names[level];
}

static bool read_batch(const char *option, char *text, void *options)
{
    struct sweep *sweep = options;
    return list_sizes(option, text, SWEEP_BATCH_MAX, SWEEP_BATCHES, sweep->batch, &sweep->batches);
}

static bool read_regime(const char *option, char *text, void *options)
{
    struct sweep *sweep = options;
    return list_regimes(option, text, true, SWEEP_REGIMES, sweep->regime_name, &sweep->regimes);
}

static const char *const levels[] = {"auto", "L1", "L2", "L3", "memory", NULL};

const struct cli_option sweep_options[] = {
    {"batch", "LIST", "Batch sizes, with commas between; 2^K too, up to 2^24", CLI_OTHER(read_batch)},
    {"regime", "LIST",
     "Input regimes, see ganloss list regimes; trace:FILE draws from the logits in a .npy file (default: "
     "equilibrium)",
     CLI_OTHER(read_regime)},
    {"cache", "LEVEL",
     "Where the arrays come from: L1, L2, L3, memory, or auto, the lowest from L2 on that holds them",
     CLI_CHOICE(struct sweep, level, levels, LEVEL_AUTO)},
    {"seed", "N", "Seed of the inputs (default: 1)", CLI_SEED(struct sweep, seed)},
    {0},
};

enum status sweep_open(struct sweep *sweep)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < sweep->regimes && status == STATUS_OK; i++)
        if (regime_is_trace(sweep->regime_name[i]))
            status = regime_open_trace(&sweep->regime[i], sweep->regime_name[i]);
        else
            sweep->regime[i] = regime_find(sweep->regime_name[i]);
    return status;
}

void sweep_close(struct sweep *sweep)
{
    for (size_t i = 0; i < sweep->regimes; i++)
        if (sweep->regime[i] && sweep->regime[i]->trace)
            regime_close_trace(sweep->regime[i]);
}

/* What each recording held that inputs were drawn from; NULL where there is none. */
static json_t *traces_json(const struct sweep *sweep)
{
    json_t *hashes = NULL;
    for (size_t i = 0; i < sweep->regimes; i++) {
        const char *hash = sweep->regime[i] ? sweep->regime[i]->hash : ""; /* NULL before sweep_open */
        if (*hash && !hashes)
            hashes = json_object();
        if (*hash)
            json_object_set_new(hashes, sweep->regime_name[i], json_string(hash));
    }
    return hashes;
}

json_t *sweep_json(const struct sweep *sweep)
{
    json_t *batches = json_array(), *names = json_array();
    for (size_t i = 0; i < sweep->batches; i++)
        json_array_append_new(batches, json_integer((json_int_t)sweep->batch[i]));
    for (size_t i = 0; i < sweep->regimes; i++)
        json_array_append_new(names, json_string(sweep->regime_name[i]));
    return json_pack("{s:o, s:o, s:s, s:I, s:o*}", "batch", batches, "regime", names, "cache",
                     sweep_level_name(sweep->level), "seed", (json_int_t)sweep->seed, "trace_hash",
                     traces_json(sweep));
}
