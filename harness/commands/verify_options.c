/* verify_options.c -- the command's options, and what they say of themselves. */
#include "harness/commands/verify_options.h"

#include "harness/cli/options.h"
#include "harness/cli/shard.h"
#include "harness/cli/values.h"
#include "harness/foreign/foreign.h"
#include "harness/gate/gate.h"
#include "harness/inputs/cases.h"
#include "harness/record/fail_on.h"

static bool read_shard(const char *option, char *text, void *options)
{
    struct verify_options *o = options;
    return cli_shard(option, text, &o->shard, &o->shards);
}

static bool read_fail_on(const char *option, char *text, void *options)
{
    struct verify_options *o = options;
    return fail_on_read(&o->fail_on, option, text);
}

static const struct cli_option options[] = {
    {"level", "quick|full|exhaustive",
     "How many inputs (default: quick, seconds; full, minutes; exhaustive: of f32 kernels all 2^32 floats, a "
     "minute and more for each; f64 kernels are searched for their largest errors, which gives lower bounds)",
     CLI_CHOICE(struct verify_options, level, level_names, 0)},
    {"seed", "N", "Seed of the random inputs (default: 1)", CLI_SEED(struct verify_options, seed)},
    FOREIGN_OPTIONS,
    GATE_OPTIONS,
    CLI_JOBS(struct verify_options),
    {"shard", "I/N",
     "Do the I-th of N parts of the inputs, I from 1; `ganloss merge` joins them. Of f64 at level exhaustive "
     "each shard is a search of its own, with other random inputs. " CLI_SHARD_AUTO,
     CLI_OTHER(read_shard)},
    {"positions", "N",
     "Level exhaustive: try each input at N lanes of a vector besides, of 16 (16: at every one); each costs as much as "
     "the kernel",
     CLI_UNSIGNED(struct verify_options, positions, 0, 16)},
    {"resume", "FILE",
     "Level exhaustive: keep a checkpoint of the f32 part in FILE, every few seconds; if FILE is there, go "
     "on from it",
     CLI_TEXT(struct verify_options, resume)},
    {"budget", "S",
     "Search all f64 kernels for S seconds, one round at the least (level exhaustive; default: 60)",
     CLI_SECONDS(struct verify_options, budget)},
    {"rounds", "N",
     "Search N rounds instead, however long they take: what a run with --budget did is repeated exactly",
     CLI_UNSIGNED(struct verify_options, rounds, 1, 1000000000)},
    {"save", "FILE", "Write the result document, with the curves for the charts, to FILE",
     CLI_TEXT(struct verify_options, save)},
    {"against", "FILE",
     "Compare with a stored result document of the same level and seed; a kernel that got worse is a failure",
     CLI_TEXT(struct verify_options, against)},
    {"estimate", NULL,
     "Say what the run would take, and do nothing else: inputs, CPU time, wall time on --jobs threads (of a larger machine, "
     "too), memory and files, by doing and timing a small part of it, for seconds",
     CLI_FLAG(struct verify_options, estimate)},
    {"max-ulp", "N",
     "A loss or gradient that is off by more than N ulps fails any kernel, and so does every class of failure, bound or not",
     CLI_POSITIVE(struct verify_options, max_ulp, 1e300)},
    {"fail-on", "CLASS,...",
     "What fails any kernel it is met in, bound or not: of nan, overflow, bounded, vanished, sign, zero-sign, lost and "
     "position (results depend on their place)",
     CLI_OTHER(read_fail_on)},
    {"same-as", "KERNEL",
     "Each selected kernel must give the very bits that KERNEL gives (NaNs are alike), on the inputs of the level: of f32 at "
     "level exhaustive, on every float",
     CLI_TEXT(struct verify_options, same_as)},
    {"worst", "DIR",
     "Judge the worst cases DIR/TERM.wc first (default: tests/worst of the source tree, or what was installed of it)",
     CLI_TEXT(struct verify_options, worst)},
    {"keep", NULL, "Add the inputs of new maxima to the worst cases", CLI_FLAG(struct verify_options, keep)},
    {"modes", NULL,
     "Also run under each rounding mode, and watch the invalid and divide-by-zero flags: reported, no "
     "failure",
     CLI_FLAG(struct verify_options, modes)},
    {0},
};

enum status verify_options_check(const struct verify_options *o)
{
    if (o->against && o->shards > 1)
        return fail(STATUS_USAGE,
                    "--against compares whole runs, not a --shard; merge the shards of both and "
                    "compare those");
    if (o->same_as && o->shards > 1)
        return fail(STATUS_USAGE, "--same-as compares on all inputs of a level, not on a --shard of them");
    if (o->budget > 0 && o->rounds > 0)
        return fail(STATUS_USAGE, "--budget and --rounds both say when the search ends; give one of them");
    if (o->level != EXHAUSTIVE && o->resume)
        return fail(STATUS_USAGE, "--resume goes with --level exhaustive");
    if (o->level != EXHAUSTIVE && o->positions > 0)
        return fail(STATUS_USAGE, "--positions goes with --level exhaustive");
    if (o->level == EXHAUSTIVE && o->modes)
        return fail(STATUS_USAGE, "--modes goes with the levels quick and full");
    if (o->level != EXHAUSTIVE && (o->budget > 0 || o->rounds > 0))
        return fail(STATUS_USAGE,
                    "--budget and --rounds are of the search of f64 kernels, at --level exhaustive");
    if (o->estimate && (o->same_as || o->keep))
        return fail(STATUS_USAGE, "--estimate says nothing of %s", o->keep ? "--keep" : "--same-as");
    if (o->estimate && o->common.format == TSV)
        return fail(STATUS_USAGE, "--estimate has no table: --format text or json");
    if (o->keep && !o->worst)
        return fail(
            STATUS_USAGE,
            "--keep needs --worst DIR here: there is neither a source tree with tests/worst nor an installed copy");
    return STATUS_OK;
}

const struct cli_command verify_options_command = {
    options, NULL, 0, "[SELECTOR...]",
    "Compares kernels with the exact loss and gradient.\vPer kernel and output: the largest error in ulps "
    "with its input as a hex float, and where the result is nan, overflow, bounded (finite for an "
    "infinity), vanished (0 for a number), of the wrong sign, or lost (finite, but without one correct "
    "bit). Exit status 1 when a kernel leaves a declared bound, shows what --fail-on names, differs in a bit from what --same-as names, or with --against got worse: a "
    "larger maximum, more results of a class, more lost or fewer correctly rounded ones, or not there "
    "any more. Where both figures are of every float, a maximum or a number of results that are not correctly rounded may "
    "be larger by up to 5 %, and is told of. With --modes a kernel should keep its bound + 1 ulp under every rounding mode, and raise "
    "invalid or divide-by-zero only outside its domain or at a pole.\n\n"
    "Interrupted (Ctrl-C), a run is INCOMPLETE: of kernels that it was not done with there is no verdict, \"pass\" is null, "
    "and the exit status is 75, or 1 if something had failed by then.\n\n"
    "Examples:\n"
    "  ganloss verify                                       every kernel, quickly\n"
    "  ganloss verify 'nonsaturating.g/*/f32' --level full\n"
    "  ganloss verify --save verify.json && ganloss report verify.json --out page\n"
    "  ganloss verify --against verify.json                 nothing got worse\n"
    "  ganloss verify --plugin ./mine.so --level exhaustive\n"
    "  ganloss verify nonsaturating.g/mine/f32 --plugin ./mine.so --same-as nonsaturating.g/stable/f32\n"
    "  ganloss verify '*/stable/*' --modes\n"
    "  ganloss verify '*/f32' --level exhaustive --shard 1/100 --jobs 64 --estimate\n"
    "  ganloss verify '*/stable/f64' --level exhaustive --budget 300 --keep"};
