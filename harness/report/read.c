/* read.c -- what a result document must hold for the report to be made from it, and the merging of
   several. A record that lacks a part is refused by name, before anything is written. */
#include "harness/report/read.h"
#include "harness/base/allocate.h"
#include "harness/base/json.h"
#include "harness/record/binades.h"
#include "harness/record/result.h"
#include "harness/report/text.h"
#include "harness/selection/kernel_id.h"

#include <stdlib.h>
#include <string.h>

enum {
    STRING = 1,
    NUMBER = 2,
    NULL_ALLOWED = 4,
    BOOL = 8,
    OBJECT = 16,
    LIST = 32,          /* of records */
    NUMBER_SERIES = 64, /* of numbers and nulls; all of one record have the same length */
    KERNEL_ID = 128,
    FORMAT = 256,
    OPTIONAL = 512,
    BINADES_ROWS = 1024 /* with the histogram beside them, as record/binades.h reads them */
};

struct field {
    const char *name;
    unsigned types;
    const struct field *of; /* of an object, or of each record of a list; ends with a NULL name */
};

static const struct field output[] = {
    {"max_ulp", NUMBER | STRING | NULL_ALLOWED, NULL},
    {"at", STRING | NULL_ALLOWED | OPTIONAL, NULL},
    {"target", STRING | NULL_ALLOWED | OPTIONAL, NULL},
    {"got", STRING | NULL_ALLOWED | OPTIONAL, NULL},
    {"exact", STRING | NULL_ALLOWED | OPTIONAL, NULL},
    {"not_rounded", NUMBER | NULL_ALLOWED | OPTIONAL, NULL},
    {"lost", OBJECT | NULL_ALLOWED | OPTIONAL, NULL},
    {"classes", OBJECT, NULL},
    {"binades", BINADES_ROWS | OPTIONAL, NULL},
    {NULL, 0, NULL},
};
static const struct field both_outputs[] = {
    {"loss", OBJECT, output},
    {"grad", OBJECT, output},
    {NULL, 0, NULL},
};
static const struct field kernel[] = {
    {"id", KERNEL_ID, NULL},
    {"inputs", NUMBER | NULL_ALLOWED, NULL},
    {"pass", BOOL | NULL_ALLOWED, NULL},
    {"bound_ulp", NUMBER | NULL_ALLOWED, NULL},
    {"loss", OBJECT, output},
    {"grad", OBJECT, output},
    {"own", OBJECT | NULL_ALLOWED | OPTIONAL, both_outputs},
    {NULL, 0, NULL},
};
static const struct field curve_kernel[] = {
    {"variant", STRING, NULL},
    {"grad", NUMBER_SERIES, NULL},
    {"loss_ulp", NUMBER_SERIES, NULL},
    {"grad_ulp", NUMBER_SERIES, NULL},
    {NULL, 0, NULL},
};
static const struct field curve[] = {
    {"term", STRING, NULL},          {"format", FORMAT, NULL},
    {"space", STRING, NULL},         {"target", STRING | NULL_ALLOWED | OPTIONAL, NULL},
    {"x", NUMBER_SERIES, NULL},      {"grad", NUMBER_SERIES, NULL},
    {"kernels", LIST, curve_kernel}, {NULL, 0, NULL},
};
static const struct field timing[] = {
    {"id", KERNEL_ID, NULL},
    {"kind", STRING, NULL},
    {"reduction", STRING | NULL_ALLOWED | OPTIONAL, NULL},
    {"regime", STRING, NULL},
    {"batch", NUMBER, NULL},
    {"ns_per_element", NUMBER, NULL},
    {"ns_low", NUMBER | NULL_ALLOWED | OPTIONAL, NULL},
    {"ns_high", NUMBER | NULL_ALLOWED | OPTIONAL, NULL},
    {"ns_per_call", NUMBER | NULL_ALLOWED | OPTIONAL, NULL},
    {"bytes_per_element", NUMBER | NULL_ALLOWED | OPTIONAL, NULL},
    {NULL, 0, NULL},
};
static const struct field batch[] = {
    {"id", KERNEL_ID, NULL},
    {"regime", STRING, NULL},
    {"reduction", STRING, NULL},
    {"batch", NUMBER, NULL},
    {"total", NUMBER | STRING | NULL_ALLOWED, NULL},
    {"element", NUMBER | STRING | NULL_ALLOWED, NULL},
    {"sum", NUMBER | STRING | NULL_ALLOWED, NULL},
    {"scale", NUMBER | STRING | NULL_ALLOWED, NULL},
    {"sum_bound", NUMBER | STRING | NULL_ALLOWED, NULL},
    {NULL, 0, NULL},
};
static const struct field trace_kernel[] = {
    {"id", KERNEL_ID, NULL},
    {"lost", NUMBER_SERIES, NULL},
    {"loss_ulp", NUMBER_SERIES, NULL},
    {"grad_ulp", NUMBER_SERIES, NULL},
    {"first_step", NUMBER | NULL_ALLOWED | OPTIONAL, NULL},
    {"half_step", NUMBER | NULL_ALLOWED | OPTIONAL, NULL},
    {NULL, 0, NULL},
};
static const struct field trace_term[] = {
    {"term", STRING, NULL},
    {"side", STRING, NULL},
    {"format", FORMAT, NULL},
    {"exact_loss", NUMBER_SERIES, NULL},
    {"exact_grad", NUMBER_SERIES, NULL},
    {"saturated_from", NUMBER | NULL_ALLOWED | OPTIONAL, NULL},
    {"kernels", LIST, trace_kernel},
    {NULL, 0, NULL},
};
static const struct field trace_loss[] = {
    {"loss", STRING, NULL},
    {"terms", LIST, trace_term},
    {NULL, 0, NULL},
};
static const struct field trace[] = {
    {"name", STRING, NULL},       {"steps", NUMBER, NULL}, {"batch", NUMBER, NULL},
    {"losses", LIST, trace_loss}, {NULL, 0, NULL},
};
static const struct field document[] = {
    {"command", STRING | OPTIONAL, NULL},
    {"machine", OBJECT | OPTIONAL, NULL},
    {"options", OBJECT | OPTIONAL, NULL},
    {"kernels", LIST | OPTIONAL, kernel},
    {"curves", LIST | OPTIONAL, curve},
    {"bench", LIST | OPTIONAL, timing},
    {"traces", LIST | OPTIONAL, trace},
    {"batch", LIST | OPTIONAL, batch},
    {NULL, 0, NULL},
};

static const char *type_words(unsigned types)
{
    static const struct {
        unsigned types;
        const char *words;
    } table[] = {
        {KERNEL_ID, "a kernel id TERM/VARIANT/FORMAT"},
        {FORMAT, "f32 or f64"},
        {BINADES_ROWS, "an array of binades with a histogram"},
        {NUMBER_SERIES, "an array of numbers, nulls and decimal strings, as long as its neighbours,"},
        {LIST, "an array of objects"},
        {OBJECT, "an object"},
        {BOOL, "true or false"},
        {NUMBER, "a number"},
        {STRING, "a string"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (types & table[i].types)
            return table[i].words;
    return "null";
}

/* length: of the series of the record so far; 0: none seen. */
static bool check_series(const json_t *value, size_t *length)
{
    size_t i;
    json_t *element;
    json_array_foreach(value, i, element) if (!json_is_number(element) && !json_is_null(element) &&
                                              !json_is_string(element)) return false;
    if (*length == 0)
        *length = json_array_size(value);
    return json_array_size(value) > 0 && json_array_size(value) == *length;
}

static bool check_binades(const json_t *record)
{
    struct binades *binades = allocate(1, sizeof *binades);
    bool read = binades_parse(binades, record);
    free(binades);
    return read;
}

static bool check_type(const json_t *value, const json_t *record, unsigned types, size_t *length)
{
    struct kernel_id id;
    const char *text = json_string_value(value);
    switch (json_typeof(value)) {
    case JSON_STRING:
        return types & STRING || (types & KERNEL_ID && kernel_id_read(&id, text)) ||
               (types & FORMAT && (strcmp(text, "f32") == 0 || strcmp(text, "f64") == 0));
    case JSON_INTEGER:
    case JSON_REAL:
        return types & NUMBER;
    case JSON_TRUE:
    case JSON_FALSE:
        return types & BOOL;
    case JSON_NULL:
        return types & NULL_ALLOWED;
    case JSON_OBJECT:
        return types & OBJECT;
    case JSON_ARRAY:
        return types & LIST || (types & NUMBER_SERIES && check_series(value, length)) ||
               (types & BINADES_ROWS && check_binades(record));
    }
    return false;
}

/* Where a record stands in its file: "kernels[3].loss". */
struct record_place {
    const char *path;
    char text[256];
};

static enum status check(const json_t *record, const struct field *fields, struct record_place *place,
                         size_t *length);

/* The object under a field, or each record of its list. `top`: the field is the document's own, and each
   record has lengths of its own. */
static enum status check_inside(const json_t *value, const struct field *of, struct record_place *place,
                                bool top, size_t *length)
{
    enum status status = STATUS_OK;
    size_t i, end = strlen(place->text);
    json_t *element;
    if (json_is_object(value))
        return check(value, of, place, length);
    json_array_foreach(value, i, element)
    {
        size_t fresh = 0;
        snprintf(place->text + end, sizeof place->text - end, "[%zu]", i);
        if (status == STATUS_OK)
            status = check(element, of, place, top ? &fresh : length);
    }
    return status;
}

static enum status check(const json_t *record, const struct field *fields, struct record_place *place,
                         size_t *length)
{
    size_t end = strlen(place->text);
    enum status status = STATUS_OK;
    if (!json_is_object(record))
        return fail(STATUS_DATA, "%s: %s is no object", place->path, place->text);
    for (const struct field *f = fields; f->name && status == STATUS_OK; f++) {
        const json_t *value = json_object_get(record, f->name);
        if (!value && f->types & OPTIONAL)
            continue;
        snprintf(place->text + end, sizeof place->text - end, "%s%s", end ? "." : "", f->name);
        if (!value || !check_type(value, record, f->types, length))
            return fail(STATUS_DATA, "%s: %s is %s; %s%s is read", place->path, place->text,
                        value ? "malformed" : "missing", type_words(f->types),
                        f->types & NULL_ALLOWED ? " or null" : "");
        if (f->of)
            status = check_inside(value, f->of, place, end == 0, length);
    }
    return status;
}

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

static void merge_document(struct report *report, const char *path, const json_t *from)
{
    static const char *const kernel_key[] = {"id", NULL};
    static const char *const curve_key[] = {"term", "format", "target", NULL};
    static const char *const bench_key[] = {"id", "kind", "reduction", "regime", "batch", NULL};
    static const char *const batch_key[] = {"id", "regime", "reduction", "batch", NULL};
    static const char *const trace_key[] = {"name", NULL};
    size_t i;
    json_t *record;
    json_array_foreach(json_object_get(from, "kernels"), i, record)
        json_object_set_new(record, "document", json_integer((json_int_t)json_array_size(report->documents)));
    merge(report->kernels, json_object_get(from, "kernels"), kernel_key);
    merge(report->curves, json_object_get(from, "curves"), curve_key);
    merge(report->bench, json_object_get(from, "bench"), bench_key);
    merge(report->batch, json_object_get(from, "batch"), batch_key);
    merge(report->traces, json_object_get(from, "traces"), trace_key);
    json_t *machine = json_object_get(from, "machine"), *options = json_object_get(from, "options");
    json_array_append_new(report->documents,
                          json_pack("{s:s, s:s, s:o, s:o}", "path", path, "command",
                                    json_text_at(from, "command"), "machine",
                                    machine ? json_incref(machine) : json_object(), "options",
                                    options ? json_incref(options) : json_object()));
}

enum status report_read(struct report *report, char *const paths[], size_t count)
{
    *report = (struct report){.documents = json_array(),
                              .kernels = json_object(),
                              .curves = json_object(),
                              .bench = json_object(),
                              .traces = json_object(),
                              .batch = json_object(),
                              .charts = json_array()};
    for (size_t i = 0; i < count; i++) {
        json_t *from;
        struct record_place place = {.path = paths[i]};
        size_t length = 0;
        enum status status = result_read(&from, paths[i]);
        if (status != STATUS_OK)
            return status;
        status = check(from, document, &place, &length);
        if (status == STATUS_OK)
            merge_document(report, paths[i], from);
        json_decref(from);
        if (status != STATUS_OK)
            return status;
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
    json_decref(report->charts);
    free(report->directory);
    *report = (struct report){0};
}
