#include "harness/history/figure.h"

#include "harness/base/json.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { NAME_SIZE = 128, LIBRARY_SIZE = 128 };

enum figure_sort figure_sort_of(const char *name)
{
    static const struct {
        const char *end;
        enum figure_sort sort;
    } ends[] = {{"max_ulp", FIGURE_MEASURE},
                {"of_bound", FIGURE_MEASURE},
                {"instructions_per_element", FIGURE_STEPS},
                {"ns_per_element", FIGURE_TIME}};
    size_t length = strlen(name);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t end = strlen(ends[i].end);
        if (length >= end && strcmp(name + length - end, ends[i].end) == 0)
            return ends[i].sort;
    }
    return FIGURE_COUNT;
}

/* Without its version, so that a library's next one is compared with it: "PyTorch 1.13.1" is PyTorch's. */
static void library_name(char name[LIBRARY_SIZE], const json_t *record)
{
    snprintf(name, LIBRARY_SIZE, "%s", json_text_at(record, "library"));
    char *space = strrchr(name, ' ');
    if (space && space > name && isdigit((unsigned char)space[1]))
        *space = '\0';
}

json_t *figure_record(json_t *records, const json_t *record, const char *kind, const char *evidence,
                      const char *basis)
{
    char library[LIBRARY_SIZE];
    library_name(library, record);
    json_t *made = json_pack("{s:s, s:o, s:s, s:s, s:o, s:{}}", "kernel", json_text_at(record, "id"),
                             "library", json_name(library), "kind", kind, "evidence", evidence, "basis",
                             json_name(basis), "figures");
    json_t *key = json_sprintf("%s\n%s\n%s\n%s\n%s", json_text_at(made, "kernel"),
                               json_text_at(made, "library"), kind, evidence, json_text_at(made, "basis"));
    json_t *there = json_object_get(records, json_string_value(key));
    if (!there)
        json_object_set(records, json_string_value(key), there = made);
    json_decref(made);
    json_decref(key);
    return json_object_get(there, "figures");
}

static const char *joined(char text[NAME_SIZE], const char *prefix, const char *name)
{
    snprintf(text, NAME_SIZE, "%s%s", prefix, name);
    return text;
}

void figure_set(json_t *figures, const char *prefix, const char *name, const json_t *value)
{
    char text[NAME_SIZE];
    long double number = json_long_double(value);
    if (!isnan(number))
        json_object_set(figures, joined(text, prefix, name), (json_t *)value);
}

void figure_add(json_t *figures, const char *prefix, const char *name, double count)
{
    char text[NAME_SIZE];
    joined(text, prefix, name);
    double before = json_number_value(json_object_get(figures, text));
    json_object_set_new(figures, text, json_real(before + count));
}

void figure_keep(json_t *figures, const char *prefix, const char *name, const json_t *value)
{
    char text[NAME_SIZE];
    long double before = json_number_at(figures, joined(text, prefix, name)),
                now = fabsl(json_long_double(value));
    if (isnan(now) || now <= before)
        return;
    const char *decimal = json_string_value(value);
    json_object_set_new(figures, text,
                        decimal ? json_string(decimal + (*decimal == '-')) : json_real((double)now));
}
