/* speed.c -- charts of time against batch: one per term, format and kind; a panel per variant, a line
   per regime, or per reduction for batch means. */
#include "harness/report/speed.h"
#include "harness/base/json.h"
#include "harness/base/output.h"
#include "harness/report/charts.h"
#include "harness/report/stage.h"
#include "harness/report/text.h"
#include "harness/selection/kernel_id.h"

#include <math.h>
#include <string.h>

/* What one chart shows: the records whose kernel has this term and format, and this kind of timing. */
struct speed_chart {
    char term[64], format[8];
    const char *kind;
    const char *regime;    /* of batch means, whose lines are reductions; else NULL */
    json_t *names, *lines; /* variants, and regimes or reductions, by first appearance */
    double batch_low, batch_high, time_low, time_high, bytes;
};

static const char *line_of(const json_t *record)
{
    return json_text_at(record, strcmp(json_text_at(record, "kind"), "mean") == 0 ? "reduction" : "regime");
}

static bool belongs(const struct speed_chart *chart, const json_t *record, struct kernel_id *id)
{
    return kernel_id_read(id, json_text_at(record, "id")) && strcmp(id->term, chart->term) == 0 &&
           strcmp(id->format, chart->format) == 0 && strcmp(json_text_at(record, "kind"), chart->kind) == 0 &&
           (!chart->regime || strcmp(json_text_at(record, "regime"), chart->regime) == 0);
}

static void add_once(json_t *list, const char *text)
{
    size_t i;
    json_t *element;
    json_array_foreach(list, i, element) if (strcmp(json_string_value(element), text) == 0) return;
    json_array_append_new(list, json_string(text));
}

static double time_at(const json_t *record, const char *name)
{
    double time = (double)json_number_at(record, name);
    return isfinite(time) && time > 0 ? time : (double)json_number_at(record, "ns_per_element");
}

static void widen(struct speed_chart *chart, const json_t *record)
{
    double batch = (double)json_number_at(record, "batch"),
           bytes = (double)json_number_at(record, "bytes_per_element");
    chart->batch_low = fmin(chart->batch_low, batch);
    chart->batch_high = fmax(chart->batch_high, batch);
    chart->time_low = fmin(chart->time_low, time_at(record, "ns_low"));
    chart->time_high = fmax(chart->time_high, time_at(record, "ns_high"));
    if (bytes > 0)
        chart->bytes = bytes;
}

/* Fills in the chart's lists and ranges. */
static void survey(const struct report *report, struct speed_chart *chart)
{
    struct kernel_id id;
    const char *key;
    json_t *record;
    chart->batch_low = chart->time_low = (double)INFINITY;
    json_object_foreach(report->bench, key, record) if (belongs(chart, record, &id))
    {
        add_once(chart->names, id.variant);
        add_once(chart->lines, line_of(record));
        widen(chart, record);
    }
}

static enum status write_table(const struct report *report, const struct speed_chart *chart, const char *name)
{
    struct output_file out;
    size_t i;
    json_t *record, *sorted;
    enum status status = report_stage_table(&out, report, "speed-%s", name);
    if (status != STATUS_OK)
        return status;
    fputs("variant\tline\tbatch\tns_per_element\tns_low\tns_high\n", out.stream);
    sorted = report_by_batch(report->bench);
    json_array_foreach(sorted, i, record)
    {
        struct kernel_id id;
        if (!belongs(chart, record, &id))
            continue;
        report_tsv_text(out.stream, id.variant);
        fputc('\t', out.stream);
        report_tsv_text(out.stream, line_of(record));
        fprintf(out.stream, "\t%.17g\t%.17g\t%.17g\t%.17g\n", (double)json_number_at(record, "batch"),
                (double)json_number_at(record, "ns_per_element"), time_at(record, "ns_low"),
                time_at(record, "ns_high"));
    }
    json_decref(sorted);
    return output_commit(&out);
}

/* The cache sizes of the machine that ran bench, as batches that fill them. */
static json_t *cache_batches(const struct report *report, double bytes)
{
    json_t *batches = json_array(), *document, *size;
    size_t d, c;
    json_array_foreach(report->documents, d, document)
    {
        const json_t *caches = json_object_get(json_object_get(document, "machine"), "caches");
        if (strcmp(json_text_at(document, "command"), "bench") != 0 || !json_is_array(caches))
            continue;
        json_array_clear(batches);
        json_array_foreach(caches, c, size)
            json_array_append_new(batches, json_real(bytes > 0 ? json_number_value(size) / bytes : 0));
    }
    if (json_array_size(batches) == 0)
        json_array_append_new(batches, json_real(0)); /* gnuplot has no empty arrays; 0 is off the axis */
    return batches;
}

static enum status chart_times(struct report *report, struct speed_chart *chart)
{
    char name[320], title[320];
    snprintf(name, sizeof name, "%s-%s-%s%s%s", chart->kind, chart->term, chart->format,
             chart->regime ? "-" : "", chart->regime ? chart->regime : "");
    report_file_name(name);
    enum status status = write_table(report, chart, name);
    if (status != STATUS_OK)
        return status;
    snprintf(title, sizeof title, "Time of %s%s, %s%s%s", chart->regime ? "the batch mean of " : "",
             chart->term, chart->format, chart->regime ? ", " : "", chart->regime ? chart->regime : "");
    json_t *caches = cache_batches(report, chart->bytes);
    bool known = json_number_value(json_array_get(caches, 0)) > 0;
    json_t *set =
        report_chart_add(report, "speed", name, title, chart->format, json_pack("[s]", chart->term));
    json_object_set_new(set, "panels", json_integer((json_int_t)json_array_size(chart->names)));
    json_object_set_new(set, "names", json_incref(chart->names));
    json_object_set_new(set, "lines", json_incref(chart->lines));
    json_object_set_new(set, "times", json_sprintf("data/speed-%s.tsv", name));
    json_object_set_new(set, "caches", caches);
    json_object_set_new(set, "cache_words", json_string(known ? "the batch fills a cache" : ""));
    json_object_set_new(set, "x_low", json_real(chart->batch_low / 2));
    json_object_set_new(set, "x_high", json_real(chart->batch_high * 2));
    json_object_set_new(set, "y_bottom", json_real(chart->time_low / 1.5));
    json_object_set_new(set, "y_top", json_real(chart->time_high * 1.5));
    return STATUS_OK;
}

/* The chart to which the record belongs, if that is not among those done; a single batch makes no curve. */
static enum status chart_once(struct report *report, const json_t *record, json_t *done)
{
    struct kernel_id id;
    struct speed_chart chart = {.kind = json_text_at(record, "kind")};
    char key[256];
    if (!kernel_id_read(&id, json_text_at(record, "id")))
        return STATUS_OK;
    snprintf(chart.term, sizeof chart.term, "%s", id.term);
    snprintf(chart.format, sizeof chart.format, "%s", id.format);
    if (strcmp(chart.kind, "mean") == 0)
        chart.regime = json_text_at(record, "regime");
    snprintf(key, sizeof key, "%s %s %s %s", id.term, id.format, chart.kind,
             chart.regime ? chart.regime : "");
    if (!report_chart_is_new(done, key))
        return STATUS_OK;
    chart.names = json_array();
    chart.lines = json_array();
    survey(report, &chart);
    enum status status = chart.batch_low < chart.batch_high ? chart_times(report, &chart) : STATUS_OK;
    json_decref(chart.names);
    json_decref(chart.lines);
    return status;
}

enum status report_speed(struct report *report)
{
    return report_charts_add(report, report->bench, chart_once);
}
