#include "harness/report/charts.h"
#include "harness/base/json.h"

#include "harness/report/text.h"

#include <limits.h>
#include <string.h>

static bool name_taken(const struct report *report, const char *name)
{
    size_t i;
    json_t *chart;
    json_array_foreach(report->charts, i,
                       chart) if (strcmp(json_text_at(chart, "name"), name) == 0) return true;
    return false;
}

json_t *report_chart_add(struct report *report, const char *script, const char *name, const char *title,
                         const char *format, json_t *subjects)
{
    enum { SUFFIX = 12 };
    char file[NAME_MAX - 8];
    snprintf(file, sizeof file - SUFFIX, "%s-%s", script, name);
    report_file_name(file);
    size_t length = strlen(file);
    for (int i = 2; name_taken(report, file); i++)
        snprintf(file + length, SUFFIX, "-%d", i);
    json_t *set = json_object();
    json_array_append_new(report->charts,
                          json_pack("{s:s, s:s, s:s, s:s, s:o, s:o}", "name", file, "script", script, "title",
                                    title, "format", format, "subjects", subjects, "set", set));
    return set;
}

bool report_chart_is_new(json_t *done, const char *name)
{
    bool is_new = !json_object_get(done, name);
    json_object_set_new(done, name, json_true());
    return is_new;
}

enum status report_charts_add(struct report *report, json_t *records, chart_adder *add)
{
    json_t *done = json_object(), *record;
    enum status status = STATUS_OK;
    const char *key;
    json_object_foreach(records, key, record) if (status == STATUS_OK) status = add(report, record, done);
    json_decref(done);
    return status;
}
