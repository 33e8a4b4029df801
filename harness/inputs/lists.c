#include "harness/inputs/lists.h"

#include "harness/cli/values.h"
#include "harness/inputs/regime.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What a list is added to, and the limits that its items must keep. */
struct list {
    size_t most, capacity, *count;
    size_t *size;
    const char **regime;
    bool traces;
};

/* "4096" or "2^12". */
static bool parse_size(const char *text, size_t most, size_t *size)
{
    char *end;
    unsigned long value = strtoul(text, &end, 10);
    if (value == 2 && *end == '^' && end[1] >= '0' && end[1] <= '9') {
        unsigned long exponent = strtoul(end + 1, &end, 10);
        value = exponent < 64 ? 1ul << exponent : 0;
    }
    *size = value;
    return text[0] >= '0' && text[0] <= '9' && *end == '\0' && value >= 1 && value <= most;
}

static bool add_size(const struct list *list, const char *text)
{
    size_t size;
    if (!parse_size(text, list->most, &size))
        return false;
    for (size_t i = 0; i < *list->count; i++)
        if (list->size[i] == size)
            return true;
    if (*list->count == list->capacity)
        return false;
    list->size[(*list->count)++] = size;
    return true;
}

static bool add_regime(const struct list *list, const char *text)
{
    if (!regime_find(text) && !(list->traces && regime_is_trace(text)))
        return false;
    for (size_t i = 0; i < *list->count; i++)
        if (strcmp(list->regime[i], text) == 0)
            return true;
    if (*list->count == list->capacity)
        return false;
    list->regime[(*list->count)++] = text;
    return true;
}

/* Adds each item; the item that was refused, valid until `text` goes, or NULL. */
static const char *add_all(const struct list *list, char *text,
                           bool (*add)(const struct list *, const char *))
{
    const char *item;
    *list->count = 0;
    while ((item = strsep(&text, ",")))
        if (!add(list, item))
            return item;
    return NULL;
}

bool list_sizes(const char *option, const char *text, size_t most, size_t capacity, size_t to[],
                size_t *count)
{
    char *copy = strdup(text);
    const char *bad = add_all(&(struct list){.most = most, .capacity = capacity, .count = count, .size = to},
                              copy, add_size);
    if (bad)
        cli_bad("%s takes up to %zu sizes from 1 to %zu, such as 1,4096,2^20, not '%s'", option, capacity,
                most, bad);
    free(copy);
    return !bad;
}

bool list_regimes(const char *option, char *text, bool traces, size_t capacity, const char *to[],
                  size_t *count)
{
    char accepted[256] = "", number[32] = "some";
    const struct list list = {.capacity = capacity, .count = count, .regime = to, .traces = traces};
    const char *bad = add_all(&list, text, add_regime);
    for (size_t i = 0; i < regime_count; i++)
        snprintf(accepted + strlen(accepted), sizeof accepted - strlen(accepted), "%s%s", i ? ", " : "",
                 regimes[i].name);
    if (traces)
        snprintf(number, sizeof number, "up to %zu", capacity);
    if (bad)
        cli_bad("%s takes %s of %s%s, with commas between, not '%s'", option, number, accepted,
                traces ? ", trace:FILE" : "", bad);
    return !bad;
}
