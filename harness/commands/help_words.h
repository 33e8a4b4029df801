/* help_words.h -- the names that options and operands take, for completion: of kernels, terms, classes and more. */
#ifndef GANLOSS_HARNESS_COMMANDS_HELP_WORDS_H
#define GANLOSS_HARNESS_COMMANDS_HELP_WORDS_H

#include "harness/cli/complete.h"

/* All lists, from malloc; that of commands is given, and stays the caller's. */
struct cli_words *help_words_make(const char *const *command_names);
void help_words_free(struct cli_words *words);

#endif
