#include "harness/grade/manifest.h"

#include "harness/base/allocate.h"
#include "harness/base/hash.h"
#include "harness/base/json.h"
#include "harness/record/run_key.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *const manifest_arrays[MANIFEST_ARRAYS] = {"x", "y"};

void manifest_hash(char text[MANIFEST_HASH], XXH3_state_t *state)
{
    hash_text(text, XXH3_128bits_digest(state));
}

/* What is wrong with a member, and what would be right. */
static enum status refuse(const struct manifest *m, const char *member, const char *right)
{
    json_t *value = json_object_get(m->document, member);
    char *found = value ? json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT | JSON_ENSURE_ASCII) : NULL;
    enum status status =
        fail(STATUS_DATA, "%s: %s is %.60s; %s", m->path, member, found ? found : "missing", right);
    free(found);
    return status;
}

static bool take_whole(const json_t *value, uint64_t least, uint64_t most, uint64_t *to)
{
    json_int_t whole = json_integer_value(value);
    *to = (uint64_t)whole;
    return json_is_integer(value) && whole >= 0 && (uint64_t)whole >= least && (uint64_t)whole <= most;
}

static bool take_level(const char *name, enum level *level)
{
    for (int i = 0; i < LEVELS; i++)
        if (strcmp(name, level_names[i]) == 0) {
            *level = (enum level)i;
            return true;
        }
    return false;
}

static enum status read_members(struct manifest *m)
{
    const json_t *d = m->document, *shard = json_object_get(d, "shard");
    struct inputs_asked *asked = &m->asked;
    uint64_t part, i = 1, n = 1;
    asked->term = term_find(json_text_at(d, "term"));
    if (!asked->term)
        return refuse(m, "term", "see ganloss list terms");
    asked->format = format_find(json_text_at(d, "format"));
    if (!asked->format)
        return refuse(m, "format", "f32 and f64 are read");
    if (!take_level(json_text_at(d, "level"), &asked->level))
        return refuse(m, "level", "quick, full and exhaustive are read");
    if (!take_whole(json_object_get(d, "seed"), 0, INT64_MAX, &asked->seed))
        return refuse(m, "seed", "a whole number is read");
    if (json_array_size(shard) != 2 || !take_whole(json_array_get(shard, 1), 1, 9999, &n) ||
        !take_whole(json_array_get(shard, 0), 1, n, &i))
        return refuse(m, "shard", "[I, N] with 1 <= I <= N <= 9999 is read");
    if (!take_whole(json_object_get(d, "part"), INPUTS_PART_LEAST, INPUTS_PART_MOST, &part) ||
        (asked->level == EXHAUSTIVE && part % CHUNK != 0))
        return refuse(m, "part", "2^10 to 2^28, at level exhaustive a multiple of 2^16, is read");
    if (asked->level == EXHAUSTIVE && asked->format != &formats[F32])
        return refuse(m, "level", "f64 has quick and full");
    if (!json_is_string(json_object_get(d, "worst")))
        return refuse(m, "worst", "what worst cases its inputs begin with, as a text, is read");
    asked->shard = i - 1;
    asked->shards = n;
    asked->part = part;
    return STATUS_OK;
}

enum status manifest_read(struct manifest *m, const char *path)
{
    json_error_t error;
    *m = (struct manifest){.path = path};
    if (access(path, R_OK) != 0)
        return fail(errno == ENOENT ? STATUS_NOTHING : STATUS_IO, "cannot read %s: %s", path,
                    strerror(errno));
    m->document = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
    if (!m->document)
        return fail(STATUS_DATA, "%s:%d: not a JSON document: %s", path, error.line, error.text);
    enum status status = strcmp(json_text_at(m->document, "schema"), MANIFEST_SCHEMA) == 0
                             ? read_members(m)
                             : refuse(m, "schema", "a manifest of schema " MANIFEST_SCHEMA " is read");
    if (status != STATUS_OK)
        manifest_free(m);
    return status;
}

void manifest_free(struct manifest *m)
{
    json_decref(m->document);
    m->document = NULL;
}

static bool is_hash(const char *text)
{
    return strlen(text) == MANIFEST_HASH - 1 && strspn(text, "0123456789abcdef") == MANIFEST_HASH - 1;
}

/* A part's entry: names, and so the files that are read, are those that its number gives, and no other. */
static bool take_part(struct manifest_hashes *hashes, const json_t *entry, const struct inputs *inputs,
                      size_t part)
{
    char name[INPUTS_NAME];
    uint64_t count, right = inputs_part(inputs, part).count;
    inputs_name(name, part);
    for (int k = 0; k < inputs->group.operands && k < MANIFEST_ARRAYS; k++) {
        const char *hash = json_text_at(entry, manifest_arrays[k]);
        if (!is_hash(hash))
            return false;
        memcpy(hashes->of[k], hash, MANIFEST_HASH);
    }
    return strcmp(json_text_at(entry, "name"), name) == 0 &&
           take_whole(json_object_get(entry, "inputs"), right, right, &count);
}

static enum status check_parts(struct manifest_hashes hashes[], const struct manifest *m,
                               const struct inputs *inputs)
{
    const json_t *parts = json_object_get(m->document, "parts");
    for (size_t p = 0; p < inputs->parts; p++) {
        const json_t *entry = json_array_get(parts, p);
        if (!take_part(&hashes[p], entry, inputs, p)) {
            char *found = entry ? json_dumps(entry, JSON_COMPACT | JSON_ENSURE_ASCII) : NULL;
            enum status status = fail(
                STATUS_DATA, "%s: part %zu is %.90s; name %05zu.npy, %zu inputs and their hashes are read",
                m->path, p, found ? found : "no object", p, inputs_part(inputs, p).count);
            free(found);
            return status;
        }
    }
    return STATUS_OK;
}

enum status manifest_check(struct manifest_hashes **hashes, const struct manifest *m,
                           const struct inputs *inputs, const json_t *worst)
{
    const json_t *parts = json_object_get(m->document, "parts");
    uint64_t count = inputs_count(inputs), found;
    *hashes = NULL;
    if (strcmp(json_text_at(m->document, "worst"), json_string_value(worst)) != 0)
        return fail(
            STATUS_DATA,
            "%s: its inputs begin with other worst cases (%.60s) than those here (%s); write them anew",
            m->path, json_text_at(m->document, "worst"), json_string_value(worst));
    if (!take_whole(json_object_get(m->document, "inputs"), count, count, &found))
        return fail(STATUS_DATA, "%s: inputs is %lld; level %s has %llu here: write them anew", m->path,
                    (long long)found, level_names[m->asked.level], (unsigned long long)count);
    if (json_array_size(parts) != inputs->parts)
        return fail(STATUS_DATA, "%s: %zu parts; %llu inputs in parts of %zu are %zu", m->path,
                    json_array_size(parts), (unsigned long long)count, m->asked.part, inputs->parts);
    *hashes = allocate(inputs->parts, sizeof **hashes);
    enum status status = check_parts(*hashes, m, inputs);
    if (status != STATUS_OK) {
        free(*hashes);
        *hashes = NULL;
    }
    return status;
}

json_t *manifest_json(const struct inputs *inputs, const struct manifest_hashes hashes[], const json_t *worst)
{
    const struct inputs_asked *asked = &inputs->asked;
    json_t *parts = json_array();
    for (size_t p = 0; p < inputs->parts; p++) {
        char name[INPUTS_NAME];
        inputs_name(name, p);
        json_t *part =
            json_pack("{s:s, s:I}", "name", name, "inputs", (json_int_t)inputs_part(inputs, p).count);
        for (int k = 0; k < inputs->group.operands && k < MANIFEST_ARRAYS; k++)
            json_object_set_new(part, manifest_arrays[k], json_string(hashes[p].of[k]));
        json_array_append_new(parts, part);
    }
    return json_pack("{s:s, s:s, s:s, s:s, s:I, s:[I, I], s:O, s:I, s:I, s:o}", "schema", MANIFEST_SCHEMA,
                     "term", asked->term->id, "format", asked->format->name, "level",
                     level_names[asked->level], "seed", (json_int_t)asked->seed, "shard",
                     (json_int_t)asked->shard + 1, (json_int_t)asked->shards, "worst", worst, "part",
                     (json_int_t)asked->part, "inputs", (json_int_t)inputs_count(inputs), "parts", parts);
}
