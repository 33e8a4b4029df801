#include "harness/cli/page.h"

#include "harness/base/allocate.h"
#include "harness/base/terminal.h"
#include "harness/cli/common.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct cli_page *learning; /* NULL: commands do their work */

bool cli_page_learn(struct cli_page *page, enum status (*run)(int argc, char **argv))
{
    static char name[] = "ganloss";
    char *argv[] = {name, NULL};
    page->command = NULL;
    learning = page;
    run(1, argv);
    learning = NULL;
    return page->command != NULL;
}

bool cli_page_is_learnt(const struct cli_command *command, bool tables)
{
    if (!learning)
        return false;
    learning->command = command;
    learning->tables = tables;
    return true;
}

static size_t add_rows(struct cli_shown to[], const struct cli_option rows[], const struct cli_page *page,
                       bool is_common)
{
    size_t count = 0;
    for (const struct cli_option *row = rows; row && row->name; row++) {
        if (!row->help)
            continue;
        bool is_format = is_common && strcmp(row->name, "format") == 0;
        to[count++] = (struct cli_shown){
            row->name,   row->value, row->help,
            row->letter, is_common,  is_format ? cli_common_formats(page->tables) : row->names};
    }
    return count;
}

static size_t count_rows(const struct cli_option rows[])
{
    size_t count = 0;
    while (rows && rows[count].name)
        count++;
    return count;
}

struct cli_shown *cli_page_options(const struct cli_page *page)
{
    const struct cli_option *common = cli_common_command.options;
    const struct cli_command *own = page->command;
    struct cli_shown *all =
        allocate(count_rows(own->options) + count_rows(own->shared) + count_rows(common) + 1, sizeof *all);
    size_t count = add_rows(all, own->options, page, false);
    count += add_rows(all + count, own->shared, page, false);
    count += add_rows(all + count, common, page, true);
    all[count] = (struct cli_shown){0};
    return all;
}

const char *cli_page_more(const struct cli_command *command, size_t *first)
{
    *first = strcspn(command->help, "\v");
    return command->help[*first] ? command->help + *first + 1 : "";
}

/* The options, by argp, in these columns: where there is room, beside what they do, else above it. */
static void print_options(const struct cli_page *page, char *name, size_t width)
{
    struct argp_option *options = cli_argp_options(page->command),
                       *common = cli_argp_options(&cli_common_command);
    const struct argp common_argp = {.options = common};
    const struct argp_child children[] = {{&common_argp, 0, "Common options:", 90}, {0}};
    const struct argp all = {
        .options = options->name ? options : NULL, .args_doc = page->command->operands, .children = children};
    char layout[128];
    snprintf(layout, sizeof layout, "rmargin=%zu,opt-doc-col=%d,usage-indent=8,no-dup-args-note", width - 1,
             width < 60 ? 10 : 29);
    setenv("ARGP_HELP_FMT", layout, 1);
    argp_help(&all, stdout, ARGP_HELP_LONG, name);
    free(options);
    free(common);
}

void cli_page_help(const struct cli_page *page)
{
    size_t width = terminal_width(stdout), first;
    const char *more = cli_page_more(page->command, &first);
    char *description = allocate_text("%.*s\n\n", (int)first, page->command->help);
    char *usage =
        allocate_text("Usage: ganloss %s [OPTION...]%s%s\n", page->name, page->command->operands ? " " : "",
                      page->command->operands ? page->command->operands : "");
    char *name = allocate_text("ganloss %s", page->name);
    fputs(terminal_on(stdout, MARK_FIRST), stdout);
    terminal_wrap(stdout, usage, width, strlen("Usage: "));
    fputs(terminal_off(stdout), stdout);
    terminal_wrap(stdout, description, width, 0);
    print_options(page, name, width);
    if (*more)
        putchar('\n');
    terminal_wrap(stdout, more, width, 0);
    putchar('\n');
    free(name);
    free(usage);
    free(description);
}
