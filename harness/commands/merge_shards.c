#include "harness/commands/merge_shards.h"

#include "harness/base/allocate.h"
#include "harness/base/json.h"
#include "harness/record/fail_on.h"
#include "harness/record/run_key.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

static bool is_same_gate(const json_t *settings, const json_t *others)
{
    const json_t *a = json_object_get(settings, "max_ulp"), *b = json_object_get(others, "max_ulp");
    return a && b ? json_equal(a, b) : a == b;
}

static enum status check_key(const json_t *into, const json_t *from, const char *path)
{
    char difference[RUN_KEY_TEXT];
    const json_t *settings = json_object_get(from, "options"), *key = json_object_get(from, "key");
    const json_t *others = json_object_get(into, "options");
    json_int_t parts = json_integer_value(json_array_get(json_object_get(settings, "shard"), 1));
    if (!json_is_object(key))
        return fail(STATUS_DATA,
                    "%s: a shard without a run key, which says what it is a part of; do it again", path);
    if (run_key_differs(difference, key, json_object_get(into, "key"), NULL))
        return fail(STATUS_DATA, "%s: not a shard of the same run as the files before: %s", path, difference);
    if (fail_on_of(json_text_at(settings, "fail_on")) != fail_on_of(json_text_at(others, "fail_on")))
        return fail(STATUS_DATA, "%s: not a shard of the same run as the files before: another --fail-on",
                    path);
    if (!is_same_gate(settings, others))
        return fail(STATUS_DATA, "%s: not a shard of the same run as the files before: another --max-ulp",
                    path);
    if (parts != json_integer_value(json_object_get(key, "shards")))
        return fail(STATUS_DATA, "%s: options.shard is of %lld shards, the run key of %lld", path,
                    (long long)parts, (long long)json_integer_value(json_object_get(key, "shards")));
    return STATUS_OK;
}

static enum status note(struct merge_shards *shards, json_int_t part, const json_t *settings,
                        const char *path)
{
    char number[32];
    snprintf(number, sizeof number, "%lld", (long long)part);
    if (!shards->seen)
        shards->seen = json_object();
    const json_t *before = json_object_get(shards->seen, number);
    if (before)
        return fail(STATUS_DATA, "%s: shard %s is given twice, in %s before", path, number,
                    json_text_at(before, "path"));
    json_t *noted = json_object();
    json_object_set_new(noted, "path", json_name(path));
    json_object_set_new(noted, "complete",
                        json_boolean(!json_is_false(json_object_get(settings, "complete"))));
    json_object_set_new(shards->seen, number, noted);
    return STATUS_OK;
}

enum status merge_shards_add(struct merge_shards *shards, const json_t *into, const json_t *from,
                             const char *path)
{
    const json_t *settings = json_object_get(from, "options");
    const json_t *shard = json_object_get(settings, "shard"),
                 *others = json_object_get(json_object_get(into, "options"), "shard");
    unsigned long parts = shard ? (unsigned long)json_integer_value(json_array_get(shard, 1)) : 1;
    if (shards->expected > 0 && parts != shards->expected) {
        return shard ? fail(STATUS_DATA, "%s: a shard of %lu, not of the %lu that are expected", path, parts,
                            shards->expected)
                     : fail(STATUS_DATA, "%s: a whole run, not one of the %lu shards that are expected", path,
                            shards->expected);
    }
    if (!shard && shards->expected == 1)
        return note(shards, 1, settings, path);
    if (!shard && !others)
        return STATUS_OK;
    if (!shard || !others)
        return fail(STATUS_DATA, "%s: not a shard of the same run as the files before: %s", path,
                    shard ? "they are whole" : "it is whole");
    enum status status = check_key(into, from, path);
    if (status == STATUS_OK)
        status = note(shards, json_integer_value(json_array_get(shard, 0)), settings, path);
    shards->count += status == STATUS_OK;
    return status;
}

enum shard_state { FINISHED, UNFINISHED, MISSING };

static enum shard_state state_of(const struct merge_shards *shards, unsigned long part)
{
    char number[32];
    snprintf(number, sizeof number, "%lu", part);
    const json_t *noted = json_object_get(shards->seen, number);
    return !noted ? MISSING : json_is_true(json_object_get(noted, "complete")) ? FINISHED : UNFINISHED;
}

/* Those in this state, as job systems take the numbers of an array: "2,5-7"; from malloc. */
static char *numbers_of(const struct merge_shards *shards, enum shard_state state, unsigned long *count)
{
    char *all = allocate_text("%s", "");
    *count = 0;
    for (unsigned long first = 1, last; first <= shards->expected; first = last + 1) {
        last = first;
        if (state_of(shards, first) != state)
            continue;
        while (last < shards->expected && state_of(shards, last + 1) == state)
            last++;
        char *before = all, to[32] = "";
        if (last > first)
            snprintf(to, sizeof to, "-%lu", last);
        all = allocate_text("%s%s%lu%s", before, *before ? "," : "", first, to);
        *count += last - first + 1;
        free(before);
    }
    return all;
}

void merge_shards_missing(const struct merge_shards *shards)
{
    unsigned long missing, unfinished;
    char *which = numbers_of(shards, MISSING, &missing),
         *others = numbers_of(shards, UNFINISHED, &unfinished);
    char *first = missing > 0 ? allocate_text("%lu missing (%s)", missing, which) : allocate_text("%s", "");
    char *second =
        unfinished > 0 ? allocate_text("%lu unfinished (%s)", unfinished, others) : allocate_text("%s", "");
    if (missing + unfinished > 0)
        fail(STATUS_UNFINISHED, "INCOMPLETE: of %lu shards, %s%s%s", shards->expected, first,
             *first && *second ? ", " : "", second);
    free(which);
    free(others);
    free(first);
    free(second);
}

void merge_shards_free(struct merge_shards *shards)
{
    json_decref(shards->seen);
    shards->seen = NULL;
}
