/* Lines that are broken between words, at any width, and how wide a terminal is said to be. */
#include "harness/base/terminal.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static char *wrapped(const char *text, size_t width, size_t indent)
{
    char *made;
    size_t size;
    FILE *to = open_memstream(&made, &size);
    terminal_wrap(to, text, width, indent);
    fclose(to);
    return made;
}

Test(terminal, breaks_between_words)
{
    static const struct {
        const char *text, *wrapped;
        size_t width, indent;
    } known[] = {{"one two three", "one two\nthree", 7, 0},
                 {"one two three", "one\n  two\n  three", 6, 2},
                 {"one two", "one two", 7, 0},
                 {"a\n\nb c", "a\n\nb\nc", 1, 0},
                 {"muchtoolong a", "muchtoolong\na", 4, 0},
                 {"x:\n  a command that stays\nand more", "x:\n  a command that stays\nand\nmore", 4, 0},
                 {"two  spaces", "two  spaces", 11, 0},
                 {"end \nof", "end\nof", 9, 0}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        char *made = wrapped(known[i].text, known[i].width, known[i].indent);
        cr_expect_str_eq(made, known[i].wrapped);
        free(made);
    }
}

Test(terminal, no_word_is_lost_and_no_line_too_wide)
{
    static const char text[] =
        "Damerau and Levenshtein count letters that are left out, put in, replaced or exchanged.";
    for (size_t width = 13; width <= 100; width++) {
        char *made = wrapped(text, width, 2);
        size_t words = 0, column = 0;
        for (const char *c = made; *c; c++) {
            column = *c == '\n' ? 0 : column + 1;
            cr_assert_leq(column, width);
            words += *c != ' ' && *c != '\n' && (c[1] == ' ' || c[1] == '\n' || c[1] == '\0');
        }
        cr_expect_eq(words, 14);
        free(made);
    }
}

Test(terminal, width_has_bounds)
{
    static const struct {
        const char *columns;
        size_t width;
    } known[] = {
        {"100", 100}, {"40", 40}, {"39", 40}, {"200", 200}, {"201", 200}, {"99999999999999999999", 200},
        {"", 80},     {"0", 80},  {"-5", 80}, {"80x", 80}};
    FILE *file = tmpfile(); /* no terminal */
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        setenv("COLUMNS", known[i].columns, 1);
        cr_expect_eq(terminal_width(file), known[i].width, "%s", known[i].columns);
    }
    fclose(file);
}

Test(terminal, colour_is_where_it_is_asked_for)
{
    char *made;
    size_t size;
    FILE *memory = open_memstream(&made, &size);
    terminal_set_color(TERMINAL_ALWAYS);
    cr_expect_str_eq(terminal_on(stdout, MARK_FAILED), "\033[31m");
    terminal_print_verdict(memory, "FAIL: it goes to a document");
    fclose(memory);
    cr_expect_str_eq(made, "FAIL: it goes to a document");
    free(made);
    terminal_set_color(TERMINAL_NEVER);
    cr_expect_str_empty(terminal_on(stdout, MARK_FAILED));
}
