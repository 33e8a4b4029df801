/* cli.h -- what every command shares: its prototype, its parsing, the common options. */
#ifndef GANLOSS_HARNESS_CLI_CLI_H
#define GANLOSS_HARNESS_CLI_CLI_H

#include "harness/base/fail.h"
#include "harness/cli/options.h"

#include <stdbool.h>
#include <stddef.h>

enum text_format { TEXT, JSON, TSV };

/* The options that every command takes, and its operands; each command's own options start with this struct. */
struct common {
    enum text_format format; /* --format text|json, and tsv for those that say so: */
    bool tables;             /* this command can print TSV; set before cli_parse */
    bool quiet, verbose;
    bool color; /* --color auto|always|never, decided for stdout */
    char **operands;
    size_t operand_count;
};

/* Parses with the command's options, to which the common ones are added; what is left are the operands.
   `input` starts with a struct common; what is not given keeps its value. Negative numbers are operands, not
   options. On a bad option prints one line and returns STATUS_USAGE; --help and --version exit. */
enum status cli_parse(const struct cli_command *command, int argc, char **argv, struct common *input);

/* Prints what --version prints: "ganloss 0.1.0 (1a2b3c4)", the version and what git says of the sources. */
void cli_print_version(void);

#endif
