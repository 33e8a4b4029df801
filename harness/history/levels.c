#include "harness/history/levels.h"

#include "harness/base/allocate.h"
#include "harness/base/json.h"
#include "harness/base/stats.h"
#include "harness/history/around.h"
#include "harness/history/shift.h"

#include <stdlib.h>
#include <string.h>

/* A shift that is smaller is nobody's concern, however sure. */
static const double smallest = 1.01;

/* A list's times, each document's, and the number of the version that it is of. */
struct times {
    size_t count;
    double *ns;
    size_t *version;
    bool *begins, *starts; /* a version, a level */
};

static struct times gather(const json_t *list, const char *name)
{
    json_t *version, *value;
    size_t v, i, most = 0;
    json_array_foreach(json_object_get(list, "versions"), v, version) most +=
        json_array_size(json_object_get(json_object_get(version, "samples"), name));
    struct times times = {0, allocate(most, sizeof(double)), allocate(most, sizeof(size_t)),
                          allocate(most, sizeof(bool)), allocate(most, sizeof(bool))};
    json_array_foreach(json_object_get(list, "versions"), v, version)
        json_array_foreach(json_object_get(json_object_get(version, "samples"), name), i, value)
    {
        times.ns[times.count] = json_number_value(value);
        times.version[times.count] = v;
        times.begins[times.count++] = i == 0;
    }
    return times;
}

static double median(const struct times *times, size_t from, size_t to)
{
    double *values = allocate(to - from, sizeof *values);
    memcpy(values, times->ns + from, (to - from) * sizeof *values);
    double of = stats_spread(to - from, values).median;
    free(values);
    return of;
}

static size_t next_level(const struct times *times, size_t from)
{
    size_t end = from + 1;
    while (end < times->count && !times->starts[end])
        end++;
    return end;
}

static json_t *level_change(const json_t *list, const char *name, const struct times *times, size_t at,
                            double before, double after)
{
    const json_t *versions = json_object_get(list, "versions"),
                 *was = json_array_get(versions, times->version[at - 1]),
                 *is = json_array_get(versions, times->version[at]);
    return json_pack("{s:s, s:s, s:s, s:f, s:f, s:o}", "figure", name, "version", json_text_at(is, "version"),
                     "since", json_text_at(was, "version"), "before", before, "after", after, "also",
                     around_differences(json_object_get(was, "around"), json_object_get(is, "around")));
}

void levels_changes(const json_t *list, const char *name, double alpha, json_t *changes, json_t *worse)
{
    struct times times = gather(list, name);
    size_t begin = 0;
    shift_find(times.count, times.ns, times.begins, alpha, 1, times.starts);
    for (size_t at = times.count > 0 ? next_level(&times, 0) : 0; at < times.count;) {
        size_t end = next_level(&times, at);
        double before = median(&times, begin, at), after = median(&times, at, end);
        json_t *change = level_change(list, name, &times, at, before, after);
        if (after > before * smallest && end == times.count)
            json_array_append_new(worse, json_copy(change));
        if (after > before * smallest || before > after * smallest) {
            json_object_set_new(change, "verdict", json_string(after > before ? "worse" : "better"));
            json_array_append(changes, change);
        }
        json_decref(change);
        begin = at;
        at = end;
    }
    free(times.ns);
    free(times.version);
    free(times.begins);
    free(times.starts);
}
