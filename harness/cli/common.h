/* common.h -- the options that every command takes. */
#ifndef GANLOSS_HARNESS_CLI_COMMON_H
#define GANLOSS_HARNESS_CLI_COMMON_H

#include "harness/cli/options.h"

#include <stdbool.h>
#include <stddef.h>

enum text_format { TEXT, JSON, TSV };

/* Their values, and the operands; each command's own options start with this struct. */
struct common {
    enum text_format format; /* --format text|json, and tsv for those that say so: */
    bool tables;             /* this command can print TSV; set before cli_parse */
    bool quiet, verbose;
    bool help, version; /* asked for: nothing behind them is read */
    char **operands;
    size_t operand_count;
};

/* Their table, which fills a struct common. */
extern const struct cli_command cli_common_command;

/* What --format takes, with tables or without; ends with NULL. */
const char *const *cli_common_formats(bool tables);

#endif
