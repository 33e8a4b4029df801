#include "harness/cli/complete.h"

#include "harness/base/allocate.h"

#include <stdlib.h>
#include <string.h>

/* How what a value or an operand is called in the tables says what it is; the first row that is met counts. */
static const struct {
    const char *option; /* NULL: of any, and of operands */
    const char *holds;  /* in the placeholder */
    const char *words;  /* of a struct cli_words; NULL: none of them */
    enum cli_offered offered;
    bool commas;
} rules[] = {
    {NULL, "CLASS", "classes", CLI_OFFER_WORDS, true},
    {"regime", "", "regimes", CLI_OFFER_WORDS, true},
    {"reduction", "", "reductions", CLI_OFFER_WORDS, true},
    {"loss", "NAME", "losses", CLI_OFFER_WORDS, false},
    {NULL, "TERM/FORMAT", "formats", CLI_OFFER_WORDS, false},
    {NULL, "TERM", "terms", CLI_OFFER_WORDS, false},
    {NULL, "SELECTOR", "selectors", CLI_OFFER_WORDS, false},
    {NULL, "KERNEL", "kernels", CLI_OFFER_WORDS, false},
    {NULL, "A B", "kernels", CLI_OFFER_WORDS, false},
    {NULL, "COMMAND]", "commands", CLI_OFFER_WORDS, false},
    {NULL, "DIR", NULL, CLI_OFFER_FOLDERS, false},
    {NULL, "FILE", NULL, CLI_OFFER_FILES, false},
    {NULL, "PATH", NULL, CLI_OFFER_FILES, false},
    {NULL, "BINARY", NULL, CLI_OFFER_FILES, false},
    {NULL, "RESULT", NULL, CLI_OFFER_FILES, false},
    {NULL, "MANIFEST", NULL, CLI_OFFER_FILES, false},
    {NULL, ".npy", NULL, CLI_OFFER_FILES, false},
};

static char *joined(const char *const words[])
{
    char *all = allocate_text("%s", "");
    for (size_t i = 0; words && words[i]; i++) {
        char *longer = allocate_text("%s%s%s", all, i ? " " : "", words[i]);
        free(all);
        all = longer;
    }
    return all;
}

static char *words_called(const char *what, const struct cli_book *book)
{
    const struct cli_words *w = book->words;
    while (w->what && strcmp(w->what, what) != 0)
        w++;
    return joined(w->words);
}

/* "[losses|terms]" or "quick|full": the words themselves. */
static char *alternatives(const char *placeholder)
{
    char *words = allocate_text("%s", placeholder), *to = words;
    for (const char *c = placeholder; *c; c++)
        if (*c != '[' && *c != ']')
            *to++ = (char)(*c == '|' ? ' ' : *c);
    *to = '\0';
    return words;
}

static struct cli_offer offer(const char *option, const char *placeholder, const struct cli_book *book)
{
    if (!placeholder)
        return (struct cli_offer){CLI_OFFER_NOTHING, false, NULL};
    if (strchr(placeholder, '|'))
        return (struct cli_offer){CLI_OFFER_WORDS, false, alternatives(placeholder)};
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if ((!rules[i].option || (option && strcmp(rules[i].option, option) == 0)) &&
            strstr(placeholder, rules[i].holds))
            return (struct cli_offer){rules[i].offered, rules[i].commas,
                                      rules[i].words ? words_called(rules[i].words, book) : NULL};
    return (struct cli_offer){CLI_OFFER_NOTHING, false, NULL};
}

struct cli_offer cli_complete_value(const struct cli_shown *option, const struct cli_book *book)
{
    if (option->names)
        return (struct cli_offer){CLI_OFFER_WORDS, false, joined(option->names)};
    return offer(option->name, option->value, book);
}

struct cli_offer cli_complete_operand(const struct cli_page *page, const struct cli_book *book)
{
    return offer(NULL, page->command->operands, book);
}
