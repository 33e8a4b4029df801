#include "harness/history/changes.h"

#include "harness/base/json.h"
#include "harness/history/around.h"
#include "harness/history/figure.h"
#include "harness/history/levels.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

static const json_t *version_at(const json_t *list, size_t v)
{
    return json_array_get(json_object_get(list, "versions"), v);
}

/* What a figure is at a version; NaN: not known. */
static long double value_at(const json_t *list, size_t v, const char *name)
{
    enum figure_sort sort = figure_sort_of(name);
    long double value = json_number_at(json_object_get(version_at(list, v), "figures"), name);
    if (isnan(value) && sort == FIGURE_COUNT)
        value = 0;
    if (sort == FIGURE_COUNT && strcmp(json_text_at(list, "evidence"), "found") == 0)
        value = value > 0;
    return value;
}

/* 1: worse, -1: better, 0: the same, as far as that figure tells. */
static int compare(const char *name, long double before, long double after)
{
    static const long double steps = 0.001L;
    long double slack = figure_sort_of(name) == FIGURE_STEPS ? steps * before : 0;
    return (after - before > slack) - (before - after > slack);
}

/* A change between two versions, at `v`. */
static json_t *change_json(const json_t *list, const char *name, size_t before, size_t v)
{
    const json_t *was = version_at(list, before), *is = version_at(list, v);
    json_t *then = json_object_get(json_object_get(was, "figures"), name),
           *now = json_object_get(json_object_get(is, "figures"), name), *zero = json_integer(0);
    json_t *change = json_pack(
        "{s:s, s:s, s:s, s:O, s:O, s:o}", "figure", name, "version", json_text_at(is, "version"), "since",
        json_text_at(was, "version"), "before", then ? then : zero, "after", now ? now : zero, "also",
        around_differences(json_object_get(was, "around"), json_object_get(is, "around")));
    json_decref(zero);
    return change;
}

/* All changes of an exact figure; what differs within its slack is compared with where it came from, so that it cannot creep. */
static void add_exact(json_t *list, const char *name, json_t *changes)
{
    size_t count = json_array_size(json_object_get(list, "versions")), last = 0;
    long double base = (long double)NAN;
    for (size_t v = 0; v < count; v++) {
        long double value = value_at(list, v, name);
        if (isnan(value))
            continue;
        int way = isnan(base) ? 0 : compare(name, base, value);
        if (way != 0) {
            json_t *change = change_json(list, name, last, v);
            json_object_set_new(change, "verdict", json_string(way > 0 ? "worse" : "better"));
            json_array_append_new(changes, change);
        }
        if (way != 0 || isnan(base))
            base = value;
        last = v;
    }
}

/* The first version since which the figure was never better than it is at last, where it was before. */
static void add_worse(const json_t *list, const char *name, json_t *worse)
{
    size_t count = json_array_size(json_object_get(list, "versions")), first = count;
    long double last = count > 0 ? value_at(list, count - 1, name) : (long double)NAN;
    for (size_t v = count; v-- > 0 && !isnan(last);) {
        long double value = value_at(list, v, name);
        if (!isnan(value) && compare(name, value, last) > 0) {
            json_array_append_new(worse, change_json(list, name, v, first));
            return;
        }
        first = isnan(value) ? first : v;
    }
}

static int in_order(const json_t *list, const json_t *change)
{
    size_t v;
    json_t *version;
    json_array_foreach(json_object_get(list, "versions"), v,
                       version) if (strcmp(json_text_at(version, "version"),
                                           json_text_at(change, "version")) == 0) return (int)v;
    return -1;
}

/* By version; those of one version as they were found. */
static json_t *sorted(const json_t *list, json_t *changes)
{
    json_t *all = json_array(), *change;
    size_t i;
    json_array_foreach(changes, i, change)
    {
        size_t at = json_array_size(all);
        while (at > 0 && in_order(list, json_array_get(all, at - 1)) > in_order(list, change))
            at--;
        json_array_insert(all, at, change);
    }
    json_decref(changes);
    return all;
}

static json_t *figures_of(const json_t *list)
{
    json_t *names = json_object(), *version;
    size_t v;
    json_array_foreach(json_object_get(list, "versions"), v, version)
        json_object_update(names, json_object_get(version, "figures"));
    return names;
}

static void add_changes(json_t *list, double alpha)
{
    json_t *changes = json_array(), *worse = json_array(), *names = figures_of(list), *value;
    const char *name;
    json_object_foreach(names, name, value)
    {
        if (figure_sort_of(name) == FIGURE_TIME) {
            levels_changes(list, name, alpha, changes, worse);
        } else {
            add_exact(list, name, changes);
            add_worse(list, name, worse);
        }
    }
    json_object_set_new(list, "changes", sorted(list, changes));
    json_object_set_new(list, "worse", worse);
    json_decref(names);
}

static bool has(const json_t *series, const char *kernel, const char *label)
{
    size_t l, v;
    json_t *list, *version;
    json_array_foreach(json_object_get(series, "lists"), l,
                       list) if (strcmp(json_text_at(list, "kernel"), kernel) == 0)
        json_array_foreach(json_object_get(list, "versions"), v,
                           version) if (strcmp(json_text_at(version, "version"), label) == 0) return true;
    return false;
}

static void add_last(json_t *series)
{
    json_t *versions = json_object_get(series, "versions"), *absent = json_array(), *list;
    size_t count = json_array_size(versions), l;
    const char *last = json_text_at(json_array_get(versions, count - 1), "version"),
               *before = count > 1 ? json_text_at(json_array_get(versions, count - 2), "version") : "",
               *done = "";
    json_array_foreach(json_object_get(series, "lists"), l, list)
    {
        const char *kernel = json_text_at(list, "kernel");
        if (strcmp(kernel, done) != 0 && has(series, kernel, before) && !has(series, kernel, last))
            json_array_append_new(absent, json_string(kernel));
        done = kernel; /* its lists stand together */
    }
    json_object_set_new(series, "last", json_string(last));
    json_object_set_new(series, "absent", absent);
}

void history_changes(json_t *series)
{
    json_t *lists = json_object_get(series, "lists"), *list;
    size_t l, times = 0;
    json_array_foreach(lists, l, list) times += strcmp(json_text_at(list, "kind"), "time") == 0;
    json_array_foreach(lists, l, list) add_changes(list, HISTORY_ALPHA / (double)(times > 0 ? times : 1));
    add_last(series);
}

enum status history_verdict(const json_t *series)
{
    const char *last = json_text_at(series, "last");
    size_t l, c;
    json_t *list, *change;
    enum status status =
        json_array_size(json_object_get(series, "absent")) > 0 ? STATUS_UNFINISHED : STATUS_OK;
    json_array_foreach(json_object_get(series, "lists"), l, list)
        json_array_foreach(json_object_get(list, "changes"), c,
                           change) if (strcmp(json_text_at(change, "version"), last) == 0 &&
                                       strcmp(json_text_at(change, "verdict"), "worse") == 0)
    {
        enum figure_sort sort = figure_sort_of(json_text_at(change, "figure"));
        status = fail_graver(status, sort == FIGURE_STEPS || sort == FIGURE_TIME ? STATUS_PERFORMANCE
                                                                                 : STATUS_NUMERICAL);
    }
    return status;
}
