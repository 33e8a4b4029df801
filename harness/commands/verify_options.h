/* verify_options.h -- what `ganloss verify` is asked for. */
#ifndef GANLOSS_HARNESS_COMMANDS_VERIFY_OPTIONS_H
#define GANLOSS_HARNESS_COMMANDS_VERIFY_OPTIONS_H

#include "harness/base/fail.h"
#include "harness/cli/cli.h"

#include <stdbool.h>

struct verify_options {
    struct common common;
    int level;
    unsigned long seed, positions, jobs, shard, shards;
    double budget; /* seconds of the search, 0: not given */
    unsigned long rounds;
    const char *save, *against, *worst, *resume, *same_as;
    bool keep, modes, estimate;
    double max_ulp;   /* 0: not given */
    unsigned fail_on; /* a set of record/fail_on.h */
};

extern const struct cli_command verify_options_command; /* fills a struct verify_options */

/* Whether the options go together; says which do not. */
enum status verify_options_check(const struct verify_options *options);

#endif
