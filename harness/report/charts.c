#include "harness/report/charts.h"
#include "harness/base/allocate.h"
#include "harness/base/json.h"

#include "harness/report/stage.h"
#include "harness/report/text.h"
#include "losses/registry.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
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

enum status report_chart_table(struct output_file *out, const struct report *report)
{
    const json_t *last = json_array_get(report->charts, json_array_size(report->charts) - 1);
    return report_stage_file(out, report, REPORT_CHARTS, "%s.tsv", json_text_at(last, "name"));
}

enum status report_chart_spans(struct output_file *out, const struct report *report)
{
    const json_t *last = json_array_get(report->charts, json_array_size(report->charts) - 1);
    return report_stage_file(out, report, REPORT_CHARTS, "%s-spans.tsv", json_text_at(last, "name"));
}

void report_chart_bounds(json_t *set, double loss, double grad)
{
    char words[64];
    if (!isfinite(loss) && !isfinite(grad))
        snprintf(words, sizeof words, "no bound declared");
    else if (!isfinite(loss) || !isfinite(grad) || (loss >= grad && loss <= grad))
        snprintf(words, sizeof words, "declared bound %g ulp", fmin(loss, grad));
    else
        snprintf(words, sizeof words, "declared bounds %g, %g ulp", loss, grad);
    json_object_set_new(set, "bound", json_real(!isfinite(loss) ? -1 : loss));
    json_object_set_new(set, "grad_bound", json_real(!isfinite(grad) ? -1 : grad));
    json_object_set_new(set, "bound_words", json_string(words));
}

bool report_chart_is_new(json_t *done, const char *name)
{
    bool is_new = !json_object_get(done, name);
    json_object_set_new(done, name, json_true());
    return is_new;
}

static int compare_batches(const void *left, const void *right)
{
    long double a = json_number_at(*(json_t *const *)left, "batch");
    long double b = json_number_at(*(json_t *const *)right, "batch");
    return (a > b) - (a < b);
}

json_t *report_by_batch(const json_t *records)
{
    size_t count = json_object_size(records), i = 0;
    json_t **sorted = allocate(count, sizeof *sorted), *record, *array = json_array();
    const char *key;
    json_object_foreach((json_t *)records, key, record) sorted[i++] = record;
    qsort(sorted, count, sizeof *sorted, compare_batches);
    for (i = 0; i < count; i++)
        json_array_append(array, sorted[i]);
    free(sorted);
    return array;
}

/* A loss of D needs an exponential or a logarithm. */
bool report_is_score(const char *id)
{
    const struct term *term = term_find(id);
    return term && term->space == LOGIT && term->needs == POLYNOMIAL;
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
