#include "harness/record/faults_json.h"

#include "harness/base/json.h"
#include "harness/record/library.h"

#include <string.h>

json_t *faults_json(const struct faults *faults)
{
    json_t *object = json_object();
    for (int i = 0; i < FAULTS; i++) {
        const struct fault_at *at = &faults->of[i].first;
        if (faults->of[i].count == 0)
            continue;
        json_t *one = json_pack("{s:I, s:s, s:I, s:I, s:I}", "count", (json_int_t)faults->of[i].count,
                                "stage", fault_stage_names[at->stage], "block", (json_int_t)at->block, "n",
                                (json_int_t)at->n, "index", (json_int_t)at->index);
        if (i == FAULT_ENVIRONMENT || i == FAULT_CRASH || i == FAULT_EXIT)
            json_object_set_new(one, "parts", json_integer(at->parts));
        if (!fault_is_beside((enum fault)i)) {
            json_object_set_new(one, "x", json_hex_float(at->input.x));
            json_object_set_new(one, "target", json_hex_float(at->input.target));
        }
        if (i == FAULT_STATE || i == FAULT_POSITION) {
            json_object_set_new(one, "got", json_hex_float(at->got));
            json_object_set_new(one, "before", json_hex_float(at->before));
        }
        json_object_set_new(object, fault_names[i], one);
    }
    return object;
}

static json_int_t integer_at(const json_t *object, const char *key)
{
    return json_integer_value(json_object_get(object, key));
}

/* Which of the names it is; 0 for none of them. */
static size_t index_of(const char *const names[], size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    return 0;
}

void faults_json_add(json_t *section, const struct choice *choice, const struct faults *faults)
{
    char id[ID_SIZE];
    choice_id(id, choice);
    if (faults_any(faults)) {
        json_t *record = json_pack("{s:s, s:o}", "id", id, "faults", faults_json(faults));
        library_set(record, choice);
        json_array_append_new(section, record);
    }
}

struct faults faults_parse(const json_t *object)
{
    struct faults faults = {0};
    for (int i = 0; i < FAULTS; i++) {
        const json_t *one = json_object_get(object, fault_names[i]);
        json_int_t count = integer_at(one, "count"), block = integer_at(one, "block"),
                   n = integer_at(one, "n");
        struct fault_at at = {
            .stage = (enum fault_stage)index_of(fault_stage_names, FAULT_STAGES, json_text_at(one, "stage")),
            .block = block > 0 ? (uint64_t)block : 0,
            .n = n > 0 ? (size_t)n : 0,
            .index = integer_at(one, "index"),
            .input = {json_hex_float_value(json_object_get(one, "x")),
                      json_hex_float_value(json_object_get(one, "target"))},
            .parts = (unsigned)(integer_at(one, "parts") & FAULT_PARTS),
            .got = json_hex_float_value(json_object_get(one, "got")),
            .before = json_hex_float_value(json_object_get(one, "before"))};
        if (count > 0)
            faults_add(&faults, (enum fault)i, &at, (uint64_t)count);
    }
    return faults;
}
