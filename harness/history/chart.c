#include "harness/history/chart.h"

#include "harness/base/interrupt.h"
#include "harness/base/json.h"
#include "harness/history/figure.h"
#include "harness/report/charts.h"
#include "harness/report/gnuplot.h"
#include "harness/report/read.h"
#include "harness/report/stage.h"
#include "harness/report/text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* What fits on a chart: panels, lines and the names of versions along an axis. */
enum { PANELS = 4, LINES = 8, TICKS = 8, LABEL = 14 };

/* What one chart shows: lists of one kernel and kind, and of their figures the measures or the counts. */
struct family {
    const char *kernel, *library, *kind;
    bool counts;
    json_t *lists, *lines; /* of a panel each; names of figures */
    const json_t *versions;
    double low, high;
    int part; /* how many charts it has by now */
};

static bool belongs(const struct family *family, const json_t *list)
{
    return strcmp(json_text_at(list, "kernel"), family->kernel) == 0 &&
           strcmp(json_text_at(list, "library"), family->library) == 0 &&
           strcmp(json_text_at(list, "kind"), family->kind) == 0;
}

/* A figure that is 0 stands at the bottom of a logarithmic axis. */
static double shown(const struct family *family, const json_t *value)
{
    double number = (double)json_long_double(value);
    if (family->counts && !(number > 0))
        return 0.5;
    return number > 0 && isfinite(number) ? number : (double)NAN;
}

static bool is_shown(const struct family *family, const char *name)
{
    return strncmp(name, "own.", 4) != 0 && (figure_sort_of(name) == FIGURE_COUNT) == family->counts;
}

/* The lines of all panels, the scale of their axis. */
static void survey(struct family *family)
{
    size_t l, v;
    json_t *list, *version, *value, *names = json_object();
    const char *name;
    json_array_foreach(family->lists, l, list)
        json_array_foreach(json_object_get(list, "versions"), v, version) json_object_foreach(
            json_object_get(version, "figures"), name,
            value) if (is_shown(family, name) && (!family->counts || json_long_double(value) > 0))
    {
        double y = shown(family, value);
        if (!json_object_get(names, name) && json_object_size(names) < LINES) {
            json_object_set_new(names, name, json_true());
            json_array_append_new(family->lines, json_string(name));
        }
        family->low = y < family->low ? y : family->low;
        family->high = y > family->high ? y : family->high;
    }
    json_decref(names);
}

static size_t place_of(const json_t *versions, const char *label)
{
    size_t v;
    json_t *version;
    json_array_foreach(versions, v,
                       version) if (strcmp(json_text_at(version, "version"), label) == 0) return v +
        1;
    return 0;
}

static int way_of(const json_t *list, const char *version, const char *name)
{
    size_t c;
    json_t *change;
    json_array_foreach(json_object_get(list, "changes"), c,
                       change) if (strcmp(json_text_at(change, "version"), version) == 0 &&
                                   strcmp(json_text_at(change, "figure"), name) ==
                                       0) return strcmp(json_text_at(change, "verdict"), "worse") == 0
        ? 1
        : -1;
    return 0;
}

static void write_line(FILE *to, const struct family *family, size_t panel, const json_t *list,
                       const char *name)
{
    size_t v;
    json_t *version;
    json_array_foreach(json_object_get(list, "versions"), v, version)
    {
        const char *label = json_text_at(version, "version");
        fprintf(to, "%zu\t", panel);
        report_tsv_text(to, name);
        fprintf(to, "\t%zu\t", place_of(family->versions, label));
        report_tsv_text(to, label);
        fprintf(to, "\t%.17g\t%d\n",
                shown(family, json_object_get(json_object_get(version, "figures"), name)),
                way_of(list, label, name));
    }
}

static enum status write_table(struct report *report, const struct family *family, const char *name)
{
    struct output_file out;
    size_t l, k;
    json_t *list, *line;
    enum status status = report_stage_table(&out, report, "history-%s", name);
    if (status != STATUS_OK)
        return status;
    fputs("panel\tfigure\tplace\tversion\tvalue\tchange\n", out.stream);
    json_array_foreach(family->lists, l, list) json_array_foreach(family->lines, k, line)
        write_line(out.stream, family, l + 1, list, json_string_value(line));
    return output_commit(&out);
}

/* So many bytes of a text; what that cuts in two becomes a '?'. */
static json_t *cut(const char *text, int most)
{
    char bytes[128];
    snprintf(bytes, sizeof bytes, "%.*s", most, text);
    return json_name(bytes);
}

static json_t *panel_names(const struct family *family)
{
    json_t *names = json_array(), *list;
    size_t l;
    json_array_foreach(family->lists, l, list)
    {
        const char *evidence = json_text_at(list, "evidence"), *basis = json_text_at(list, "basis");
        json_t *title = json_sprintf("%s%s%s", evidence, *evidence ? ", " : "", basis);
        json_array_append_new(names,
                              cut(json_string_value(title), json_array_size(family->lists) > 1 ? 50 : 110));
        json_decref(title);
    }
    return names;
}

/* The names of versions along the axis, no more than can be read. */
static void set_ticks(json_t *set, const json_t *versions)
{
    json_t *at = json_array(), *words = json_array();
    size_t count = json_array_size(versions), step = (count + TICKS - 1) / TICKS;
    for (size_t v = 0; v < count; v += step) {
        json_array_append_new(at, json_integer((json_int_t)v + 1));
        json_array_append_new(words, cut(json_text_at(json_array_get(versions, v), "version"), LABEL));
    }
    json_object_set_new(set, "tick_at", at);
    json_object_set_new(set, "tick_words", words);
    json_object_set_new(set, "x_low", json_real(0.5));
    json_object_set_new(set, "x_high", json_real((double)count + 0.5));
}

static const char *y_words(const struct family *family)
{
    return family->counts                              ? "count (at the bottom: none)"
           : strcmp(family->kind, "time") == 0         ? "ns per element"
           : strcmp(family->kind, "instructions") == 0 ? "instructions per element"
           : strcmp(family->kind, "class means") == 0  ? "largest error, of its bound"
                                                       : "largest error, ulp";
}

static enum status draw_family(struct report *report, struct family *family)
{
    char name[320], title[320], part[24] = "";
    survey(family);
    if (json_array_size(family->lists) == 0 || json_array_size(family->lines) == 0)
        return STATUS_OK;
    if (family->part++ > 0)
        snprintf(part, sizeof part, "-%d", family->part);
    snprintf(name, sizeof name, "%s-%s-%s%s%s%s", family->kind, family->counts ? "counts" : "size",
             family->kernel, *family->library ? "-" : "", family->library, part);
    report_file_name(name);
    snprintf(title, sizeof title, "%s: %s%s over versions", family->kernel, family->kind,
             family->counts ? ", counts," : "");
    enum status status = write_table(report, family, name);
    if (status != STATUS_OK)
        return status;
    const char *format = strrchr(family->kernel, '/') ? strrchr(family->kernel, '/') + 1 : "";
    json_t *set = report_chart_add(report, "history", name, title, format, json_pack("[s]", family->kernel));
    json_object_set_new(set, "panels", json_integer((json_int_t)json_array_size(family->lists)));
    json_object_set_new(set, "names", panel_names(family));
    json_object_set_new(set, "lines", json_incref(family->lines));
    json_object_set_new(set, "table", json_sprintf("data/history-%s.tsv", name));
    json_object_set_new(set, "y_words", json_string(y_words(family)));
    json_object_set_new(set, "y_linear", json_integer(!family->counts && family->high < 10 * family->low));
    json_object_set_new(set, "y_bottom", json_real(family->low / 1.5));
    json_object_set_new(set, "y_top", json_real(family->high * 1.5));
    set_ticks(set, family->versions);
    return STATUS_OK;
}

/* Of the lists that stand with this one those that have a past, PANELS on a chart. */
static enum status draw_like(struct report *report, const json_t *series, const json_t *first, bool counts)
{
    enum status status = STATUS_OK;
    struct family family = {.kernel = json_text_at(first, "kernel"),
                            .library = json_text_at(first, "library"),
                            .kind = json_text_at(first, "kind"),
                            .counts = counts,
                            .versions = json_object_get(series, "versions")};
    size_t l, count = json_array_size(json_object_get(series, "lists"));
    for (l = 0; l < count && status == STATUS_OK;) {
        family.lists = json_array();
        family.lines = json_array();
        family.low = counts ? 0.5 : (double)INFINITY;
        family.high = counts ? 1 : 0;
        for (; l < count && json_array_size(family.lists) < PANELS; l++) {
            json_t *list = json_array_get(json_object_get(series, "lists"), l);
            if (belongs(&family, list) && json_array_size(json_object_get(list, "versions")) > 1)
                json_array_append(family.lists, list);
        }
        status = draw_family(report, &family);
        json_decref(family.lists);
        json_decref(family.lines);
    }
    return status;
}

static enum status add_charts(struct report *report, const json_t *series)
{
    json_t *done = json_object(), *list;
    size_t l;
    enum status status = STATUS_OK;
    json_array_foreach(json_object_get(series, "lists"), l, list)
    {
        char key[512];
        snprintf(key, sizeof key, "%s\n%s\n%s", json_text_at(list, "kernel"), json_text_at(list, "library"),
                 json_text_at(list, "kind"));
        if (status == STATUS_OK && report_chart_is_new(done, key))
            status = draw_like(report, series, list, false);
        else
            continue;
        if (status == STATUS_OK)
            status = draw_like(report, series, list, true);
    }
    json_decref(done);
    return status;
}

enum status history_charts(const json_t *series, const char *out)
{
    struct report report;
    enum status status = report_read(&report, NULL, 0);
    interrupt_catch();
    if (status == STATUS_OK)
        status = report_stage_open(&report, out);
    if (status == STATUS_OK)
        status = add_charts(&report, series);
    if (status == STATUS_OK)
        status = report_charts_draw(&report);
    if (status == STATUS_OK && interrupted())
        status = fail(STATUS_UNFINISHED, "interrupted: no charts were made");
    if (status == STATUS_OK)
        status = report_stage_publish(&report);
    report_stage_discard(&report);
    report_free(&report);
    return status;
}
