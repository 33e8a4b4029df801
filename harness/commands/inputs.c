/* inputs.c -- the command: what a level judges a term on, as files for implementations that are not called
   from here. */
#include "harness/cli/options.h"
#include "harness/cli/shard.h"
#include "harness/cli/values.h"
#include "harness/commands/commands.h"

#include "harness/base/interrupt.h"
#include "harness/cli/cli.h"
#include "harness/grade/folder.h"
#include "harness/machine/files.h"
#include "harness/record/result.h"
#include "harness/record/run_key.h"
#include "harness/selection/selector.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct inputs_options {
    struct common common;
    int level;
    unsigned long seed, shard, shards, part;
    const char *worst, *out;
};

static bool read_shard(const char *option, char *text, void *options)
{
    struct inputs_options *o = options;
    return cli_shard(option, text, &o->shard, &o->shards);
}

static const struct cli_option options[] = {
    {"level", "quick|full|exhaustive",
     "How many inputs, as of verify (default: quick; exhaustive: f32 alone)",
     CLI_CHOICE(struct inputs_options, level, level_names, 0)},
    {"seed", "N", "Seed of the random inputs (default: 1)", CLI_SEED(struct inputs_options, seed)},
    {"out", "DIR", "The folder to make: there is none yet, or an empty one",
     CLI_TEXT(struct inputs_options, out)},
    {"shard", "I/N",
     "Write the I-th of N parts of the inputs, I from 1, as verify divides them. " CLI_SHARD_AUTO,
     CLI_OTHER(read_shard)},
    {"part", "N", "Inputs in a file, 2^10 to 2^28 (default: 16777216; level exhaustive: a multiple of 65536)",
     CLI_UNSIGNED(struct inputs_options, part, INPUTS_PART_LEAST, INPUTS_PART_MOST)},
    {"worst", "DIR",
     "Begin with the worst cases DIR/TERM.wc (default: tests/worst of the source tree, or what was installed of it)",
     CLI_TEXT(struct inputs_options, worst)},
    {0},
};

static const struct cli_command command = {
    options, NULL, 0, "TERM/FORMAT",
    "Writes the inputs on which verify judges a term as .npy files, for an implementation that ganloss does not call: "
    "DIR/x/00000.npy and so on, DIR/y/00000.npy likewise for terms with a label, and DIR/manifest.json.\vEach file holds "
    "up to --part inputs in the format (<f4 or <f8), one dimension. Answer each file with one of the same name in another folder, "
    "loss and gradient apart; `ganloss grade` judges them. Level exhaustive writes all 2^32 floats: 17 GB in 256 files, and for "
    "terms with a label, at six labels each, twelve times as much; --shard writes a part of them. A folder appears whole or not "
    "at all.\n\n"
    "Examples:\n"
    "  ganloss inputs nonsaturating.g/f32 --out in\n"
    "  ganloss inputs bce.target/f64 --level full --out in\n"
    "  ganloss inputs nonsaturating.g/f32 --level exhaustive --shard 1/16 --out in"};

/* "TERM/FORMAT" */
static enum status read_operand(struct inputs_asked *asked, const struct inputs_options *o)
{
    if (o->common.operand_count != 1)
        return fail(STATUS_USAGE, "inputs takes one TERM/FORMAT (see ganloss inputs --help)");
    char term[ID_SIZE] = "", hint[NEAREST_TEXT];
    const char *text = o->common.operands[0], *slash = strrchr(text, '/');
    if (slash && (size_t)(slash - text) < sizeof term)
        memcpy(term, text, (size_t)(slash - text));
    asked->term = term_find(term);
    asked->format = slash ? format_find(slash + 1) : NULL;
    if (!asked->term || !asked->format)
        return fail(STATUS_USAGE,
                    "there is no '%s'%s: inputs takes TERM/f32 or TERM/f64 (see ganloss list terms)", text,
                    selector_near_term(hint, text));
    return STATUS_OK;
}

static enum status write_all(const struct inputs_options *o, const struct inputs *inputs,
                             const struct worst *worst)
{
    const struct selection none = {NULL, 0};
    const struct run_asked asked = {.selection = &none, .level = level_names[o->level], .worst = worst};
    json_t *key = run_key_json(&asked);
    struct folder_built built;
    enum status status = folder_check(o->out, inputs);
    interrupt_catch();
    if (status == STATUS_OK)
        status = folder_build(&built, o->out, inputs, json_object_get(key, "worst"), o->common.quiet);
    json_decref(key);
    if (status != STATUS_OK)
        return status;
    if (o->common.format == JSON)
        status = result_write(built.manifest, NULL);
    else
        printf("%s/%s: %llu inputs (level %s, seed %lu) in %zu part%s: %s/" MANIFEST_NAME "\n",
               inputs->asked.term->id, inputs->asked.format->name, (unsigned long long)inputs_count(inputs),
               level_names[o->level], o->seed, inputs->parts, inputs->parts == 1 ? "" : "s", o->out);
    enum status published = folder_publish(&built);
    return status == STATUS_OK ? published : status;
}

enum status command_inputs(int argc, char **argv)
{
    struct inputs_options o = {
        .seed = 1, .shard = 1, .shards = 1, .part = INPUTS_PART_USUAL, .worst = machine_worst_directory()};
    struct inputs_asked asked = {0};
    struct worst worst;
    enum status status = cli_parse(&command, argc, argv, &o.common);
    if (status == STATUS_OK)
        status = read_operand(&asked, &o);
    if (status == STATUS_OK && !o.out)
        status = fail(STATUS_USAGE, "inputs needs --out DIR");
    asked.level = (enum level)o.level;
    asked.seed = o.seed;
    asked.shard = o.shard - 1;
    asked.shards = o.shards;
    asked.part = o.part;
    if (status == STATUS_OK)
        status = inputs_check(&asked);
    if (status == STATUS_OK)
        status = worst_read(&worst, o.worst);
    if (status != STATUS_OK)
        return status;
    struct inputs inputs;
    inputs_make(&inputs, &asked, &worst);
    status = write_all(&o, &inputs, &worst);
    inputs_free(&inputs);
    worst_free(&worst);
    return status;
}
