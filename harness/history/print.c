#include "harness/history/print.h"

#include "harness/base/allocate.h"
#include "harness/base/json.h"
#include "harness/history/figure.h"
#include "harness/record/evidence.h"
#include "harness/record/result.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Names come from documents and from the command line: none may steer a terminal. */
static void print_name(FILE *to, const char *text, int width)
{
    int printed = 0;
    for (const char *c = text; *c; c++, printed++)
        fputc(iscntrl((unsigned char)*c) ? '?' : *c, to);
    fprintf(to, "%*s", printed < width ? width - printed : 0, "");
}

/* A maximum that is a lower bound says so. */
static const char *sign_of(const json_t *list, const char *name)
{
    for (int e = 0; e < EVIDENCES && figure_sort_of(name) == FIGURE_MEASURE; e++)
        if (strcmp(json_text_at(list, "evidence"), evidence_words[e].word) == 0)
            return evidence_words[e].sign;
    return "";
}

static const char *number_text(char text[64], const json_t *list, const char *name, const json_t *value)
{
    long double number = json_long_double(value);
    snprintf(text, 64,
             figure_sort_of(name) == FIGURE_COUNT && number == floorl(number) ? "%s%.0Lf" : "%s%.4Lg",
             sign_of(list, name), number);
    return isnan(number) ? "-" : text;
}

static bool is_column(const char *name)
{
    const char *point = strrchr(name, '.');
    return strncmp(name, "own.", 4) != 0 &&
           (figure_sort_of(name) != FIGURE_COUNT || strcmp(point ? point + 1 : name, "not_rounded") == 0);
}

/* What people look for first, then the others. */
static json_t *columns_of(const json_t *versions)
{
    static const char *const first[] = {"loss.max_ulp", "grad.max_ulp", "loss.not_rounded",
                                        "grad.not_rounded"};
    json_t *all = json_object(), *columns = json_object(), *version, *value;
    const char *name;
    size_t v;
    json_array_foreach(versions, v, version)
        json_object_foreach(json_object_get(version, "figures"), name, value) if (is_column(name))
            json_object_set_new(all, name, json_true());
    for (size_t i = 0; i < sizeof first / sizeof *first; i++)
        if (json_object_get(all, first[i]))
            json_object_set_new(columns, first[i], json_true());
    json_object_update_missing(columns, all);
    json_decref(all);
    return columns;
}

static int widest(const json_t *versions)
{
    size_t v, width = strlen("version");
    json_t *version;
    json_array_foreach(versions, v, version) width =
        strlen(json_text_at(version, "version")) > width ? strlen(json_text_at(version, "version")) : width;
    return (int)width;
}

static void print_version(FILE *to, const json_t *list, const json_t *version, const json_t *columns,
                          int width)
{
    const char *name, *separator = "  ";
    json_t *value;
    json_int_t documents = json_integer_value(json_object_get(version, "documents"));
    json_t *figures = json_object_get(version, "figures");
    char text[64];
    fputs("    ", to);
    print_name(to, json_text_at(version, "version"), width);
    json_object_foreach((json_t *)columns, name, value)
        fprintf(to, "  %*s", (int)strlen(name) > 10 ? (int)strlen(name) : 10,
                number_text(text, list, name, json_object_get(figures, name)));
    json_object_foreach(figures, name, value) if (!is_column(name) && json_long_double(value) > 0)
    {
        fputs(separator, to);
        print_name(to, name, 0);
        fprintf(to, " %s", number_text(text, list, name, value));
        separator = ", ";
    }
    if (documents > 1)
        fprintf(to, "%s%lld documents", separator, (long long)documents);
    fputc('\n', to);
}

/* "grad.max_ulp 2.4 -> 2.6" */
static void print_step(FILE *to, const json_t *list, const json_t *change)
{
    const char *name = json_text_at(change, "figure");
    char before[64], after[64];
    print_name(to, name, 0);
    fprintf(to, " %s -> %s", number_text(before, list, name, json_object_get(change, "before")),
            number_text(after, list, name, json_object_get(change, "after")));
}

static void print_also(FILE *to, const json_t *change)
{
    const json_t *also = json_object_get(change, "also");
    json_t *one;
    size_t i;
    json_array_foreach(also, i, one)
    {
        fputs(i == 0 ? "; also changed: " : "; ", to);
        print_name(to, json_string_value(one), 0);
    }
    fputs(json_array_size(also) > 0 ? "\n" : "; nothing else that is known changed\n", to);
}

static void print_heading(FILE *to, const json_t *list, const char *before)
{
    const char *library = json_text_at(list, "library"), *evidence = json_text_at(list, "evidence");
    print_name(to, json_text_at(list, "kernel"), 0);
    if (*library) {
        fputs(" (", to);
        print_name(to, library, 0);
        fputc(')', to);
    }
    fputs(before, to);
    print_name(to, json_text_at(list, "kind"), 0);
    fprintf(to, "%s%s: ", *evidence ? ", " : "", evidence);
    print_name(to, json_text_at(list, "basis"), 0);
}

static bool is_as_before(const json_t *versions, size_t v)
{
    static const char *const parts[] = {"figures", "documents"};
    bool same = v > 0 && v < json_array_size(versions);
    for (size_t i = 0; i < sizeof parts / sizeof *parts && same; i++)
        same = json_equal(json_object_get(json_array_get(versions, v), parts[i]),
                          json_object_get(json_array_get(versions, v - 1), parts[i]));
    return same;
}

/* Versions at which all is as before are one line. */
static void print_versions(FILE *to, const json_t *list, const json_t *columns)
{
    const json_t *versions = json_object_get(list, "versions");
    int width = widest(versions);
    const char *name;
    json_t *value;
    fprintf(to, "\n    %-*s", width, "version");
    json_object_foreach((json_t *)columns, name, value) fprintf(to, "  %10s", name);
    fputc('\n', to);
    for (size_t v = 0, end; v < json_array_size(versions); v = end) {
        for (end = v + 1; is_as_before(versions, end);)
            end++;
        print_version(to, list, json_array_get(versions, v), columns, width);
        if (end == v + 1)
            continue;
        fputs("    ", to);
        print_name(to, json_text_at(json_array_get(versions, end - 1), "version"), width);
        fprintf(to, "  the same%s\n", end > v + 2 ? ", and so are those between" : "");
    }
}

static void print_list(FILE *to, const json_t *list)
{
    json_t *columns = columns_of(json_object_get(list, "versions")), *one;
    size_t i;
    print_heading(to, list, "  ");
    print_versions(to, list, columns);
    json_array_foreach(json_object_get(list, "changes"), i, one)
    {
        fprintf(to, "  %s at ", json_text_at(one, "verdict"));
        print_name(to, json_text_at(one, "version"), 0);
        fputs(": ", to);
        print_step(to, list, one);
        print_also(to, one);
    }
    json_decref(columns);
}

static void print_worse(FILE *to, const json_t *list)
{
    json_t *worse;
    size_t i;
    json_array_foreach(json_object_get(list, "worse"), i, worse)
    {
        fputs("WORSE since ", to);
        print_name(to, json_text_at(worse, "version"), 0);
        fputs(" (before it ", to);
        print_name(to, json_text_at(worse, "since"), 0);
        fputs("): ", to);
        print_heading(to, list, "  ");
        fputs(": ", to);
        print_step(to, list, worse);
        print_also(to, worse);
    }
}

static void print_total(FILE *to, const json_t *series)
{
    json_t *lists = json_object_get(series, "lists"), *absent = json_object_get(series, "absent"), *one;
    size_t i, alone = 0, worse = 0, versions = json_array_size(json_object_get(series, "versions"));
    json_array_foreach(lists, i, one)
    {
        alone += json_array_size(json_object_get(one, "versions")) < 2;
        worse += json_array_size(json_object_get(one, "worse"));
    }
    json_array_foreach(absent, i, one)
    {
        fputs("INCOMPLETE: nothing of ", to);
        print_name(to, json_string_value(one), 0);
        fputs(" is recorded of ", to);
        print_name(to, json_text_at(series, "last"), 0);
        fputc('\n', to);
    }
    fprintf(to, "%zu version%s, the last is ", versions, versions == 1 ? "" : "s");
    print_name(to, json_text_at(series, "last"), 0);
    fprintf(to, "; %zu lists, %zu with nothing to compare; %zu figures worse than they were\n",
            json_array_size(lists), alone, worse);
}

void history_print(FILE *to, const json_t *series, bool quiet)
{
    json_t *list;
    size_t i;
    json_array_foreach(json_object_get(series, "lists"), i, list) if (!quiet) print_list(to, list);
    json_array_foreach(json_object_get(series, "lists"), i, list) print_worse(to, list);
    print_total(to, series);
}

static json_t *change_at(const json_t *list, const char *version, const char *name)
{
    size_t i;
    json_t *change;
    json_array_foreach(json_object_get(list, "changes"), i,
                       change) if (strcmp(json_text_at(change, "version"), version) == 0 &&
                                   strcmp(json_text_at(change, "figure"), name) == 0) return change;
    return NULL;
}

static json_t *also_text(const json_t *change)
{
    json_t *text = json_string(""), *one, *longer;
    size_t i;
    json_array_foreach(json_object_get(change, "also"), i, one)
    {
        longer = json_sprintf("%s%s%s", json_string_value(text), i ? "; " : "", json_string_value(one));
        json_decref(text);
        text = longer;
    }
    return text;
}

static void add_row(json_t *rows, const json_t *list, const json_t *version, const char *name, json_t *value)
{
    static const char *const of_list[] = {"kernel", "library", "kind", "evidence", "basis"},
                             *const of_version[] = {"version", "order", "documents"};
    const json_t *change = change_at(list, json_text_at(version, "version"), name);
    json_t *row = json_pack("{s:s, s:O}", "figure", name, "value", value);
    for (size_t i = 0; i < sizeof of_list / sizeof *of_list; i++)
        json_object_set(row, of_list[i], json_object_get(list, of_list[i]));
    for (size_t i = 0; i < sizeof of_version / sizeof *of_version; i++)
        json_object_set(row, of_version[i], json_object_get(version, of_version[i]));
    if (change) {
        json_object_set(row, "verdict", json_object_get(change, "verdict"));
        json_object_set(row, "before", json_object_get(change, "before"));
        json_object_set_new(row, "also", also_text(change));
    }
    json_array_append_new(rows, row);
}

void history_print_tsv(FILE *to, const json_t *series)
{
    static const char *const columns[] = {"kernel",  "library", "kind",      "evidence", "basis",
                                          "order",   "version", "documents", "figure",   "value",
                                          "verdict", "before",  "also"};
    json_t *rows = json_array(), *list, *version, *value;
    const char *name;
    size_t l, v;
    json_array_foreach(json_object_get(series, "lists"), l, list)
        json_array_foreach(json_object_get(list, "versions"), v, version)
            json_object_foreach(json_object_get(version, "figures"), name, value)
                add_row(rows, list, version, name, value);
    result_print_tsv(to, sizeof columns / sizeof *columns, columns, rows);
    json_decref(rows);
}
