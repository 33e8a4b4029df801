#include "harness/record/schema.h"

#include "harness/base/allocate.h"
#include "harness/base/json.h"
#include "harness/record/binades.h"
#include "harness/record/schema_fields.h"
#include "harness/selection/kernel_id.h"

#include <ctype.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static const json_int_t most = (json_int_t)1 << 53;

/* Where a record stands in its file: "kernels[3].loss". */
struct schema_place {
    const char *path;
    char text[256];
};

static const char *type_words(unsigned types)
{
    static const struct {
        unsigned types;
        const char *words;
    } table[] = {
        {SCHEMA_KERNEL_ID, "a kernel id TERM/VARIANT/FORMAT"},
        {SCHEMA_FORMAT, "f32 or f64"},
        {SCHEMA_BINADES, "an array of binades with a histogram"},
        {SCHEMA_SERIES, "an array of numbers, nulls and decimal strings, as long as its neighbours,"},
        {SCHEMA_RECORDS, "an array of objects"},
        {SCHEMA_OBJECT | SCHEMA_MAP, "an object"},
        {SCHEMA_COUNT, "a whole number from 0 to 2^53"},
        {SCHEMA_SEED, "a whole number from 0 on"},
        {SCHEMA_FLOAT, "a string with a hex float, inf, -inf or nan"},
        {SCHEMA_FLOATS, "an array of strings with hex floats, and nulls"},
        {SCHEMA_MAXIMUM,
         "a number from 0 on with hex floats \"at\" and \"got\", or null where \"compared\" is 0,"},
        {SCHEMA_ULP, "a number from 0 on"},
        {SCHEMA_STRINGS, "an array of strings"},
        {SCHEMA_NUMBERS, "an array of numbers"},
        {SCHEMA_ROWS, "an array of arrays"},
        {SCHEMA_SHARD, "[I, N] with 1 <= I <= N <= 9999"},
        {SCHEMA_BOOL, "true or false"},
        {SCHEMA_NUMBER, "a number"},
        {SCHEMA_STRING, "a string"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (types & table[i].types)
            return table[i].words;
    return "null";
}

static bool are_numbers(const json_t *value)
{
    size_t i;
    json_t *element;
    json_array_foreach(value, i, element) if (!json_is_number(element) && !json_is_null(element) &&
                                              !json_is_string(element)) return false;
    return true;
}

static bool are_rows(const json_t *value)
{
    size_t i;
    json_t *element;
    json_array_foreach(value, i, element) if (!json_is_array(element)) return false;
    return true;
}

/* length: of the series of the record so far; 0: none seen. */
static bool is_series(const json_t *value, size_t *length)
{
    if (!are_numbers(value))
        return false;
    if (*length == 0)
        *length = json_array_size(value);
    return json_array_size(value) > 0 && json_array_size(value) == *length;
}

static bool is_float(const json_t *value)
{
    const char *text = json_string_value(value);
    char *end;
    if (!text || isspace((unsigned char)*text))
        return false;
    strtod(text, &end);
    return end != text && *end == '\0';
}

static bool are_floats(const json_t *value)
{
    size_t i;
    json_t *element;
    json_array_foreach(value, i, element) if (!json_is_null(element) && !is_float(element)) return false;
    return true;
}

static bool are_strings(const json_t *value)
{
    size_t i;
    json_t *element;
    json_array_foreach(value, i, element) if (!json_is_string(element)) return false;
    return true;
}

static bool is_ulp(const json_t *value)
{
    return (json_is_number(value) || is_float(value)) && json_long_double(value) >= 0 &&
           isfinite(json_long_double(value));
}

static bool is_count(const json_t *value)
{
    return json_is_integer(value) && json_integer_value(value) >= 0 && json_integer_value(value) <= most;
}

static bool is_maximum(const json_t *value, const json_t *record)
{
    if (json_integer_value(json_object_get(record, "compared")) == 0)
        return json_is_null(value);
    return is_ulp(value) && is_float(json_object_get(record, "at")) &&
           is_float(json_object_get(record, "got"));
}

static bool is_shard(const json_t *value)
{
    json_int_t shard, shards;
    return json_unpack((json_t *)value, "[I, I!]", &shard, &shards) == 0 && shard >= 1 && shard <= shards &&
           shards <= 9999;
}

static bool are_binades(const json_t *record)
{
    struct binades *binades = allocate(1, sizeof *binades);
    bool read = binades_parse(binades, record);
    free(binades);
    return read;
}

static bool is_string_of(const json_t *value, unsigned types)
{
    struct kernel_id id;
    const char *text = json_string_value(value);
    return types & SCHEMA_STRING || (types & SCHEMA_KERNEL_ID && kernel_id_read(&id, text)) ||
           (types & SCHEMA_FORMAT && (strcmp(text, "f32") == 0 || strcmp(text, "f64") == 0)) ||
           (types & SCHEMA_FLOAT && is_float(value)) || (types & SCHEMA_ULP && is_ulp(value));
}

static bool is_number_of(const json_t *value, unsigned types)
{
    return types & SCHEMA_NUMBER || (types & SCHEMA_COUNT && is_count(value)) ||
           (types & SCHEMA_SEED && json_is_integer(value) && json_integer_value(value) >= 0) ||
           (types & SCHEMA_ULP && is_ulp(value));
}

static bool is_array_of(const json_t *value, const json_t *record, unsigned types, size_t *length)
{
    return types & SCHEMA_RECORDS || (types & SCHEMA_NUMBERS && are_numbers(value)) ||
           (types & SCHEMA_ROWS && are_rows(value)) || (types & SCHEMA_SERIES && is_series(value, length)) ||
           (types & SCHEMA_FLOATS && are_floats(value)) || (types & SCHEMA_STRINGS && are_strings(value)) ||
           (types & SCHEMA_SHARD && is_shard(value)) || (types & SCHEMA_BINADES && are_binades(record));
}

static bool is_of(const json_t *value, const json_t *record, unsigned types, size_t *length)
{
    if (types & SCHEMA_MAXIMUM)
        return is_maximum(value, record);
    switch (json_typeof(value)) {
    case JSON_STRING:
        return is_string_of(value, types);
    case JSON_INTEGER:
    case JSON_REAL:
        return is_number_of(value, types);
    case JSON_TRUE:
    case JSON_FALSE:
        return types & SCHEMA_BOOL;
    case JSON_NULL:
        return types & SCHEMA_NULL;
    case JSON_OBJECT:
        return types & (SCHEMA_OBJECT | SCHEMA_MAP);
    case JSON_ARRAY:
        return is_array_of(value, record, types, length);
    }
    return false;
}

/* The line on a field that is not what it has to be; a long value is cut. */
static enum status refuse(const struct schema_place *place, const json_t *value, unsigned types)
{
    enum { SHOWN = 60 };
    char *found = value ? json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT) : NULL;
    enum status status = fail(STATUS_DATA, "%s: %s is %.*s%s; %s%s is read", place->path, place->text, SHOWN,
                              found ? found : "missing", found && strlen(found) > SHOWN ? "..." : "",
                              type_words(types), types & SCHEMA_NULL ? " or null" : "");
    free(found);
    return status;
}

static enum status check(const json_t *record, const struct schema_field *fields, struct schema_place *place,
                         size_t *length);

static enum status check_map(const json_t *map, const struct schema_field *of, struct schema_place *place,
                             size_t *length)
{
    enum status status = STATUS_OK;
    size_t end = strlen(place->text);
    const char *name;
    json_t *member;
    json_object_foreach((json_t *)map, name, member)
    {
        snprintf(place->text + end, sizeof place->text - end, ".%.40s", name);
        if (status == STATUS_OK)
            status = check(member, of, place, length);
    }
    return status;
}

/* The object under a field, or each record of its list. `top`: the field is the document's own, and each
   record has lengths of its own. */
static enum status check_inside(const json_t *value, const struct schema_field *field,
                                struct schema_place *place, bool top, size_t *length)
{
    enum status status = STATUS_OK;
    size_t i, end = strlen(place->text);
    json_t *element;
    if (json_is_object(value))
        return field->types & SCHEMA_MAP ? check_map(value, field->of, place, length)
                                         : check(value, field->of, place, length);
    json_array_foreach(value, i, element)
    {
        size_t fresh = 0;
        snprintf(place->text + end, sizeof place->text - end, "[%zu]", i);
        if (status == STATUS_OK)
            status = check(element, field->of, place, top ? &fresh : length);
    }
    return status;
}

static enum status check(const json_t *record, const struct schema_field *fields, struct schema_place *place,
                         size_t *length)
{
    size_t end = strlen(place->text);
    enum status status = STATUS_OK;
    if (!json_is_object(record))
        return refuse(place, record, SCHEMA_OBJECT);
    for (const struct schema_field *f = fields; f && f->name && status == STATUS_OK; f++) {
        const json_t *value = json_object_get(record, f->name);
        if (!value && f->types & SCHEMA_OPTIONAL)
            continue;
        snprintf(place->text + end, sizeof place->text - end, "%s%s", end ? "." : "", f->name);
        if (!value || !is_of(value, record, f->types, length))
            return refuse(place, value, f->types);
        if (f->of || f->types & SCHEMA_RECORDS)
            status = check_inside(value, f, place, end == 0, length);
    }
    return status;
}

/* A kernel that has two records would be counted twice, or once with the wrong one. */
static enum status check_twice(const json_t *records, const char *path)
{
    json_t *seen = json_object(), *record;
    size_t i;
    enum status status = STATUS_OK;
    json_array_foreach(records, i, record)
    {
        const char *id = json_text_at(record, "id");
        if (json_object_get(seen, id) && status == STATUS_OK)
            status = fail(STATUS_DATA,
                          "%s: kernels[%zu].id is %s, which has a record already; one for each is read", path,
                          i, id);
        json_object_set_new(seen, id, json_true());
    }
    json_decref(seen);
    return status;
}

enum status schema_check(const json_t *document, const char *path)
{
    struct schema_place place = {.path = path, .text = ""};
    size_t length = 0;
    enum status status = check(document, schema_fields_document, &place, &length);
    return status == STATUS_OK ? check_twice(json_object_get(document, "kernels"), path) : status;
}
