/* cli.h -- what every command shares: its parsing. */
#ifndef GANLOSS_HARNESS_CLI_CLI_H
#define GANLOSS_HARNESS_CLI_CLI_H

#include "harness/base/fail.h"
#include "harness/cli/common.h"
#include "harness/cli/options.h"

/* Parses with the command's options, to which the common ones are added; what is left are the operands.
   `input` starts with a struct common; what is not given keeps its value. Negative numbers are operands, not
   options. On a bad option prints one line, with the one that may be meant, and returns STATUS_USAGE; --help and
   --version exit. */
enum status cli_parse(const struct cli_command *command, int argc, char **argv, struct common *input);

/* Prints what --version prints: "ganloss 0.1.0 (1a2b3c4)", the version and what git says of the sources. */
void cli_print_version(void);

#endif
