#include "harness/record/schema_json.h"

#include "harness/base/allocate.h"

#include <stdbool.h>
#include <stdlib.h>

/* A table that is being written, where it stands, and the one around it: what contains itself refers to there. */
struct nest {
    const struct schema_field *fields;
    const char *pointer;
    const struct nest *around;
};

static json_t *object_json(const struct schema_field *fields, const char *pointer, const struct nest *around);

/* What a type is, but for those with fields of their own. */
static const struct {
    unsigned type;
    const char *json;
} plain[] = {
    {SCHEMA_STRING, "{\"type\": \"string\"}"},
    {SCHEMA_NUMBER, "{\"type\": \"number\"}"},
    {SCHEMA_NULL, "{\"type\": \"null\"}"},
    {SCHEMA_BOOL, "{\"type\": \"boolean\"}"},
    {SCHEMA_SERIES,
     "{\"type\": \"array\", \"minItems\": 1, \"items\": {\"type\": [\"number\", \"null\", \"string\"]}}"},
    {SCHEMA_NUMBERS, "{\"type\": \"array\", \"items\": {\"type\": [\"number\", \"null\", \"string\"]}}"},
    {SCHEMA_KERNEL_ID, "{\"type\": \"string\", \"pattern\": \"^[^/]+/[^/]+/f(32|64)$\"}"},
    {SCHEMA_FORMAT, "{\"enum\": [\"f32\", \"f64\"]}"},
    {SCHEMA_COUNT, "{\"type\": \"integer\", \"minimum\": 0, \"maximum\": 9007199254740992}"},
    {SCHEMA_SEED, "{\"type\": \"integer\", \"minimum\": 0}"},
    {SCHEMA_FLOAT, "{\"$ref\": \"#/$defs/float\"}"},
    {SCHEMA_FLOATS,
     "{\"type\": \"array\", \"items\": {\"anyOf\": [{\"$ref\": \"#/$defs/float\"}, {\"type\": \"null\"}]}}"},
    {SCHEMA_ULP, "{\"$ref\": \"#/$defs/ulp\"}"},
    {SCHEMA_MAXIMUM, "{\"anyOf\": [{\"$ref\": \"#/$defs/ulp\"}, {\"type\": \"null\"}]}"},
    {SCHEMA_SHARD,
     "{\"type\": \"array\", \"items\": {\"type\": \"integer\", \"minimum\": 1, \"maximum\": 9999}, "
     "\"minItems\": 2, \"maxItems\": 2}"},
    {SCHEMA_BINADES | SCHEMA_ROWS, "{\"type\": \"array\", \"items\": {\"type\": \"array\"}}"},
    {SCHEMA_STRINGS, "{\"type\": \"array\", \"items\": {\"type\": \"string\"}}"},
};
static const char definitions[] =
    "{\"float\": {\"description\": \"A float that comes back as the same one: hexadecimal, or inf, -inf, nan\","
    "  \"type\": \"string\","
    "  \"pattern\": \"^(-?0x[01](\\\\.[0-9a-f]+)?p[+-][0-9]+|-?inf|nan)$\"},"
    " \"ulp\": {\"description\": \"An error in ulps; beyond the range of a double, its decimal string\","
    "  \"anyOf\": [{\"type\": \"number\", \"minimum\": 0},"
    "  {\"type\": \"string\", \"pattern\": \"^[0-9](\\\\.[0-9]+)?(e[+-][0-9]+)?$\"}]}}";

/* Where something was compared there is a maximum, and where it was. */
static const char of_maximum[] =
    "{\"if\": {\"properties\": {\"compared\": {\"const\": 0}}}, \"then\": {\"properties\": {\"max_ulp\": {\"type\": \"null\"}}},"
    " \"else\": {\"properties\": {\"max_ulp\": {\"$ref\": \"#/$defs/ulp\"}}, \"required\": [\"at\", \"got\", \"exact\"]}}";

static json_t *parsed(const char *text)
{
    return json_loads(text, 0, NULL);
}

/* The fields of another table; where that contains this one, a reference to it. */
static json_t *fields_json(const struct schema_field *fields, const char *pointer, const struct nest *around)
{
    if (!fields)
        return json_pack("{s:s}", "type", "object");
    for (const struct nest *nest = around; nest; nest = nest->around)
        if (nest->fields == fields)
            return json_pack("{s:s}", "$ref", nest->pointer);
    return object_json(fields, pointer, around);
}

static json_t *field_json(const struct schema_field *field, const char *pointer, const struct nest *around)
{
    json_t *any = json_array();
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        if (field->types & plain[i].type)
            json_array_append_new(any, parsed(plain[i].json));
    char *inside =
        allocate_text("%s/%s", pointer, field->types & SCHEMA_MAP ? "additionalProperties" : "items");
    if (field->types & SCHEMA_OBJECT)
        json_array_append_new(any, fields_json(field->of, pointer, around));
    if (field->types & SCHEMA_MAP)
        json_array_append_new(any, json_pack("{s:s, s:o}", "type", "object", "additionalProperties",
                                             fields_json(field->of, inside, around)));
    if (field->types & SCHEMA_RECORDS)
        json_array_append_new(
            any, json_pack("{s:s, s:o}", "type", "array", "items", fields_json(field->of, inside, around)));
    json_t *one =
        json_array_size(any) == 1 ? json_incref(json_array_get(any, 0)) : json_pack("{s:O}", "anyOf", any);
    json_decref(any);
    free(inside);
    return one;
}

static bool is_required(const struct schema_field *field)
{
    return field->types & SCHEMA_ALWAYS || !(field->types & SCHEMA_OPTIONAL);
}

static json_t *object_json(const struct schema_field *fields, const char *pointer, const struct nest *around)
{
    const struct nest nest = {fields, pointer, around};
    json_t *properties = json_object(), *required = json_array();
    bool has_maximum = false;
    for (const struct schema_field *f = fields; f->name; f++) {
        char *inside = allocate_text("%s/properties/%s", pointer, f->name);
        json_object_set_new(properties, f->name, field_json(f, inside, &nest));
        has_maximum = has_maximum || f->types & SCHEMA_MAXIMUM;
        if (is_required(f))
            json_array_append_new(required, json_string(f->name));
        free(inside);
    }
    json_t *object = json_pack("{s:s, s:o, s:o, s:b}", "type", "object", "properties", properties, "required",
                               required, "additionalProperties", 0);
    if (has_maximum)
        json_object_update_new(object, parsed(of_maximum));
    return object;
}

static json_t *names_json(size_t most, const char *const names[])
{
    json_t *list = json_array();
    for (size_t i = 0; i < most && names[i]; i++)
        json_array_append_new(list, json_string(names[i]));
    return list;
}

/* What a command's result has to have besides, and which commands there are. */
static void add_commands(json_t *schema)
{
    json_t *names = json_array(), *conditions = json_array();
    for (const struct schema_command *c = schema_commands; c->command; c++) {
        json_array_append_new(names, json_string(c->command));
        json_array_append_new(conditions,
                              json_pack("{s:{s:{s:{s:s}}}, s:{s:o, s:{s:{s:o}}}}", "if", "properties",
                                        "command", "const", c->command, "then", "required",
                                        names_json(SCHEMA_SECTIONS, c->sections), "properties", "options",
                                        "required", names_json(SCHEMA_OPTIONS, c->options)));
    }
    json_object_set_new(schema, "allOf", conditions);
    json_object_set_new(json_object_get(schema, "properties"), "command", json_pack("{s:o}", "enum", names));
}

json_t *schema_json(const struct schema_document *document)
{
    json_t *schema =
               json_pack("{s:s, s:o, s:s}", "$schema", "https://json-schema.org/draft/2020-12/schema", "$id",
                         json_sprintf("urn:ganloss:%s", document->name), "title", document->title),
           *fields = object_json(document->fields, "#", NULL);
    json_object_update(schema, fields);
    json_object_set_new(json_object_get(schema, "properties"), "schema",
                        json_pack("{s:s}", "const", document->schema));
    if (document->fields == schema_fields_document)
        add_commands(schema);
    json_object_set_new(schema, "$defs", parsed(definitions));
    json_decref(fields);
    return schema;
}
