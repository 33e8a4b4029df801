/* options.h -- a command's options as the rows of a table: name, help, and the field that takes the value. */
#ifndef GANLOSS_HARNESS_CLI_OPTIONS_H
#define GANLOSS_HARNESS_CLI_OPTIONS_H

#include <argp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum cli_kind { CLI_IS_FLAG, CLI_IS_TEXT, CLI_IS_UNSIGNED, CLI_IS_POSITIVE, CLI_IS_CHOICE, CLI_IS_OTHER };

/* A row. The last of a table has no name. */
struct cli_option {
    const char *name;
    const char *value; /* as the help calls it; NULL: it takes none */
    const char *help;  /* NULL: the option is hidden */

    /* What follows is written by one of the macros below. */
    enum cli_kind kind;
    size_t place; /* of the field, in the struct with the options */
    unsigned long low, high;
    double most;
    const char *const *names;
    int first;
    bool (*read)(const char *option, char *text, void *options);

    char letter; /* its short name; 0: none */
};

/* The place of a field, which has to be of the type that is written to it. */
#define CLI_PLACE(type, options, field)                                                                      \
    .place = offsetof(options, field) + 0 * sizeof _Generic(&((options *)0)->field, type * : 1)

/* Sets a bool. */
#define CLI_FLAG(options, field) .kind = CLI_IS_FLAG, CLI_PLACE(bool, options, field)

/* The text itself, as a const char *. */
#define CLI_TEXT(options, field) .kind = CLI_IS_TEXT, CLI_PLACE(const char *, options, field)

/* A whole number, as an unsigned long; a positive one up to `upto`, as a double. */
#define CLI_UNSIGNED(options, field, least, most)                                                            \
    .kind = CLI_IS_UNSIGNED, CLI_PLACE(unsigned long, options, field), .low = (least), .high = (most)
#define CLI_POSITIVE(options, field, upto)                                                                   \
    .kind = CLI_IS_POSITIVE, CLI_PLACE(double, options, field), .most = (upto)

/* Seconds, as a double: some thirty years, and as whole nanoseconds still a number of 64 bits. */
#define CLI_SECONDS(options, field) CLI_POSITIVE(options, field, 1e9)

/* A seed: one that a document can hold, whose whole numbers have a sign. */
#define CLI_SEED(options, field) CLI_UNSIGNED(options, field, 0, INT64_MAX)

/* One of the names in `list`, which ends with NULL, as an int; `number` is that of its first. */
#define CLI_CHOICE(options, field, list, number)                                                             \
    .kind = CLI_IS_CHOICE, CLI_PLACE(int, options, field), .names = (list), .first = (number)

/* Whatever function(option, text, options) makes of it; it returns false when it has said that it is bad. */
#define CLI_OTHER(function) .kind = CLI_IS_OTHER, .read = (function)

/* --jobs, into the field `jobs`: 0 where it is not given. */
#define CLI_JOBS(options)                                                                                    \
    {                                                                                                        \
        "jobs", "N", "Threads (default: one per core)", CLI_UNSIGNED(options, jobs, 1, 1024)                 \
    }

/* A command: its options, and those that it shares with others, in the struct at `shared_at` of its own. */
struct cli_command {
    const struct cli_option *options, *shared; /* NULL: none */
    size_t shared_at;
    const char *operands, *help; /* as argp takes them */
};

/* All of them for argp; freed by the caller. */
struct argp_option *cli_argp_options(const struct cli_command *command);

/* Takes the option with this key of argp's into the struct `options`. False: it was bad, and that was said. */
bool cli_take_option(const struct cli_command *command, int key, char *text, void *options);

/* Whether one of the command's options has this key. */
bool cli_has_option(const struct cli_command *command, int key);

#endif
