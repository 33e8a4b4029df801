/* help.c -- the command: what a command does, for a reader, a manual page or a shell. */
#include "harness/base/allocate.h"
#include "harness/base/nearest.h"
#include "harness/base/terminal.h"
#include "harness/cli/cli.h"
#include "harness/cli/complete.h"
#include "harness/cli/man.h"
#include "harness/cli/values.h"
#include "harness/commands/commands.h"
#include "harness/commands/help_words.h"
#include "harness/selection/selector.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SHELL_NONE, SHELL_BASH, SHELL_ZSH };
static const char *const shells[] = {"bash", "zsh", NULL};

struct help_options {
    struct common common;
    const char *man; /* the date of the page; NULL: it is not asked for */
    int shell;
};

/* Hidden: what installing makes files of. */
static const struct cli_option options[] = {
    {"man", "DATE", NULL, CLI_TEXT(struct help_options, man)},
    {"completion", "bash|zsh", NULL, CLI_CHOICE(struct help_options, shell, shells, SHELL_BASH)},
    {0},
};

static const struct cli_command command = {
    options, NULL, 0, "[COMMAND]",
    "Says what COMMAND does, as ganloss COMMAND --help does; without one, what commands there are; for `selectors`, how kernels "
    "are chosen.\vLines are as wide as the terminal, or as COLUMNS says.\n\n"
    "Examples:\n"
    "  ganloss help verify\n"
    "  ganloss help selectors"};

static const struct command *commands;

void help_begin(const struct command *table)
{
    commands = table;
}

static const char intro[] =
    "Checks GAN loss functions, in float and double, against exact references; times and charts them.\n";

static const char statuses[] =
    "Exit status: 0 all within bounds, 1 a numerical failure, 2 a performance regression, 3 inconclusive (--strict), 64 "
    "usage, 65 malformed data, 66 nothing matched, 69 capability missing, 70 internal error, 74 I/O error, 75 unfinished: "
    "interrupted, or a time budget left something out. Of several, 64 to 74 win, then 1, 2, 75, 3.\n";

static const char examples[] =
    "Examples:\n"
    "  ganloss eval nonsaturating.g -50 17 inf            what each variant returns there\n"
    "  ganloss verify nonsaturating.g --level quick       how wrong, and where\n"
    "  ganloss trace real.npy fake.npy                    a training run, step by step\n"
    "  ganloss bench stable/f32                           what it costs\n";

/* Sets what every command has beside its summary: its table. */
static struct cli_page page_of(const struct command *c)
{
    struct cli_page page = {.name = c->name, .summary = c->summary};
    if (c->run == command_help)
        page.command = &command;
    else
        cli_page_learn(&page, c->run);
    return page;
}

void help_print_all(void)
{
    size_t width = terminal_width(stdout), longest = 0;
    for (const struct command *c = commands; c->name; c++)
        longest = strlen(c->name) > longest ? strlen(c->name) : longest;
    printf("%sUsage: ganloss COMMAND [SELECTOR...] [options]%s\n", terminal_on(stdout, MARK_FIRST),
           terminal_off(stdout));
    terminal_wrap(stdout, intro, width, 0);
    puts("\nCommands:");
    for (const struct command *c = commands; c->name; c++) {
        printf("  %-*s ", (int)longest, c->name);
        terminal_wrap(stdout, c->summary, width - longest - 3, longest + 3);
        putchar('\n');
    }
    putchar('\n');
    terminal_wrap(
        stdout,
        "A SELECTOR is a glob over kernel ids TERM/VARIANT/FORMAT, of which parts may be left out (ganloss help "
        "selectors); quote it. None selects all.\n\n",
        width, 0);
    terminal_wrap(stdout, examples, width, 0);
    terminal_wrap(stdout, "\nganloss help COMMAND tells more.\n", width, 0);
    terminal_wrap(stdout, statuses, width, 0);
}

/* The page of the whole program: what its commands have in common. */
static void print_manual(const char *date)
{
    static const struct {
        const char *name, *what;
    } variables[] = {
        {"COLUMNS", "How wide help is to be, from 40 to 200, where it is not a terminal that says so."},
        {"NO_COLOR", "Set, and not empty: no colour, but with --color always."},
        {"GANLOSS_ISA", "The most that is used of any, avx2 and avx512, as --isa says it."},
        {"GANLOSS_GNUPLOT", "The gnuplot that report runs; default: the first in PATH."},
        {"GANLOSS_GNUPLOT_SECONDS", "How long it may run; default: 60 s, and 5 s for each chart."},
    };
    cli_man_begin(stdout, "ganloss", "check, time and chart GAN loss functions", date);
    cli_man_section(stdout, "synopsis");
    puts("\\fBganloss\\fR \\fICOMMAND\\fR [\\fIOPTION\\fR...] [\\fIOPERAND\\fR...]");
    cli_man_section(stdout, "description");
    cli_man_text(stdout, intro);
    cli_man_section(stdout, "commands");
    for (const struct command *c = commands; c->name; c++) {
        char *name = allocate_text("ganloss-%s", c->name);
        cli_man_item(stdout, name, c->summary);
        free(name);
    }
    cli_man_section(stdout, "selectors");
    cli_man_text(stdout, selector_rules);
    cli_man_section(stdout, "exit status");
    cli_man_text(stdout, statuses + strlen("Exit status: "));
    cli_man_section(stdout, "environment");
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++)
        cli_man_item(stdout, variables[i].name, variables[i].what);
    cli_man_text(stdout, examples);
    cli_man_section(stdout, "see also");
    for (const struct command *c = commands; c->name; c++)
        printf(".BR ganloss\\-%s (1)%s\n", c->name, c[1].name ? "," : "");
}

static enum status print_completion(int shell)
{
    size_t count = 0;
    while (commands[count].name)
        count++;
    struct cli_page *pages = allocate(count + 1, sizeof *pages);
    const char **names = allocate(count + 1, sizeof *names);
    for (size_t i = 0; i <= count; i++) {
        pages[i] = i < count ? page_of(&commands[i]) : (struct cli_page){0};
        names[i] = commands[i].name;
    }
    struct cli_words *words = help_words_make(names);
    const struct cli_book book = {pages, words};
    (shell == SHELL_BASH ? cli_complete_bash : cli_complete_zsh)(&book);
    help_words_free(words);
    free(names);
    free(pages);
    return STATUS_OK;
}

static enum status print_page(const char *name, const char *man)
{
    char hint[NEAREST_TEXT];
    struct nearest nearest = nearest_begin(name);
    nearest_try(&nearest, "selectors");
    for (const struct command *c = commands; c->name; c++) {
        nearest_try(&nearest, c->name);
        if (strcmp(c->name, name) != 0)
            continue;
        struct cli_page page = page_of(c);
        if (man)
            cli_man_page(stdout, &page, man, ".BR ganloss (1)");
        else
            cli_page_help(&page);
        return STATUS_OK;
    }
    if (strcmp(name, "selectors") != 0 || man)
        return fail(STATUS_USAGE, "unknown command '%s'%s (see ganloss --help)", name,
                    nearest_text(hint, &nearest));
    terminal_wrap(stdout, selector_rules, terminal_width(stdout), 0);
    putchar('\n');
    return STATUS_OK;
}

enum status command_help(int argc, char **argv)
{
    struct help_options o = {.man = NULL};
    enum status status = cli_parse(&command, argc, argv, &o.common);
    if (status != STATUS_OK)
        return status;
    if (o.common.operand_count > 1)
        return fail(STATUS_USAGE, "help takes one COMMAND; '%s' is one too many", o.common.operands[1]);
    if (o.shell != SHELL_NONE)
        return print_completion(o.shell);
    if (o.common.operand_count == 1)
        return print_page(o.common.operands[0], o.man);
    if (o.man)
        print_manual(o.man);
    else
        help_print_all();
    return STATUS_OK;
}
