/* merge.c -- the command: results of shards, or of different commands, into one document. */
#include "harness/base/allocate.h"
#include "harness/base/fail.h"
#include "harness/base/json.h"
#include "harness/base/output.h"
#include "harness/cli/cli.h"
#include "harness/cli/options.h"
#include "harness/commands/commands.h"
#include "harness/commands/merge_shards.h"
#include "harness/record/fail_on.h"
#include "harness/record/library.h"
#include "harness/record/provenance.h"
#include "harness/record/record.h"
#include "harness/record/result.h"
#include "harness/record/result_paths.h"
#include "harness/record/result_read.h"
#include "harness/record/run_key.h"
#include "harness/record/schema.h"
#include "harness/record/summary.h"
#include "harness/report/exact.h"
#include "harness/selection/stranger.h"
#include "harness/verify/curves.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct merge_options {
    struct common common;
    const char *save;
    unsigned long expect; /* shards; 0: not given */
    bool exact;
};

static const struct cli_option options[] = {
    {"save", "FILE", "Write the merged document to FILE (default: standard output)",
     CLI_TEXT(struct merge_options, save)},
    {"expect", "N",
     "The documents are the N shards of one run: say in one line which are missing or unfinished (exit status 75), and "
     "refuse what is no shard of N",
     CLI_UNSIGNED(struct merge_options, expect, 1, 9999)},
    {"exact", NULL,
     "Keep the exact figures alone: of kernels that were tried on every float, largest errors, counts and classes",
     CLI_FLAG(struct merge_options, exact)},
    {0},
};

static const struct cli_command command = {
    options, NULL, 0, "RESULT...",
    "Joins result documents into one; of a folder, all its *.json. Shards of one run add up: counts do, maxima and the places where classes occur "
    "are kept; all of them give what the undivided run gives. Where one is missing, or something was not finished, "
    "the document has \"complete\": false, and the exit status is 75. Shards whose run keys differ are refused, and so is "
    "a kernel that two other runs judged. Machines may differ, and are listed.\vExamples:\n"
    "  ganloss verify --shard 1/2 --save a.json\n  ganloss verify --shard 2/2 --save b.json\n"
    "  ganloss merge a.json b.json --save all.json\n"
    "  ganloss merge --expect 100 parts --save all.json     which of the 100 are missing?"};

static json_t *find_record(const json_t *records, const char *id)
{
    size_t i;
    json_t *record;
    json_array_foreach(records, i, record) if (strcmp(json_text_at(record, "id"), id) == 0) return record;
    return NULL;
}

/* Adds a record to that of the same kernel in the shards before: one of this program's, or what others wrote, which the
   document or the record says. */
static enum status add_record(json_t *old, const json_t *record, const json_t *document, const char *path)
{
    struct choice choice;
    struct stranger stranger;
    struct summary summary, before;
    const json_t *settings = json_object_get(document, "options");
    const char *id = json_text_at(record, "id"), *level = json_text_at(record, "level");
    bool graded = strcmp(json_text_at(document, "command"), "grade") == 0;
    bool found = json_object_get(record, "library") ? library_kernel(&choice, record)
                 : graded                           ? stranger_make(&stranger, &choice, id)
                                                    : choice_find(&choice, id);
    if (!found)
        return fail(STATUS_DATA, "%s: there is no kernel %s here, whose shards could be added up", path, id);
    if (record_missing(record) != record_missing(old))
        return fail(STATUS_DATA, "%s: %s has other outputs than in the files before", path, id);
    if (graded)
        stranger.kernel.missing = record_missing(record);
    choice.max_ulp = json_number_value(json_object_get(settings, "max_ulp"));
    choice.fail_on = fail_on_for(&choice, fail_on_of(json_text_at(settings, "fail_on")));
    if (!record_parse_summary(&summary, record))
        return fail(STATUS_DATA, "%s: the record of %s cannot be read", path, id);
    if (!record_parse_summary(&before, old)) {
        summary_clear(&summary);
        return fail(STATUS_DATA, "%s: the record of %s in the files before cannot be read", path, id);
    }
    summary_merge(&summary, &before);
    json_t *merged = record_json(&choice, &summary, level);
    json_object_update(old, merged);
    json_decref(merged);
    summary_clear(&summary);
    summary_clear(&before);
    return STATUS_OK;
}

/* Of shards, every kernel's records add up; of other runs, a kernel has one record. */
static enum status merge_kernels(json_t *into, const json_t *from, bool are_shards, const char *path)
{
    json_t *records = json_object_get(into, "kernels"), *others = json_object_get(from, "kernels"), *record;
    size_t i, count = json_array_size(records);
    enum status status = STATUS_OK;
    if (are_shards && count != json_array_size(others))
        return fail(STATUS_DATA, "%s: %zu kernels, %zu in the files before; shards of one run have the same",
                    path, json_array_size(others), count);
    if (others && !records)
        json_object_set_new(into, "kernels", records = json_array());
    json_array_foreach(others, i, record)
    {
        json_t *old = find_record(records, json_text_at(record, "id"));
        if (status != STATUS_OK)
            break;
        if (!old && are_shards)
            status = fail(STATUS_DATA,
                          "%s: %s is not in the files before; shards of one run have the same kernels", path,
                          json_text_at(record, "id"));
        else if (old && !are_shards)
            status = fail(STATUS_DATA, "%s: %s is in the files before; only shards of one run add up", path,
                          json_text_at(record, "id"));
        else if (old)
            status = add_record(old, record, into, path);
        else
            json_array_append(records, record);
    }
    return status;
}

static bool is_in(const json_t *list, const json_t *element)
{
    size_t i;
    json_t *other;
    json_array_foreach(list, i, other) if (json_equal(other, element)) return true;
    return false;
}

static enum status merge_lists(json_t *into, const json_t *from, const char *path)
{
    static const char *const lists[] = {"bench", "traces", "batch", "class_means", "given_means", "pairs"};
    for (size_t l = 0; l < sizeof lists / sizeof *lists; l++) {
        json_t *list = json_object_get(into, lists[l]), *others = json_object_get(from, lists[l]), *record;
        size_t i, count = json_array_size(list);
        if (!list && others)
            json_object_set(into, lists[l], others);
        json_array_foreach(others, i, record)
        {
            if (count > 0 && is_in(list, record))
                return fail(STATUS_DATA, "%s: %s[%zu] is in the files before; a document is given once", path,
                            lists[l], i);
        }
        if (list)
            json_array_extend(list, others);
    }
    return STATUS_OK;
}

/* A kernel may do the same in several runs: that is listed once. */
static void merge_faults(json_t *into, const json_t *from)
{
    json_t *list = json_object_get(into, "faults"), *others = json_object_get(from, "faults"), *record;
    size_t i;
    if (!list && others)
        json_object_set_new(into, "faults", list = json_array());
    json_array_foreach(others, i, record) if (!is_in(list, record)) json_array_append(list, record);
}

/* Where runs had different machines, all are listed. */
static void merge_machines(json_t *into, const json_t *from)
{
    json_t *first = json_object_get(into, "machine"), *machine = json_object_get(from, "machine"),
           *machines = json_object_get(into, "machines"), *theirs = json_object_get(from, "machines"), *each;
    size_t i;
    if (!machines && first && ((machine && !json_equal(first, machine)) || theirs))
        json_object_set_new(into, "machines", machines = json_pack("[O]", first));
    if (machines && machine && !is_in(machines, machine))
        json_array_append(machines, machine);
    json_array_foreach(theirs, i, each) if (!is_in(machines, each)) json_array_append(machines, each);
}

/* What is left of the run key is what all runs agree on. */
static void merge_keys(json_t *into, const json_t *from)
{
    json_t *key = json_object_get(into, "key"), *part;
    const json_t *other = json_object_get(from, "key");
    const char *name;
    void *next;
    json_object_foreach_safe(key, next, name, part)
    {
        const json_t *theirs = json_object_get(other, name);
        if (!theirs || !json_equal(part, theirs))
            json_object_del(key, name);
    }
}

static enum status merge_document(json_t *into, const json_t *from, bool are_shards, const char *path)
{
    enum status status = merge_kernels(into, from, are_shards, path);
    if (status == STATUS_OK)
        status = merge_lists(into, from, path);
    if (status == STATUS_OK)
        merge_faults(into, from);
    /* of documents of other commands; those of shards are drawn anew */
    if (!json_object_get(into, "curves") && json_object_get(from, "curves"))
        json_object_set(into, "curves", json_object_get(from, "curves"));
    json_t *settings = json_object_get(into, "options"), *others = json_object_get(from, "options");
    if (json_is_false(json_object_get(others, "complete")))
        json_object_set_new(settings, "complete", json_false());
    if (!json_equal(json_object_get(settings, "selectors"), json_object_get(others, "selectors")))
        json_object_del(settings, "selectors");
    merge_machines(into, from);
    merge_keys(into, from);
    return status;
}

static bool is_unfinished(const json_t *document)
{
    return json_is_false(json_object_get(json_object_get(document, "options"), "complete"));
}

/* The curves of joined shards: their grid has the places that the whole run has found. */
static json_t *whole_curves(const json_t *records)
{
    size_t count = json_array_size(records), i;
    struct choice *choices = allocate(count, sizeof *choices);
    struct summary *summaries = allocate(count, sizeof *summaries);
    struct selection selection = {choices, 0};
    json_t *record;
    json_array_foreach(records, i, record)
    {
        if (record_parse(&choices[selection.count], &summaries[selection.count], record))
            selection.count++;
    }
    json_t *curves = curves_json(&selection, summaries);
    for (i = 0; i < selection.count; i++)
        summary_clear(&summaries[i]);
    free(summaries);
    free(choices);
    return curves;
}

/* Shards that were joined are the whole run, if they are all there. */
static void join_shards(json_t *merged, size_t seen)
{
    json_t *settings = json_object_get(merged, "options"), *shard = json_object_get(settings, "shard");
    if (!shard)
        return;
    if (seen < (size_t)json_integer_value(json_array_get(shard, 1)))
        json_object_set_new(settings, "complete", json_false());
    if (json_object_get(merged, "curves") && is_unfinished(merged))
        json_object_del(merged, "curves");
    else if (json_object_get(merged, "curves"))
        json_object_set_new(merged, "curves", whole_curves(json_object_get(merged, "kernels")));
    json_object_del(settings, "shard");
    json_object_set_new(json_object_get(merged, "key"), "shards", json_integer(1));
}

static enum status merge_all(json_t **merged, const struct result_paths *paths, struct merge_shards *shards)
{
    json_t *parts = json_array();
    enum status status = STATUS_OK;
    for (size_t i = 0; i < paths->count && status == STATUS_OK; i++) {
        json_t *next;
        const char *path = paths->at[i];
        status = result_read(&next, path);
        if (status != STATUS_OK)
            break;
        if (!json_is_object(json_object_get(next, "options"))) /* old ones of trace */
            json_object_set_new(next, "options", json_object());
        json_array_append(parts, json_object_get(next, "provenance")); /* of schema 1: none */
        status = merge_shards_add(shards, *merged ? *merged : next, next, path);
        if (!*merged)
            *merged = json_incref(next);
        else if (status == STATUS_OK)
            status = merge_document(*merged, next, shards->count > 0, path);
        json_decref(next);
    }
    if (status == STATUS_OK) {
        join_shards(*merged, shards->count);
        json_object_set_new(*merged, "schema", json_string(RESULT_SCHEMA));
        provenance_merge(*merged, parts);
    }
    json_decref(parts);
    return status;
}

enum status command_merge(int argc, char **argv)
{
    struct merge_options o = {0};
    json_t *merged = NULL;
    struct result_paths paths;
    enum status status = cli_parse(&command, argc, argv, &o.common);
    if (status != STATUS_OK)
        return status;
    if (o.common.operand_count == 0)
        return fail(STATUS_USAGE, "merge takes at least one result document (see ganloss merge --help)");
    struct merge_shards shards = {.expected = o.expect};
    status = output_check(o.save);
    if (status == STATUS_OK)
        status = result_paths_find(&paths, o.common.operands, o.common.operand_count);
    if (status != STATUS_OK)
        return status;
    status = merge_all(&merged, &paths, &shards);
    if (status == STATUS_OK && is_unfinished(merged))
        record_withdraw_passes(json_object_get(merged, "kernels"));
    if (status == STATUS_OK && o.exact)
        status = report_exact_keep(merged);
    if (status == STATUS_OK) /* sums of counts may be more than a document holds */
        status = schema_check(merged, "what they come to together");
    if (status == STATUS_OK)
        status = result_write(merged, o.save);
    if (is_unfinished(merged))
        status = fail_graver(status, STATUS_UNFINISHED);
    if (status == STATUS_UNFINISHED)
        merge_shards_missing(&shards);
    json_decref(merged);
    merge_shards_free(&shards);
    result_paths_free(&paths);
    return status;
}
