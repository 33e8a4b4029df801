/* verify_options.c -- the command's options, and what they say of themselves. */
#include "harness/commands/verify.h"

#include "harness/inputs/cases.h"

#include <stdio.h>

enum {
    OPTION_LEVEL = 0x2001,
    OPTION_SEED,
    OPTION_JOBS,
    OPTION_SHARD,
    OPTION_RESUME,
    OPTION_BUDGET,
    OPTION_ROUNDS,
    OPTION_SAVE,
    OPTION_AGAINST,
    OPTION_WORST,
    OPTION_KEEP,
    OPTION_MODES
};

static const struct argp_option options[] = {
    {"level", OPTION_LEVEL, "quick|full|exhaustive", 0,
     "How many inputs (default: quick, seconds; full, minutes; exhaustive: of f32 kernels all 2^32 floats, a "
     "minute and more for each; f64 kernels are searched for their largest errors, which gives lower bounds)",
     0},
    {"seed", OPTION_SEED, "N", 0, "Seed of the random inputs (default: 1)", 0},
    {"jobs", OPTION_JOBS, "N", 0, "Threads (default: one per core)", 0},
    {"shard", OPTION_SHARD, "I/N", 0,
     "Do the I-th of N parts of the inputs, I from 1; `ganloss merge` joins them. Of f64 at level exhaustive "
     "each shard is a search of its own, with other random inputs",
     0},
    {"resume", OPTION_RESUME, "FILE", 0,
     "Level exhaustive: keep a checkpoint of the f32 part in FILE, every few seconds; if FILE is there, go "
     "on from it",
     0},
    {"budget", OPTION_BUDGET, "S", 0,
     "Search all f64 kernels for S seconds, one round at the least (level exhaustive; default: 60)", 0},
    {"rounds", OPTION_ROUNDS, "N", 0,
     "Search N rounds instead, however long they take: what a run with --budget did is repeated exactly", 0},
    {"save", OPTION_SAVE, "FILE", 0, "Write the result document, with the curves for the charts, to FILE", 0},
    {"against", OPTION_AGAINST, "FILE", 0,
     "Compare with a stored result document of the same level and seed; a kernel that got worse is a failure",
     0},
    {"worst", OPTION_WORST, "DIR", 0,
     "Judge the worst cases DIR/TERM.wc first (default: tests/worst of the source tree)", 0},
    {"keep", OPTION_KEEP, NULL, 0, "Add the inputs of new maxima to the worst cases", 0},
    {"modes", OPTION_MODES, NULL, 0,
     "Also run under each rounding mode, and watch the invalid and divide-by-zero flags: reported, no "
     "failure",
     0},
    {0},
};

/* "I/N" */
static bool parse_shard(const char *text, struct verify_options *o)
{
    int end = 0;
    if (sscanf(text, "%4lu/%4lu%n", &o->shard, &o->shards, &end) == 2 && text[end] == '\0' && o->shard >= 1 &&
        o->shard <= o->shards)
        return true;
    cli_bad("--shard takes I/N with 1 <= I <= N <= 9999, not '%s'", text);
    return false;
}

static error_t parse(int key, char *text, struct argp_state *state)
{
    struct verify_options *o = state->input;
    switch (key) {
    case OPTION_LEVEL:
        return cli_choice("--level", text, level_names, &o->level) ? 0 : CLI_REPORTED;
    case OPTION_SEED:
        return cli_unsigned("--seed", text, 0, ~0UL, &o->seed) ? 0 : CLI_REPORTED;
    case OPTION_JOBS:
        return cli_unsigned("--jobs", text, 1, 1024, &o->jobs) ? 0 : CLI_REPORTED;
    case OPTION_SHARD:
        return parse_shard(text, o) ? 0 : CLI_REPORTED;
    case OPTION_RESUME:
        o->resume = text;
        return 0;
    case OPTION_BUDGET:
        return cli_positive("--budget", text, &o->budget) ? 0 : CLI_REPORTED;
    case OPTION_ROUNDS:
        return cli_unsigned("--rounds", text, 1, 1000000000, &o->rounds) ? 0 : CLI_REPORTED;
    case OPTION_SAVE:
        o->save = text;
        return 0;
    case OPTION_AGAINST:
        o->against = text;
        return 0;
    case OPTION_WORST:
        o->worst = text;
        return 0;
    case OPTION_KEEP:
        o->keep = true;
        return 0;
    case OPTION_MODES:
        o->modes = true;
        return 0;
    case ARGP_KEY_END:
        if (o->against && o->shards > 1)
            return cli_bad(
                "--against compares whole runs, not a --shard; merge the shards of both and compare those");
        if (o->budget > 0 && o->rounds > 0)
            return cli_bad("--budget and --rounds both say when the search ends; give one of them");
        if (o->level != EXHAUSTIVE && o->resume)
            return cli_bad("--resume goes with --level exhaustive");
        if (o->level == EXHAUSTIVE && o->modes)
            return cli_bad("--modes goes with the levels quick and full");
        if (o->level != EXHAUSTIVE && (o->budget > 0 || o->rounds > 0))
            return cli_bad("--budget and --rounds are of the search of f64 kernels, at --level exhaustive");
        if (o->keep && !o->worst)
            return cli_bad("--keep needs --worst DIR here: there is no source tree with tests/worst");
        return 0;
    case ARGP_KEY_ARGS:
        return cli_operands(state, &o->selectors, &o->selector_count);
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

const struct argp verify_argp = {
    options,
    parse,
    "[SELECTOR...]",
    "Compares kernels with the exact loss and gradient.\vPer kernel and output: the largest error in ulps "
    "with its input as a hex float, and where the result is nan, overflow, bounded (finite for an "
    "infinity), vanished (0 for a number), of the wrong sign, or lost (finite, but without one correct "
    "bit). Exit status 1 when a kernel leaves its declared bound, or with --against when one got worse: a "
    "larger maximum, more failures of a class, more lost or fewer correctly rounded results, or not there "
    "any more. With --modes a kernel should keep its bound + 1 ulp under every rounding mode, and raise "
    "invalid or divide-by-zero only outside its domain or at a pole.\n\n"
    "Examples:\n"
    "  ganloss verify                                       every kernel, quickly\n"
    "  ganloss verify 'nonsaturating.g/*/f32' --level full\n"
    "  ganloss verify --save verify.json && ganloss report verify.json --out page\n"
    "  ganloss verify --against verify.json                 nothing got worse\n"
    "  ganloss verify '*/stable/*' --modes\n"
    "  ganloss verify '*/stable/f64' --level exhaustive --budget 300 --keep",
    NULL,
    NULL,
    NULL};
