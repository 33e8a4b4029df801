/* merge.c -- the command: results of shards, or of different commands, into one document. */
#include "harness/base/fail.h"
#include "harness/cli/cli.h"
#include "harness/cli/options.h"
#include "harness/commands/commands.h"
#include "harness/record/record.h"
#include "harness/record/result.h"
#include "harness/record/summary.h"
#include "harness/selection/select.h"

#include <stdlib.h>
#include <string.h>

struct merge_options {
    struct common common;
    const char *save;
};

static const struct cli_option options[] = {
    {"save", "FILE", "Write the merged document to FILE (default: standard output)",
     CLI_TEXT(struct merge_options, save)},
    {0},
};

static const struct cli_command command = {
    options, NULL, 0, "RESULT...",
    "Joins result documents into one. Records of the same kernel are merged: counts add up, maxima and the "
    "places where classes occur are kept. All shards of a run give what the run gives without "
    "--shard. Where one is missing, or something was not finished, the document has \"complete\": false, and the "
    "exit status is 75.\vExamples:\n"
    "  ganloss verify --shard 1/2 --save a.json\n  ganloss verify --shard 2/2 --save b.json\n"
    "  ganloss merge a.json b.json --save all.json"};

static json_t *find_record(json_t *records, const char *id)
{
    size_t i;
    json_t *record;
    json_array_foreach(records, i, record) if (strcmp(json_string_value(json_object_get(record, "id")), id) ==
                                               0) return record;
    return NULL;
}

/* Merges one record into the array. */
static enum status merge_record(json_t *records, json_t *record, const char *path)
{
    struct choice choice;
    struct summary summary, before;
    char id[ID_SIZE];
    if (!record_parse(&choice, &summary, record))
        return fail(STATUS_DATA, "%s: a record without a known kernel id, loss and grad", path);
    choice_id(id, &choice);
    json_t *old = find_record(records, id);
    if (!old) {
        json_array_append(records, record);
        summary_clear(&summary);
        return STATUS_OK;
    }
    json_t *level = json_object_get(record, "level"), *old_level = json_object_get(old, "level");
    if (!json_is_string(level) || !json_equal(level, old_level)) {
        summary_clear(&summary);
        return fail(STATUS_DATA, "%s: %s is of another level than in the files before; levels do not merge",
                    path, id);
    }
    record_parse(&choice, &before, old);
    summary_merge(&summary, &before);
    json_t *merged = record_json(&choice, &summary, json_string_value(level));
    json_object_update(old, merged);
    json_decref(merged);
    summary_clear(&summary);
    summary_clear(&before);
    return STATUS_OK;
}

/* Notes which shards have been seen; the merged document is complete when all are and each was. */
static enum status merge_shard(json_t *seen, json_t *into, json_t *from, const char *path)
{
    json_t *shard = json_object_get(from, "shard"), *shards = json_object_get(into, "shard");
    if (!shard && !shards)
        return STATUS_OK;
    if (!shard || !shards || !json_equal(json_array_get(shard, 1), json_array_get(shards, 1)) ||
        !json_equal(json_object_get(from, "seed"), json_object_get(into, "seed")) ||
        !json_equal(json_object_get(from, "worst"), json_object_get(into, "worst")))
        return fail(STATUS_DATA, "%s: not a shard of the same run as the files before", path);
    char number[32];
    snprintf(number, sizeof number, "%lld", (long long)json_integer_value(json_array_get(shard, 0)));
    if (json_object_get(seen, number))
        return fail(STATUS_DATA, "%s: shard %s is given twice", path, number);
    json_object_set_new(seen, number, json_true());
    return STATUS_OK;
}

static enum status merge_document(json_t *into, json_t *from, const char *path)
{
    static const char *const lists[] = {"bench", "traces", "batch"};
    size_t i;
    json_t *record;
    if (json_object_get(from, "kernels") && !json_object_get(into, "kernels"))
        json_object_set_new(into, "kernels", json_array());
    json_array_foreach(json_object_get(from, "kernels"), i, record)
    {
        enum status status = merge_record(json_object_get(into, "kernels"), record, path);
        if (status != STATUS_OK)
            return status;
    }
    /* curves are the same whatever the shard */
    if (!json_object_get(into, "curves") && json_object_get(from, "curves"))
        json_object_set(into, "curves", json_object_get(from, "curves"));
    for (i = 0; i < sizeof lists / sizeof *lists; i++) {
        json_t *list = json_object_get(into, lists[i]);
        if (!list && json_object_get(from, lists[i]))
            json_object_set(into, lists[i], json_object_get(from, lists[i]));
        else if (list)
            json_array_extend(list, json_object_get(from, lists[i]));
    }
    if (json_is_false(json_object_get(json_object_get(from, "options"), "complete")))
        json_object_set_new(json_object_get(into, "options"), "complete", json_false());
    return STATUS_OK;
}

static enum status merge_all(json_t **merged, const struct merge_options *o)
{
    json_t *seen = json_object();
    enum status status = STATUS_OK;
    for (size_t i = 0; i < o->common.operand_count && status == STATUS_OK; i++) {
        json_t *next;
        status = result_read(&next, o->common.operands[i]);
        if (status != STATUS_OK)
            break;
        json_t *first = *merged ? *merged : next;
        status = merge_shard(seen, json_object_get(first, "options"), json_object_get(next, "options"),
                             o->common.operands[i]);
        if (!*merged)
            *merged = json_incref(next);
        else if (status == STATUS_OK)
            status = merge_document(*merged, next, o->common.operands[i]);
        json_decref(next);
    }
    json_t *settings = json_object_get(*merged, "options"), *shard = json_object_get(settings, "shard");
    if (status == STATUS_OK && shard) {
        if (json_object_size(seen) < (size_t)json_integer_value(json_array_get(shard, 1)))
            json_object_set_new(settings, "complete", json_false());
        json_object_del(settings, "shard");
    }
    json_decref(seen);
    return status;
}

static bool is_unfinished(const json_t *document)
{
    return json_is_false(json_object_get(json_object_get(document, "options"), "complete"));
}

enum status command_merge(int argc, char **argv)
{
    struct merge_options o = {0};
    json_t *merged = NULL;
    enum status status = cli_parse(&command, argc, argv, &o.common);
    if (status != STATUS_OK)
        return status;
    if (o.common.operand_count == 0)
        return fail(STATUS_USAGE, "merge takes at least one result document (see ganloss merge --help)");
    status = merge_all(&merged, &o);
    if (status == STATUS_OK && is_unfinished(merged))
        record_withdraw_passes(json_object_get(merged, "kernels"));
    if (status == STATUS_OK)
        status = result_write(merged, o.save);
    if (is_unfinished(merged))
        status = fail_graver(status, STATUS_UNFINISHED);
    json_decref(merged);
    return status;
}
