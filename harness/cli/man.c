#include "harness/cli/man.h"

#include "harness/base/allocate.h"
#include "harness/base/terminal.h"
#include "losses/ganloss.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* What stands for characters that roff prints as others, or takes for its own. */
static const char *escape_of(char c)
{
    switch (c) {
    case '\\':
        return "\\e";
    case '^':
        return "\\(ha";
    case '~':
        return "\\(ti";
    case '\'':
        return "\\(aq";
    case '`':
        return "\\(ga";
    default:
        return NULL;
    }
}

/* The text with these in place; hyphens stay where they join words, and are minus signs in commands, numbers and
   options. */
static char *escaped(const char *text, size_t length, bool is_command)
{
    char *made = allocate(5 * length + 1, 1), *to = made;
    for (size_t i = 0; i < length; i++) {
        char before = (char)(i > 0 ? text[i - 1] : ' ');
        bool begins = i == 0 || before == ' ' || before == '\n', joins = isalpha((unsigned char)before);
        const char *escape = escape_of(text[i]);
        if (text[i] == '-' && (is_command || !joins))
            escape = "\\-";
        if (text[i] == '.' && begins)
            to += sprintf(to, "\\&");
        if (escape)
            to += sprintf(to, "%s", escape);
        else
            *to++ = text[i];
    }
    *to = '\0';
    return made;
}

static void print_escaped(FILE *to, const char *text, size_t length)
{
    char *line = escaped(text, length, false);
    terminal_wrap(to, line, 78, 0);
    fputc('\n', to);
    free(line);
}

/* In capitals, as names of pages and sections are. */
static void print_capitals(FILE *to, const char *text)
{
    for (; *text; text++)
        fputc(toupper((unsigned char)*text), to);
}

void cli_man_section(FILE *to, const char *title)
{
    fputs(".SH ", to);
    print_capitals(to, title);
    fputc('\n', to);
}

void cli_man_begin(FILE *to, const char *name, const char *summary, const char *date)
{
    char *line = allocate_text("%s - %s", name, summary);
    fputs(".\\\" made by `ganloss help --man`\n.TH ", to);
    print_capitals(to, name);
    fprintf(to, " 1 \"%s\" \"ganloss %s\" \"ganloss\"\n.nh\n.ad l\n", date, ganloss_version());
    cli_man_section(to, "name");
    print_escaped(to, line, strlen(line));
    free(line);
}

/* Lines that begin with a space, up to the first that does not; returns where that begins. */
static const char *print_commands(FILE *to, const char *text, bool begins)
{
    fprintf(to, "%s.nf\n.RS 4\n", begins ? "" : ".PP\n");
    while (*text == ' ') {
        size_t length = strcspn(text, "\n"), indent = strspn(text, " ");
        char *line = escaped(text + indent, length - indent, true);
        fprintf(to, "%s\n", line);
        free(line);
        text += length + (text[length] == '\n');
    }
    fputs(".RE\n.fi\n", to);
    return text;
}

void cli_man_text(FILE *to, const char *text)
{
    static const char examples[] = "Examples:\n";
    bool begins = true;
    while (*text) {
        size_t length = strcspn(text, "\n");
        if (strncmp(text, examples, strlen(examples)) == 0) {
            cli_man_section(to, "examples");
            text += strlen(examples);
            begins = true;
        } else if (*text == ' ') {
            text = print_commands(to, text, begins);
            begins = false;
        } else {
            if (length > 0 && !begins)
                fputs(".PP\n", to);
            if (length > 0)
                print_escaped(to, text, length);
            begins = begins && length == 0;
            text += length + (text[length] == '\n');
        }
    }
}

void cli_man_item(FILE *to, const char *name, const char *text)
{
    char *shown = escaped(name, strlen(name), true);
    fprintf(to, ".TP\n\\fB%s\\fR\n", shown);
    print_escaped(to, text, strlen(text));
    free(shown);
}

static void print_option(FILE *to, const struct cli_shown *option)
{
    char *name = escaped(option->name, strlen(option->name), true),
         *value =
             escaped(option->value ? option->value : "", option->value ? strlen(option->value) : 0, true);
    fputs(".TP\n", to);
    if (option->letter)
        fprintf(to, "\\fB\\-%c\\fR, ", option->letter);
    fprintf(to, "\\fB\\-\\-%s\\fR", name);
    if (*value)
        fprintf(to, "=\\fI%s\\fR", value);
    fputc('\n', to);
    print_escaped(to, option->help, strlen(option->help));
    free(name);
    free(value);
}

void cli_man_page(FILE *to, const struct cli_page *page, const char *date, const char *others)
{
    size_t first;
    const char *more = cli_page_more(page->command, &first);
    char *name = allocate_text("ganloss-%s", page->name);
    struct cli_shown *options = cli_page_options(page);
    bool common = false;
    cli_man_begin(to, name, page->summary, date);
    cli_man_section(to, "synopsis");
    char *operands = escaped(page->command->operands ? page->command->operands : "",
                             page->command->operands ? strlen(page->command->operands) : 0, true);
    fprintf(to, "\\fBganloss %s\\fR [\\fIOPTION\\fR...] \\fI%s\\fR\n", page->name, operands);
    cli_man_section(to, "description");
    print_escaped(to, page->command->help, first);
    cli_man_section(to, "options");
    for (const struct cli_shown *o = options; o->name; o++) {
        if (o->is_common && !common)
            fputs(".SS Common options\n", to);
        common = o->is_common;
        print_option(to, o);
    }
    if (*more && strncmp(more, "Examples:", strlen("Examples:")) != 0)
        cli_man_section(to, "notes");
    cli_man_text(to, more);
    cli_man_section(to, "see also");
    fprintf(to, "%s\n", others);
    free(operands);
    free(options);
    free(name);
}
