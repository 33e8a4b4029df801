/* speed.c -- charts of time against batch: one per term, format and kind; a panel per variant, the fastest first, a line
   per regime, or per reduction for batch means; behind it what the machine can copy. */
#include "harness/report/speed.h"
#include "harness/base/json.h"
#include "harness/base/output.h"
#include "harness/report/charts.h"
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
    bool copies; /* whether it is known how fast the machine copies */
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

/* Of the last bench among the documents: what it says of the machine, or what it was asked for. */
static const json_t *of_bench(const struct report *report, const char *part)
{
    const json_t *found = NULL;
    json_t *document;
    size_t d;
    json_array_foreach(report->documents, d,
                       document) if (strcmp(json_text_at(document, "command"), "bench") == 0) found =
        json_object_get(document, part);
    return found;
}

/* The least time an element can take where its bytes have to come from the cache that the batch is in, or from memory: at the
   speed at which this machine copies. NaN: not measured. */
static double copy_time(const struct report *report, const json_t *record)
{
    const json_t *speed =
        json_object_get(json_object_get(of_bench(report, "options"), "limits"), "copy_bytes_per_ns");
    return (double)(json_number_at(record, "bytes_per_element") /
                    json_number_at(speed, json_text_at(record, "cache")));
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

/* The least time of a variant. */
static double best_time(const struct report *report, const struct speed_chart *chart, const char *variant)
{
    double best = (double)INFINITY;
    struct kernel_id id;
    const char *key;
    json_t *record;
    json_object_foreach(report->bench, key,
                        record) if (belongs(chart, record, &id) && strcmp(id.variant, variant) == 0) best =
        fmin(best, (double)json_number_at(record, "ns_per_element"));
    return best;
}

/* The fastest first. */
static void sort_names(const struct report *report, struct speed_chart *chart)
{
    size_t count = json_array_size(chart->names);
    for (size_t i = 1; i < count; i++)
        for (size_t k = i; k > 0; k--) {
            json_t *here = json_array_get(chart->names, k), *before = json_array_get(chart->names, k - 1);
            if (best_time(report, chart, json_string_value(here)) >=
                best_time(report, chart, json_string_value(before)))
                break;
            json_incref(here);
            json_array_remove(chart->names, k);
            json_array_insert_new(chart->names, k - 1, here);
        }
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
        chart->copies |= isfinite(copy_time(report, record));
        widen(chart, record);
    }
}

static enum status write_table(const struct report *report, const struct speed_chart *chart)
{
    struct output_file out;
    size_t i;
    json_t *record, *sorted;
    enum status status = report_chart_table(&out, report);
    if (status != STATUS_OK)
        return status;
    fputs("variant\tline\tbatch\tns_per_element\tns_low\tns_high\telements_per_second\tcopy_ns\n",
          out.stream);
    sorted = report_by_batch(report->bench);
    json_array_foreach(sorted, i, record)
    {
        struct kernel_id id;
        double copy = copy_time(report, record), ns = (double)json_number_at(record, "ns_per_element");
        if (!belongs(chart, record, &id))
            continue;
        report_tsv_text(out.stream, id.variant);
        fputc('\t', out.stream);
        report_tsv_text(out.stream, line_of(record));
        fprintf(out.stream, "\t%.17g\t%.17g\t%.17g\t%.17g\t%.6g\t", (double)json_number_at(record, "batch"),
                ns, time_at(record, "ns_low"), time_at(record, "ns_high"), 1e9 / ns);
        fprintf(out.stream, isfinite(copy) && copy > 0 ? "%.6g\n" : "NaN\n", copy);
    }
    json_decref(sorted);
    return output_commit(&out);
}

/* The cache sizes of the machine that ran bench, as batches that fill them. */
static json_t *cache_batches(const struct report *report, double bytes)
{
    json_t *batches = json_array(), *size;
    size_t c;
    json_array_foreach(json_object_get(of_bench(report, "machine"), "caches"), c, size)
        json_array_append_new(batches, json_real(bytes > 0 ? json_number_value(size) / bytes : 0));
    if (json_array_size(batches) == 0)
        json_array_append_new(batches, json_real(0)); /* gnuplot has no empty arrays; 0 is off the axis */
    return batches;
}

static enum status chart_times(struct report *report, struct speed_chart *chart)
{
    char name[320], title[320];
    snprintf(name, sizeof name, "%s-%s-%s%s%s", chart->kind, chart->term, chart->format,
             chart->regime ? "-" : "", chart->regime ? chart->regime : "");
    snprintf(title, sizeof title, "How fast is %s%s at which batch? %s%s%s",
             chart->regime ? "the batch mean of " : "", chart->term, chart->format, chart->regime ? ", " : "",
             chart->regime ? chart->regime : "");
    json_t *caches = cache_batches(report, chart->bytes);
    bool known = json_number_value(json_array_get(caches, 0)) > 0;
    json_t *set =
        report_chart_add(report, "speed", name, title, chart->format, json_pack("[s]", chart->term));
    json_object_set_new(set, "panels", json_integer((json_int_t)json_array_size(chart->names)));
    json_object_set_new(set, "names", json_incref(chart->names));
    json_object_set_new(set, "lines", json_incref(chart->lines));
    json_object_set_new(set, "caches", caches);
    json_object_set_new(set, "cache_words", json_string(known ? "the batch fills a cache" : ""));
    json_object_set_new(set, "copy_words", json_string(chart->copies ? "copying its bytes" : ""));
    json_object_set_new(set, "x_low", json_real(chart->batch_low / 2));
    json_object_set_new(set, "x_high", json_real(chart->batch_high * 2));
    json_object_set_new(set, "y_bottom", json_real(chart->time_low / 1.5));
    json_object_set_new(set, "y_top", json_real(chart->time_high * 1.5));
    return write_table(report, chart);
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
    sort_names(report, &chart);
    enum status status = chart.batch_low < chart.batch_high ? chart_times(report, &chart) : STATUS_OK;
    json_decref(chart.names);
    json_decref(chart.lines);
    return status;
}

enum status report_speed(struct report *report)
{
    return report_charts_add(report, report->bench, chart_once);
}
