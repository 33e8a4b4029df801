/* verify.h -- what `ganloss verify` is asked for. */
#ifndef GANLOSS_HARNESS_COMMANDS_VERIFY_H
#define GANLOSS_HARNESS_COMMANDS_VERIFY_H

#include "harness/cli/cli.h"

struct verify_options {
    struct common common;
    int level;
    unsigned long seed, jobs, shard, shards;
    double budget; /* seconds of the search, 0: not given */
    unsigned long rounds;
    const char *save, *against, *worst, *resume;
    bool keep, modes;
    char **selectors;
    size_t selector_count;
};

extern const struct argp verify_argp; /* fills a struct verify_options */

#endif
