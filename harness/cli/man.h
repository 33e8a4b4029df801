/* man.h -- a command's page as a manual page, in the macros of man(7). */
#ifndef GANLOSS_HARNESS_CLI_MAN_H
#define GANLOSS_HARNESS_CLI_MAN_H

#include "harness/cli/page.h"

#include <stdio.h>

/* A heading of a page, with its date (2026-11-28), or of its sections. */
void cli_man_begin(FILE *to, const char *name, const char *summary, const char *date);
void cli_man_section(FILE *to, const char *title);

/* Paragraphs, with empty lines between; lines that begin with a space are commands, and stay as they are; a line
   "Examples:" begins a section of its own. */
void cli_man_text(FILE *to, const char *text);

/* A word or two in bold, and what is to be said of it. */
void cli_man_item(FILE *to, const char *name, const char *text);

/* The whole page of one command; `others`: what to see also, such as "ganloss(1)". */
void cli_man_page(FILE *to, const struct cli_page *page, const char *date, const char *others);

#endif
