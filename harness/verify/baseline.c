#include "harness/verify/baseline.h"

#include "harness/base/json.h"
#include "harness/record/record.h"
#include "harness/record/result.h"
#include "harness/selection/kernel_id.h"

#include <string.h>

static bool is_count(const json_t *value)
{
    return json_is_integer(value) && json_integer_value(value) >= 0;
}

static bool extents_are_whole(const json_t *classes)
{
    const char *name;
    json_t *extent;
    json_object_foreach((json_t *)classes, name,
                        extent) if (!is_count(json_object_get(extent, "count"))) return false;
    return true;
}

/* Whatever the comparison looks at is there: a missing number read as 0 would let a fault pass, or invent
 * one. */
static bool output_is_whole(const json_t *output)
{
    const json_t *max = json_object_get(output, "max_ulp"), *classes = json_object_get(output, "classes"),
                 *lost = json_object_get(output, "lost");
    bool has_max =
        is_count(json_object_get(output, "compared")) &&
        (json_integer_value(json_object_get(output, "compared")) > 0 ? result_ulp_value(max, -1) >= 0
                                                                     : json_is_null(max));
    return has_max && is_count(json_object_get(output, "not_rounded")) && json_is_object(classes) &&
           extents_are_whole(classes) && (!lost || is_count(json_object_get(lost, "count")));
}

static bool outputs_are_whole(const json_t *both)
{
    return output_is_whole(json_object_get(both, "loss")) && output_is_whole(json_object_get(both, "grad"));
}

static bool record_is_whole(const json_t *record)
{
    struct kernel_id id;
    const json_t *own = json_object_get(record, "own");
    return kernel_id_read(&id, json_text_at(record, "id")) && is_count(json_object_get(record, "inputs")) &&
           outputs_are_whole(record) && (!own || outputs_are_whole(own));
}

static enum status check_options(const json_t *options, const char *path, const char *level, uint64_t seed)
{
    const char *old_level = json_text_at(options, "level");
    const json_t *old_seed = json_object_get(options, "seed");
    if (json_object_get(options, "shard"))
        return fail(STATUS_DATA,
                    "%s holds one shard; a whole run is compared with (ganloss merge joins shards)", path);
    if (!json_is_true(json_object_get(options, "complete")))
        return fail(STATUS_DATA,
                    "%s is not the result of a complete run of verify; only one is compared with", path);
    if (!json_is_integer(old_seed))
        return fail(STATUS_DATA, "%s: options.seed is %s; a whole number is read", path,
                    old_seed ? "malformed" : "missing");
    if (strcmp(old_level, level) != 0 || (uint64_t)json_integer_value(old_seed) != seed)
        return fail(
            STATUS_DATA,
            "%s is of level %s, seed %lld, this run of level %s, seed %lld: other inputs do not compare",
            path, old_level, (long long)json_integer_value(old_seed), level, (long long)seed);
    return STATUS_OK;
}

static enum status check_records(const json_t *records, const char *path, char *const globs[], size_t count)
{
    size_t i, covered = 0;
    json_t *record, *seen = json_object();
    const char *what = NULL;
    if (!json_is_array(records))
        what = "kernels is missing, or no list";
    for (i = 0; i < json_array_size(records) && !what; i++) {
        record = json_array_get(records, i);
        const char *id = json_text_at(record, "id");
        if (!record_is_whole(record))
            what = "it is no complete record of a kernel";
        else if (json_object_get(seen, id))
            what = "its kernel has a record already";
        else if (select_covers(globs, count, id))
            covered++;
        json_object_set_new(seen, id, json_true());
    }
    json_decref(seen);
    if (what && i == 0)
        return fail(STATUS_DATA, "%s: %s; what verify --save writes is read", path, what);
    if (what)
        return fail(STATUS_DATA, "%s: kernels[%zu]: %s; what verify --save writes is read", path, i - 1,
                    what);
    if (covered == 0)
        return fail(STATUS_NOTHING, "%s holds none of the selected kernels", path);
    return STATUS_OK;
}

enum status baseline_read(struct baseline *baseline, const char *path, const char *level, uint64_t seed,
                          char *const globs[], size_t count)
{
    *baseline = (struct baseline){.path = path};
    enum status status = result_read(&baseline->document, path);
    if (status != STATUS_OK)
        return status;
    status = check_options(json_object_get(baseline->document, "options"), path, level, seed);
    if (status == STATUS_OK)
        status = check_records(json_object_get(baseline->document, "kernels"), path, globs, count);
    if (status != STATUS_OK)
        baseline_free(baseline);
    return status;
}

uint64_t baseline_rounds(const struct baseline *baseline)
{
    json_int_t rounds =
        json_integer_value(json_object_get(json_object_get(baseline->document, "options"), "rounds"));
    return rounds > 0 ? (uint64_t)rounds : 0;
}

enum status baseline_check_worst(const struct baseline *baseline, size_t inputs)
{
    const json_t *options = json_object_get(baseline->document, "options");
    json_int_t then = json_integer_value(json_object_get(options, "worst"));
    if (baseline_rounds(baseline) == 0 || then == (json_int_t)inputs)
        return STATUS_OK;
    return fail(STATUS_DATA, "%s: its search started from %lld worst cases, this one from %zu; save it anew",
                baseline->path, (long long)then, inputs);
}

void baseline_free(struct baseline *baseline)
{
    json_decref(baseline->document);
    baseline->document = NULL;
}
