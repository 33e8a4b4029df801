/* complete_zsh.c -- the script for zsh, a call of _arguments for each command. */
#include "harness/cli/complete.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The beginning of a text, in single quotes with what means something to _arguments escaped. */
static void print_described(const char *text)
{
    enum { LONGEST = 64 };
    size_t length = strcspn(text, ";(");
    while (length > LONGEST || (length > 0 && text[length] && text[length] != ' ' && length > 1 &&
                                text[length - 1] != ' ')) /* whole words */
        length--;
    while (length > 0 && strchr(" ,.", text[length - 1]))
        length--;
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '\'')
            fputs("'\\''", stdout);
        else if (strchr(":[]\\", text[i]))
            printf("\\%c", text[i]);
        else
            putchar(text[i]);
    }
}

static void print_offer(struct cli_offer offer)
{
    if (offer.offered == CLI_OFFER_FILES)
        fputs("_files", stdout);
    else if (offer.offered == CLI_OFFER_FOLDERS)
        fputs("_files -/", stdout);
    else if (offer.commas)
        printf("_values -s , word %s", offer.words);
    else if (offer.offered == CLI_OFFER_WORDS)
        printf("(%s)", offer.words);
    else
        putchar(' ');
    free(offer.words);
}

static void print_option(const struct cli_shown *option, const char *spelt, const struct cli_book *book)
{
    printf(" \\\n            '*%s[", spelt);
    print_described(option->help);
    putchar(']');
    if (option->value) {
        fputs(":value:", stdout);
        print_offer(cli_complete_value(option, book));
    }
    putchar('\'');
}

static void print_page(const struct cli_page *page, const struct cli_book *book)
{
    struct cli_shown *options = cli_page_options(page);
    char spelt[64];
    printf("    %s)\n        _arguments -s", page->name);
    for (const struct cli_shown *o = options; o->name; o++) {
        snprintf(spelt, sizeof spelt, "--%s%s", o->name, o->value ? "=" : "");
        print_option(o, spelt, book);
        snprintf(spelt, sizeof spelt, "-%c", o->letter);
        if (o->letter)
            print_option(o, spelt, book);
    }
    fputs(" \\\n            '*:operand:", stdout);
    print_offer(cli_complete_operand(page, book));
    puts("' ;;");
    free(options);
}

void cli_complete_zsh(const struct cli_book *book)
{
    puts("#compdef ganloss\n# zsh completion for ganloss, made by `ganloss help --completion zsh`.\n"
         "_ganloss() {\n    local -a commands\n    commands=(");
    for (const struct cli_page *page = book->pages; page->name; page++) {
        printf("        '%s:", page->name);
        print_described(page->summary);
        puts("'");
    }
    puts(
        "    )\n    if (( CURRENT == 2 )); then\n        _describe command commands\n        return\n    fi\n"
        "    local command=$words[2]\n    shift words\n    (( CURRENT-- ))\n    case $command in");
    for (const struct cli_page *page = book->pages; page->name; page++)
        print_page(page, book);
    puts(
        "    esac\n}\nif [ \"$funcstack[1]\" = _ganloss ]; then\n    _ganloss \"$@\"\nelse\n    compdef _ganloss ganloss\nfi");
}
