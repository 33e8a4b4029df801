#include "harness/cli/common.h"

#include "harness/base/terminal.h"
#include "harness/cli/values.h"
#include "harness/machine/start.h"

#include <stdlib.h>

const char *const *cli_common_formats(bool tables)
{
    static const char *const two[] = {"text", "json", NULL}, *const three[] = {"text", "json", "tsv", NULL};
    return tables ? three : two;
}

static bool read_format(const char *option, char *text, void *options)
{
    struct common *common = options;
    int choice;
    if (!cli_choice(option, text, cli_common_formats(common->tables), &choice))
        return false;
    common->format = (enum text_format)choice;
    return true;
}

static const char *const colors[] = {"auto", "always", "never", NULL};

static bool read_color(const char *option, char *text, void *options)
{
    int choice;
    (void)options;
    if (!cli_choice(option, text, colors, &choice))
        return false;
    terminal_set_color((enum terminal_color)choice);
    return true;
}

/* Found out once per process, after this. */
static bool read_isa(const char *option, char *text, void *options)
{
    (void)option;
    (void)options;
    setenv("GANLOSS_ISA", text, 1);
    return start_isa() == STATUS_OK;
}

/* Whatever stands behind these two is not looked at. */
static bool read_help(const char *option, char *text, void *options)
{
    (void)option;
    (void)text;
    ((struct common *)options)->help = true;
    return false;
}

static bool read_version(const char *option, char *text, void *options)
{
    (void)option;
    (void)text;
    ((struct common *)options)->version = true;
    return false;
}

static const struct cli_option rows[] = {
    {"format", "FORMAT", "text or json, or where the command prints a table tsv (default: text)",
     CLI_OTHER(read_format)},
    {"quiet", NULL, "Print results and errors only", CLI_FLAG(struct common, quiet), .letter = 'q'},
    {"verbose", NULL, "Print more", CLI_FLAG(struct common, verbose), .letter = 'v'},
    {"color", "WHEN",
     "Red what failed, yellow what is unfinished, bold what to read first: auto (on a terminal, unless NO_COLOR is set), "
     "always or never (default: auto)",
     CLI_OTHER(read_color), .names = colors},
    {"isa", "any|avx2|avx512",
     "At most this instruction set: any, avx2 or avx512 (default: GANLOSS_ISA, or the CPU's)",
     CLI_OTHER(read_isa)},
    {"help", NULL, "Print this help", CLI_OTHER(read_help), .letter = 'h'},
    {"version", NULL, "Print the version", CLI_OTHER(read_version)},
    {0},
};

const struct cli_command cli_common_command = {.options = rows};
