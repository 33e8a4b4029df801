#include "harness/base/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static enum terminal_color color = TERMINAL_AUTO;

void terminal_set_color(enum terminal_color when)
{
    color = when;
}

static bool is_set(const char *variable)
{
    const char *value = getenv(variable);
    return value && *value;
}

static bool has_color(FILE *to)
{
    const char *kind = getenv("TERM");
    if (to != stdout && to != stderr) /* what is kept in memory goes to a document */
        return false;
    if (color != TERMINAL_AUTO)
        return color == TERMINAL_ALWAYS;
    return isatty(fileno(to)) && !is_set("NO_COLOR") && kind && strcmp(kind, "dumb") != 0;
}

const char *terminal_on(FILE *to, enum terminal_mark mark)
{
    static const char *const codes[MARKS] = {
        [MARK_FAILED] = "\033[31m", [MARK_UNFINISHED] = "\033[33m", [MARK_FIRST] = "\033[1m"};
    return has_color(to) ? codes[mark] : "";
}

const char *terminal_off(FILE *to)
{
    return has_color(to) ? "\033[0m" : "";
}

void terminal_print_verdict(FILE *to, const char *text)
{
    static const struct {
        const char *word;
        enum terminal_mark mark;
    } words[] = {{"FAIL", MARK_FAILED}, {"INCOMPLETE", MARK_UNFINISHED}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t length = strlen(words[i].word);
        if (strncmp(text, words[i].word, length) != 0)
            continue;
        fprintf(to, "%s%s%s", terminal_on(to, words[i].mark), words[i].word, terminal_off(to));
        text += length;
        break;
    }
    fputs(text, to);
}

/* A positive number in a variable; 0: it is none. */
static size_t number_in(const char *variable)
{
    const char *text = getenv(variable);
    char *end;
    long number = text ? strtol(text, &end, 10) : 0;
    return text && *text && *end == '\0' && number > 0 ? (size_t)number : 0;
}

static struct winsize size_of(FILE *to)
{
    struct winsize size = {0};
    if (ioctl(fileno(to), TIOCGWINSZ, &size) != 0)
        memset(&size, 0, sizeof size);
    return size;
}

size_t terminal_width(FILE *to)
{
    size_t width = number_in("COLUMNS");
    width = width > 0 ? width : size_of(to).ws_col;
    width = width > 0 ? width : TERMINAL_USUAL;
    return width < TERMINAL_NARROWEST ? TERMINAL_NARROWEST
           : width > TERMINAL_WIDEST  ? TERMINAL_WIDEST
                                      : width;
}

size_t terminal_lines(FILE *to)
{
    size_t lines = number_in("LINES");
    lines = lines > 0 ? lines : size_of(to).ws_row;
    return lines > 0 ? lines : 24;
}

void terminal_wrap(FILE *to, const char *text, size_t width, size_t indent)
{
    size_t column = 0;
    while (*text) {
        size_t gap = strspn(text, " "), word = strcspn(text + gap, " \n");
        if (column == 0 && gap > 0) { /* to be copied, as it is */
            size_t line = strcspn(text, "\n");
            fwrite(text, 1, line, to);
            text += line;
        } else if (word > 0) {
            bool breaks = column > 0 && column + gap + word > width;
            fprintf(to, breaks ? "\n%*s" : "%*s", breaks ? (int)indent : (int)gap, "");
            fwrite(text + gap, 1, word, to);
            column = breaks ? indent + word : column + gap + word;
            text += gap + word;
        } else {
            text += gap; /* at the end of a line */
        }
        if (*text == '\n') {
            fputc('\n', to);
            column = 0;
            text++;
        }
    }
}
