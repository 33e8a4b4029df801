#include "harness/history/around.h"

#include "harness/base/json.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What decides answers and times, in the order in which it is told. */
static const struct circumstance {
    const char *word, *part, *name;
    bool is_hash;
} circumstances[] = {
    {"the kernels' machine code", "key", "kernel_code", true},
    {"foreign libraries", "key", "foreign", false},
    {"compiler", "machine", "compiler", false},
    {"flags", "machine", "flags", false},
    {"libc", "machine", "libc", false},
    {"the code of libm", "key", "libm", true},
    {"the functions that the CPU selects in libm", "key", "libm_code", true},
    {"CPU", "machine", "cpu", false},
    {"instruction set", "machine", "isa", false},
    {"features of the CPU", "key", "cpu", false},
    {"system", "machine", "kernel", false},
    {"worst cases", "key", "worst", false},
};
enum { CIRCUMSTANCES = sizeof circumstances / sizeof *circumstances };

/* Options that are results, or that choose kernels. */
static const char *const no_options[] = {"complete", "against",  "skipped", "limits",
                                         "noise",    "counters", "shard",   "selectors"};

static bool is_option(const char *name)
{
    for (size_t i = 0; i < sizeof no_options / sizeof *no_options; i++)
        if (strcmp(name, no_options[i]) == 0)
            return false;
    return true;
}

static json_t *text_of(const json_t *value)
{
    if (json_is_string(value))
        return json_incref((json_t *)value);
    char *text = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT | JSON_SORT_KEYS);
    json_t *string = json_string(text);
    free(text);
    return string;
}

static bool is_in(const json_t *list, const json_t *element)
{
    size_t i;
    json_t *other;
    json_array_foreach(list, i, other) if (json_equal(other, element)) return true;
    return false;
}

static void add(json_t *around, const char *word, const json_t *value)
{
    json_t *list = json_object_get(around, word), *text = text_of(value);
    if (!list)
        json_object_set_new(around, word, list = json_array());
    if (!is_in(list, text))
        json_array_append(list, text);
    json_decref(text);
}

void around_add(json_t *around, const json_t *head)
{
    const char *name;
    json_t *value;
    for (int c = 0; c < CIRCUMSTANCES; c++) {
        value = json_object_get(json_object_get(head, circumstances[c].part), circumstances[c].name);
        if (value)
            add(around, circumstances[c].word, value);
    }
    json_object_foreach(json_object_get(head, "options"), name, value)
    {
        char word[80];
        snprintf(word, sizeof word, "option %.64s", name);
        if (is_option(name) && !json_is_null(value))
            add(around, word, value);
    }
}

static bool is_equal(const json_t *before, const json_t *after)
{
    size_t i;
    json_t *value;
    bool equal = json_array_size(before) == json_array_size(after);
    json_array_foreach(before, i, value) equal = equal && is_in(after, value);
    return equal;
}

static bool is_hash(const char *word)
{
    for (int c = 0; c < CIRCUMSTANCES; c++)
        if (strcmp(word, circumstances[c].word) == 0)
            return circumstances[c].is_hash;
    return false;
}

/* "a, b", cut where it is long; "none". */
static void list_text(char text[160], const json_t *list)
{
    enum { SHOWN = 60 };
    size_t i, end = 0;
    json_t *value;
    snprintf(text, 160, "none");
    json_array_foreach(list, i, value)
    {
        const char *one = json_string_value(value);
        if (i < 2)
            end += (size_t)snprintf(text + end, 160 - end, "%s%.*s%s", i ? ", " : "", SHOWN, one,
                                    strlen(one) > SHOWN ? "..." : "");
    }
}

static void tell(json_t *told, const char *word, const json_t *before, const json_t *after)
{
    char was[160], is[160], text[512];
    list_text(was, before);
    list_text(is, after);
    if (is_hash(word))
        snprintf(text, sizeof text, "%s", word);
    else
        snprintf(text, sizeof text, "%s %s -> %s", word, was, is);
    json_array_append_new(told, json_name(text));
}

json_t *around_differences(const json_t *before, const json_t *after)
{
    json_t *told = json_array(), *list;
    const char *word;
    json_object_foreach((json_t *)before, word, list) if (!is_equal(list, json_object_get(after, word)))
        tell(told, word, list, json_object_get(after, word));
    json_object_foreach((json_t *)after, word, list) if (!json_object_get(before, word))
        tell(told, word, NULL, list);
    return told;
}
