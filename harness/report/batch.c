/* batch.c -- charts of the error of a mean against the batch: one per kernel and regime, a panel per
   reduction, a line per part of the error. */
#include "harness/report/batch.h"
#include "harness/base/json.h"
#include "harness/base/output.h"
#include "harness/report/charts.h"
#include "harness/report/text.h"
#include "harness/selection/kernel_id.h"

#include <math.h>
#include <string.h>

static const char *const parts[] = {"total", "element", "sum", "scale", "sum_bound"};
enum { ERROR_PARTS = sizeof parts / sizeof *parts };

/* Errors below this are not drawn. */
#define LEAST 1e-4L

struct batch_chart {
    const char *id, *regime;
    json_t *reductions; /* by first appearance */
    long double batch_low, batch_high, error_high;
};

static bool belongs(const struct batch_chart *chart, const json_t *record)
{
    return strcmp(json_text_at(record, "id"), chart->id) == 0 &&
           strcmp(json_text_at(record, "regime"), chart->regime) == 0;
}

static void survey(const struct report *report, struct batch_chart *chart)
{
    const char *key;
    json_t *record, *known;
    size_t i;
    json_object_foreach(report->batch, key, record)
    {
        if (!belongs(chart, record))
            continue;
        bool seen = false;
        json_array_foreach(chart->reductions, i, known) seen |=
            strcmp(json_string_value(known), json_text_at(record, "reduction")) == 0;
        if (!seen)
            json_array_append(chart->reductions, json_object_get(record, "reduction"));
        chart->batch_low = fminl(chart->batch_low, json_number_at(record, "batch"));
        chart->batch_high = fmaxl(chart->batch_high, json_number_at(record, "batch"));
        for (size_t p = 0; p < ERROR_PARTS - 1; p++) /* bounds may leave the chart */
            chart->error_high = fmaxl(chart->error_high, fabsl(json_number_at(record, parts[p])));
    }
}

static enum status write_table(const struct report *report, const struct batch_chart *chart)
{
    struct output_file out;
    size_t i;
    json_t *record, *sorted;
    enum status status = report_chart_table(&out, report);
    if (status != STATUS_OK)
        return status;
    fputs("reduction\tbatch\ttotal\telement\tsum\tscale\tsum_bound\n", out.stream);
    sorted = report_by_batch(report->batch);
    json_array_foreach(sorted, i, record)
    {
        if (!belongs(chart, record))
            continue;
        report_tsv_text(out.stream, json_text_at(record, "reduction"));
        fputc('\t', out.stream);
        report_tsv_number(out.stream, json_object_get(record, "batch"));
        for (size_t p = 0; p < ERROR_PARTS; p++) {
            fputc('\t', out.stream);
            report_tsv_number(out.stream, json_object_get(record, parts[p]));
        }
        fputc('\n', out.stream);
    }
    json_decref(sorted);
    return output_commit(&out);
}

static enum status draw(struct report *report, const struct batch_chart *chart)
{
    char name[256], title[256];
    struct kernel_id id = {.format = ""};
    kernel_id_read(&id, chart->id);
    snprintf(name, sizeof name, "%s-%s", chart->id, chart->regime);
    report_file_name(name);
    snprintf(title, sizeof title, "How wrong is the mean over a batch, and why? %s, %s", chart->id,
             chart->regime);
    json_t *set = report_chart_add(report, "batch", name, title, id.format, json_pack("[s]", id.term));
    json_object_set_new(set, "panels", json_integer((json_int_t)json_array_size(chart->reductions)));
    json_object_set(set, "names", chart->reductions);
    json_object_set_new(set, "x_low", json_real((double)chart->batch_low / 1.5));
    json_object_set_new(set, "x_high", json_real((double)chart->batch_high * 1.5));
    json_object_set_new(set, "y_bottom", json_real((double)LEAST));
    json_object_set_new(set, "y_top", json_real((double)fminl(chart->error_high, 1e30L) * 30));
    return write_table(report, chart);
}

/* The chart to which the record belongs, if that is not among those done; a single batch makes no curve. */
static enum status draw_once(struct report *report, const json_t *record, json_t *done)
{
    struct batch_chart chart = {
        json_text_at(record, "id"), json_text_at(record, "regime"), NULL, HUGE_VALL, 0, 1};
    char key[256];
    enum status status = STATUS_OK;
    snprintf(key, sizeof key, "%s %s", chart.id, chart.regime);
    if (!report_chart_is_new(done, key))
        return STATUS_OK;
    chart.reductions = json_array();
    survey(report, &chart);
    if (chart.batch_low < chart.batch_high)
        status = draw(report, &chart);
    json_decref(chart.reductions);
    return status;
}

enum status report_batch(struct report *report)
{
    return report_charts_add(report, report->batch, draw_once);
}
