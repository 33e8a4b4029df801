/* foreign.h -- kernels that come from outside: the options that name their programs, and what opens them. */
#ifndef GANLOSS_HARNESS_FOREIGN_FOREIGN_H
#define GANLOSS_HARNESS_FOREIGN_FOREIGN_H

#include "harness/base/fail.h"
#include "harness/cli/options.h"

#include <stddef.h>

bool foreign_read_exec(const char *option, char *text, void *options);
bool foreign_read_plugin(const char *option, char *text, void *options);
bool foreign_read_timeout(const char *option, char *text, void *options);

/* The rows that a command has which takes foreign kernels. */
#define FOREIGN_OPTIONS                                                                                      \
    {"exec", "COMMAND",                                                                                      \
     "Also the kernels of a program that answers blocks (harness/foreign/README.md has the protocol), run "  \
     "by the shell; may be repeated",                                                                        \
     CLI_OTHER(foreign_read_exec)},                                                                          \
        {"plugin", "FILE", "Also the kernels of a shared library (ganloss.h); may be repeated",              \
         CLI_OTHER(foreign_read_plugin)},                                                                    \
    {                                                                                                        \
        "timeout", "S", "How long such a program may take for one answer (default: 10 s)",                   \
            CLI_OTHER(foreign_read_timeout)                                                                  \
    }

/* The options that name the same programs, each a word from malloc, for another process of this program; returns how
   many. `words` may be NULL: they are only counted. */
size_t foreign_words(char *words[]);

/* Starts every program and plugin that was named and adds its kernels to the catalogue; they end with this program. */
enum status foreign_open(void);

#endif
