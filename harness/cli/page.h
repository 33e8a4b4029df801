/* page.h -- what a command says of itself, in whatever form it is read: --help, a manual page, a shell's completion. All
   of them are made of the table of options that the command parses with. */
#ifndef GANLOSS_HARNESS_CLI_PAGE_H
#define GANLOSS_HARNESS_CLI_PAGE_H

#include "harness/base/fail.h"
#include "harness/cli/options.h"

#include <stdbool.h>
#include <stddef.h>

struct cli_page {
    const char *name, *summary;        /* "verify", and what `ganloss --help` says of it */
    const struct cli_command *command; /* its table, from where it stands */
    bool tables;                       /* it prints TSV, too */
};

/* An option of a page as a reader sees it: of the command, or of all. */
struct cli_shown {
    const char *name, *value, *help;
    char letter;              /* 0: none */
    bool is_common;           /* every command has it */
    const char *const *names; /* the values that there are; NULL: those of no list */
};

/* All but the hidden ones, the command's own first, then the common ones; a row without a name is behind the last. From
   malloc. */
struct cli_shown *cli_page_options(const struct cli_page *page);

/* Fills in command and tables: `run` is called, and ends where it hands them to cli_parse, before all else. False: it
   did not. */
bool cli_page_learn(struct cli_page *page, enum status (*run)(int argc, char **argv));

/* For cli_parse: whether this was all that the command was run for. */
bool cli_page_is_learnt(const struct cli_command *command, bool tables);

/* The page as --help prints it, as wide as the terminal that standard output leads to. */
void cli_page_help(const struct cli_page *page);

/* The parts of `help` (options.h): up to a vertical tab it says what the command does, behind it stands more. Returns the
   second one, or "", and the length of the first. */
const char *cli_page_more(const struct cli_command *command, size_t *first);

#endif
