/* complete.h -- what a shell offers behind `ganloss`: scripts for bash and zsh, made of the commands' pages. */
#ifndef GANLOSS_HARNESS_CLI_COMPLETE_H
#define GANLOSS_HARNESS_CLI_COMPLETE_H

#include "harness/cli/page.h"

/* Names that options and operands take: what they are ("kernels"), and each of them; the last is NULL. */
struct cli_words {
    const char *what;
    const char *const *words;
};

/* All there is to tell of. The last page and the last words have no name. */
struct cli_book {
    const struct cli_page *pages;
    const struct cli_words *words;
};

/* What may stand somewhere: words with spaces between, several of them with commas between where `commas` is set; names of
   files or folders; or what nobody can guess, a number. */
enum cli_offered { CLI_OFFER_NOTHING, CLI_OFFER_WORDS, CLI_OFFER_FILES, CLI_OFFER_FOLDERS };
struct cli_offer {
    enum cli_offered offered;
    bool commas;
    char *words; /* from malloc, or NULL */
};

/* As the value of an option; as an operand of a command. */
struct cli_offer cli_complete_value(const struct cli_shown *option, const struct cli_book *book);
struct cli_offer cli_complete_operand(const struct cli_page *page, const struct cli_book *book);

/* The scripts, to standard output. */
void cli_complete_bash(const struct cli_book *book);
void cli_complete_zsh(const struct cli_book *book);

#endif
