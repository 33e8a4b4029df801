#include "harness/cli/options.h"

#include "harness/base/allocate.h"
#include "harness/cli/values.h"

#include <stdio.h>

enum { FIRST_KEY = 0x2000 }; /* beyond all letters */

static size_t count_rows(const struct cli_option rows[])
{
    size_t count = 0;
    while (rows && rows[count].name)
        count++;
    return count;
}

/* Its own first, then the shared ones; NULL after the last. */
static const struct cli_option *row_at(const struct cli_command *command, size_t i)
{
    size_t own = count_rows(command->options);
    if (i < own)
        return &command->options[i];
    return i - own < count_rows(command->shared) ? &command->shared[i - own] : NULL;
}

static int key_at(const struct cli_command *command, size_t i)
{
    const struct cli_option *row = row_at(command, i);
    return row->letter ? row->letter : FIRST_KEY + (int)i;
}

struct argp_option *cli_argp_options(const struct cli_command *command)
{
    size_t count = count_rows(command->options) + count_rows(command->shared);
    struct argp_option *made = allocate(count + 1, sizeof *made);
    for (size_t i = 0; i < count; i++) {
        const struct cli_option *row = row_at(command, i);
        made[i] = (struct argp_option){
            row->name, key_at(command, i), row->value, row->help ? 0 : OPTION_HIDDEN, row->help, 0};
    }
    made[count] = (struct argp_option){0};
    return made;
}

static bool take(const struct cli_option *row, char *text, char *options)
{
    void *to = options + row->place;
    char option[64];
    snprintf(option, sizeof option, "--%s", row->name);
    switch (row->kind) {
    case CLI_IS_FLAG:
        *(bool *)to = true;
        return true;
    case CLI_IS_TEXT:
        *(const char **)to = text;
        return true;
    case CLI_IS_UNSIGNED:
        return cli_unsigned(option, text, row->low, row->high, to);
    case CLI_IS_POSITIVE:
        return cli_positive(option, text, row->most, to);
    case CLI_IS_CHOICE:
        if (!cli_choice(option, text, row->names, to))
            return false;
        *(int *)to += row->first;
        return true;
    case CLI_IS_OTHER:
        return row->read(option, text, options);
    }
    return false;
}

/* The number of the row with this key; that after the last where there is none. */
static size_t find(const struct cli_command *command, int key)
{
    size_t i = 0;
    while (row_at(command, i) && key_at(command, i) != key)
        i++;
    return i;
}

bool cli_has_option(const struct cli_command *command, int key)
{
    return row_at(command, find(command, key)) != NULL;
}

bool cli_take_option(const struct cli_command *command, int key, char *text, void *options)
{
    size_t i = find(command, key);
    size_t at = i < count_rows(command->options) ? 0 : command->shared_at;
    return take(row_at(command, i), text, (char *)options + at);
}
