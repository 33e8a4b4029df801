#include "harness/bench/sweep.h"

#include "harness/bench/bench.h"
#include "harness/cli/cli.h"
#include "harness/inputs/lists.h"
#include "harness/machine/machine.h"

#include <stdlib.h>
#include <string.h>

enum { OPTION_BATCH = 0x2001, OPTION_REGIME, OPTION_CACHE, OPTION_SEED };

void sweep_init(struct sweep *sweep, size_t batches, const size_t batch[])
{
    *sweep = (struct sweep){.batches = batches, .level = LEVEL_AUTO, .seed = 1};
    memcpy(sweep->batch, batch, batches * sizeof *batch);
    sweep->regime_name[sweep->regimes++] = "equilibrium";
}

const char *sweep_level_name(int level)
{
    return level == LEVEL_AUTO ? "auto" : memory_level_names[level];
}

static error_t parse(int key, char *text, struct argp_state *state)
{
    static const char *const levels[] = {"auto", "L1", "L2", "L3", "memory", NULL};
    struct sweep *sweep = state->input;
    switch (key) {
    case OPTION_BATCH:
        return list_sizes("--batch", text, SWEEP_BATCH_MAX, SWEEP_BATCHES, sweep->batch, &sweep->batches)
                   ? 0
                   : CLI_REPORTED;
    case OPTION_REGIME:
        return list_regimes("--regime", text, true, SWEEP_REGIMES, sweep->regime_name, &sweep->regimes)
                   ? 0
                   : CLI_REPORTED;
    case OPTION_CACHE:
        if (!cli_choice("--cache", text, levels, &sweep->level))
            return CLI_REPORTED;
        sweep->level += LEVEL_AUTO;
        return 0;
    case OPTION_SEED:
        return cli_unsigned("--seed", text, 0, (unsigned long)INT64_MAX, &sweep->seed) ? 0 : CLI_REPORTED;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_option options[] = {
    {"batch", OPTION_BATCH, "LIST", 0, "Batch sizes, with commas between; 2^K too, up to 2^24", 0},
    {"regime", OPTION_REGIME, "LIST", 0,
     "Input regimes, see ganloss list regimes; trace:FILE draws from the logits in a .npy file (default: "
     "equilibrium)",
     0},
    {"cache", OPTION_CACHE, "LEVEL", 0,
     "Where the arrays come from: L1, L2, L3, memory, or auto, the lowest from L2 on that holds them", 0},
    {"seed", OPTION_SEED, "N", 0, "Seed of the inputs (default: 1)", 0},
    {0},
};
const struct argp sweep_argp = {options, parse, NULL, NULL, NULL, NULL, NULL};

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

json_t *sweep_json(const struct sweep *sweep)
{
    json_t *batches = json_array(), *names = json_array();
    for (size_t i = 0; i < sweep->batches; i++)
        json_array_append_new(batches, json_integer((json_int_t)sweep->batch[i]));
    for (size_t i = 0; i < sweep->regimes; i++)
        json_array_append_new(names, json_string(sweep->regime_name[i]));
    return json_pack("{s:o, s:o, s:s, s:I}", "batch", batches, "regime", names, "cache",
                     sweep_level_name(sweep->level), "seed", (json_int_t)sweep->seed);
}
