#include "harness/verify/baseline.h"

#include "harness/base/json.h"
#include "harness/record/result.h"
#include "harness/record/result_read.h"
#include "harness/selection/select.h"

#include <string.h>

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
    json_t *record;
    if (!json_is_array(records))
        return fail(STATUS_DATA, "%s: kernels is missing; what verify --save writes is read", path);
    json_array_foreach(records, i, record) covered += select_covers(globs, count, json_text_at(record, "id"));
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
