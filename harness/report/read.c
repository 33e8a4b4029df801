#include "harness/report/read.h"
#include "harness/base/json.h"
#include "harness/record/result_read.h"
#include "harness/selection/kernel_id.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What tells two records of a section apart. */
static void merge(json_t *into, const json_t *records, const char *const names[])
{
    size_t i;
    json_t *record;
    json_array_foreach(records, i, record)
    {
        char key[512] = "";
        for (size_t k = 0; names[k]; k++) {
            char *part = json_dumps(json_object_get(record, names[k]), JSON_ENCODE_ANY);
            snprintf(key + strlen(key), sizeof key - strlen(key), "%s ", part ? part : "");
            free(part);
        }
        json_object_set(into, key, record);
    }
}

/* A variant as tables and charts show it: "fast" of a foreign library is "fast (SLEEF 3.5.1)". */
static void call(char called[KERNEL_ID_VARIANT], const char *variant, const json_t *record)
{
    snprintf(called, KERNEL_ID_VARIANT, "%.63s (%.60s)", variant, json_text_at(record, "library"));
    for (char *p = called; *p; p++)
        if (*p == '/')
            *p = '-'; /* where the parts of an id end */
}

static void call_all(json_t *records)
{
    size_t i;
    json_t *record;
    char called[KERNEL_ID_VARIANT];
    struct kernel_id id;
    json_array_foreach(records, i, record) if (json_object_get(record, "library"))
    {
        const char *variant = json_text_at(record, "variant");
        if (kernel_id_read(&id, json_text_at(record, "id"))) {
            call(called, id.variant, record);
            json_object_set_new(record, "id", json_sprintf("%s/%s/%s", id.term, called, id.format));
        } else if (*variant) {
            call(called, variant, record);
            json_object_set_new(record, "variant", json_name(called));
        }
    }
}

/* Has every record of a foreign kernel tell it by its library too. */
static void call_kernels(json_t *document)
{
    static const char *const sections[] = {"kernels",     "bench",       "batch",
                                           "class_means", "given_means", "faults"};
    json_t *curve, *trace, *loss, *part;
    size_t i, l, t;
    for (i = 0; i < sizeof sections / sizeof *sections; i++)
        call_all(json_object_get(document, sections[i]));
    json_array_foreach(json_object_get(document, "curves"), i, curve)
        call_all(json_object_get(curve, "kernels"));
    json_array_foreach(json_object_get(document, "traces"), i, trace)
        json_array_foreach(json_object_get(trace, "losses"), l, loss)
            json_array_foreach(json_object_get(loss, "terms"), t, part)
                call_all(json_object_get(part, "kernels"));
}

static void merge_document(struct report *report, const char *path, const json_t *from)
{
    static const char *const kernel_key[] = {"id", NULL};
    static const char *const curve_key[] = {"term", "format", "target", NULL};
    static const char *const bench_key[] = {"id", "kind", "reduction", "regime", "batch", NULL};
    static const char *const batch_key[] = {"id", "regime", "reduction", "batch", NULL};
    static const char *const given_key[] = {"id", "regime", "batch", NULL};
    static const char *const trace_key[] = {"name", NULL};
    size_t i;
    json_t *record;
    json_array_foreach(json_object_get(from, "kernels"), i, record)
        json_object_set_new(record, "document", json_integer((json_int_t)json_array_size(report->documents)));
    merge(report->kernels, json_object_get(from, "kernels"), kernel_key);
    merge(report->curves, json_object_get(from, "curves"), curve_key);
    merge(report->bench, json_object_get(from, "bench"), bench_key);
    merge(report->batch, json_object_get(from, "batch"), batch_key);
    merge(report->given, json_object_get(from, "given_means"), given_key);
    merge(report->traces, json_object_get(from, "traces"), trace_key);
    static const char *const facts[] = {"provenance", "machine", "key", "options"};
    json_t *document =
        json_pack("{s:o, s:s}", "path", json_name(path), "command", json_text_at(from, "command"));
    for (i = 0; i < sizeof facts / sizeof *facts; i++) {
        json_t *fact = json_object_get(from, facts[i]);
        json_object_set_new(document, facts[i], fact ? json_incref(fact) : json_object());
    }
    json_array_append_new(report->documents, document);
    json_array_extend(report->faults, json_object_get(from, "faults"));
}

enum status report_read(struct report *report, char *const paths[], size_t count)
{
    *report = (struct report){.documents = json_array(),
                              .kernels = json_object(),
                              .curves = json_object(),
                              .bench = json_object(),
                              .traces = json_object(),
                              .batch = json_object(),
                              .given = json_object(),
                              .faults = json_array(),
                              .charts = json_array()};
    for (size_t i = 0; i < count; i++) {
        json_t *from;
        enum status status = result_read(&from, paths[i]);
        if (status != STATUS_OK)
            return status;
        call_kernels(from);
        merge_document(report, paths[i], from);
        json_decref(from);
    }
    return STATUS_OK;
}

void report_free(struct report *report)
{
    json_decref(report->documents);
    json_decref(report->kernels);
    json_decref(report->curves);
    json_decref(report->bench);
    json_decref(report->traces);
    json_decref(report->batch);
    json_decref(report->given);
    json_decref(report->faults);
    json_decref(report->charts);
    json_decref(report->exact);
    free(report->directory);
    *report = (struct report){0};
}
