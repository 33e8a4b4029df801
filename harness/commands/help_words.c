#include "harness/commands/help_words.h"

#include "harness/base/allocate.h"
#include "harness/inputs/regime.h"
#include "harness/record/fail_on.h"
#include "harness/selection/catalogue.h"
#include "harness/selection/select.h"
#include "losses/registry.h"

#include <stdlib.h>
#include <string.h>

/* A list that grows; every word from malloc. */
struct list {
    char **words;
    size_t count;
};

static void add(struct list *list, char *word)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->words[i], word) == 0) {
            free(word);
            return;
        }
    list->words = allocate_again(list->words, list->count + 2, sizeof *list->words);
    list->words[list->count++] = word;
    list->words[list->count] = NULL;
}

static void add_kernels(struct list *list)
{
    for (size_t k = 0; k < catalogue_count(); k++) {
        struct choice choice = choice_make(catalogue_at(k));
        char id[ID_SIZE];
        choice_id(id, &choice);
        add(list, allocate_text("%s", id));
    }
}

static void add_terms(struct list *list)
{
    for (size_t t = 0; t < TERMS; t++)
        add(list, allocate_text("%s", terms[t].id));
}

/* Ids, and the parts that are selectors by themselves. */
static void add_selectors(struct list *list)
{
    add_terms(list);
    for (size_t k = 0; k < catalogue_count(); k++)
        add(list, allocate_text("%s", catalogue_at(k)->code->variant));
    for (int f = 0; f < FORMATS; f++)
        add(list, allocate_text("%s", formats[f].name));
    add_kernels(list);
}

static void add_formats(struct list *list)
{
    for (size_t t = 0; t < TERMS; t++)
        for (int f = 0; f < FORMATS; f++)
            add(list, allocate_text("%s/%s", terms[t].id, formats[f].name));
}

static void add_regimes(struct list *list)
{
    for (size_t r = 0; r < regime_count; r++)
        add(list, allocate_text("%s", regimes[r].name));
}

static void add_reductions(struct list *list)
{
    for (int r = 0; r < GANLOSS_REDUCTIONS; r++)
        add(list, allocate_text("%s", ganloss_reduction_names[r]));
}

static void add_losses(struct list *list)
{
    for (size_t l = 0; l < loss_count; l++)
        add(list, allocate_text("%s", losses[l].name));
}

static void add_classes(struct list *list)
{
    char all[FAIL_ON_TEXT], *rest = all;
    fail_on_text(all, (1U << FAIL_ON_NAMES) - 1);
    for (char *word = strtok_r(all, ",", &rest); word; word = strtok_r(NULL, ",", &rest))
        add(list, allocate_text("%s", word));
}

static const struct {
    const char *what;
    void (*add)(struct list *list);
} makers[] = {{"kernels", add_kernels}, {"terms", add_terms},     {"selectors", add_selectors},
              {"formats", add_formats}, {"regimes", add_regimes}, {"reductions", add_reductions},
              {"losses", add_losses},   {"classes", add_classes}};
enum { MADE = sizeof makers / sizeof *makers };

struct cli_words *help_words_make(const char *const *command_names)
{
    struct cli_words *words = allocate(MADE + 2, sizeof *words);
    for (size_t i = 0; i < MADE; i++) {
        struct list list = {NULL, 0};
        makers[i].add(&list);
        words[i] = (struct cli_words){makers[i].what, (const char *const *)list.words};
    }
    words[MADE] = (struct cli_words){"commands", command_names};
    words[MADE + 1] = (struct cli_words){NULL, NULL};
    return words;
}

void help_words_free(struct cli_words *words)
{
    for (size_t i = 0; i < MADE; i++) {
        for (size_t w = 0; words[i].words && words[i].words[w]; w++)
            free((void *)words[i].words[w]);
        free((void *)words[i].words);
    }
    free(words);
}
