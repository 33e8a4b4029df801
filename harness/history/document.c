#include "harness/history/document.h"

#include "harness/base/hash.h"
#include "harness/base/json.h"
#include "harness/record/result_read.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Sections that one command writes together: of others a document is merged, and has one's options and none of the
   others'. */
static const char *const made_together[][4] = {
    {"kernels", "curves", "pairs", "differences"}, {"bench"}, {"traces"}, {"batch", "class_means"}};
enum { COMMANDS = sizeof made_together / sizeof *made_together };

static enum status check_whole(const json_t *document, const char *path)
{
    const json_t *options = json_object_get(document, "options"), *shard = json_object_get(options, "shard");
    if (json_is_false(json_object_get(options, "complete")))
        return fail(STATUS_UNFINISHED, "%s is not recorded: it is INCOMPLETE, of a run that was not finished",
                    path);
    if (shard)
        return fail(STATUS_UNFINISHED,
                    "%s is not recorded: it is shard %lld of %lld; ganloss merge makes a whole run of all",
                    path, (long long)json_integer_value(json_array_get(shard, 0)),
                    (long long)json_integer_value(json_array_get(shard, 1)));
    return STATUS_OK;
}

static enum status check_one_run(const json_t *document, const char *path)
{
    int commands = 0;
    for (int c = 0; c < COMMANDS; c++) {
        bool any = false;
        for (size_t s = 0; s < sizeof *made_together / sizeof **made_together; s++)
            any = any || (made_together[c][s] && json_object_get(document, made_together[c][s]));
        commands += any;
    }
    const json_t *key = json_object_get(document, "key");
    const char *command = json_text_at(document, "command");
    bool differing = (strcmp(command, "verify") == 0 || strcmp(command, "grade") == 0) && key &&
                     !json_object_get(key, "seed");
    if (commands > 1 || differing)
        return fail(
            STATUS_DATA,
            "%s is not recorded: it is merged of runs that differ; record the documents it is made of", path);
    return STATUS_OK;
}

enum status history_document_read(json_t **document, const char *path)
{
    enum status status = result_read(document, path);
    if (status != STATUS_OK)
        return status;
    status = check_whole(*document, path);
    if (status == STATUS_OK)
        status = check_one_run(*document, path);
    if (status == STATUS_OK)
        return status;
    json_decref(*document);
    *document = NULL;
    return status;
}

const char *history_document_version(const json_t *document)
{
    const char *version = json_text_at(json_object_get(document, "machine"), "version");
    return *version && strcmp(version, "unknown") != 0 ? version : NULL;
}

/* The document without some members, as text: sorted, so that the order in which they were written is nothing. */
static char *without(const json_t *document, const char *const names[])
{
    json_t *copy = json_copy((json_t *)document);
    for (const char *const *name = names; *name; name++)
        json_object_del(copy, *name);
    char *text = json_dumps(copy, JSON_COMPACT | JSON_SORT_KEYS | JSON_REAL_PRECISION(17));
    json_decref(copy);
    return text;
}

void history_document_hash(char hash[HISTORY_HASH], const json_t *document)
{
    static const char *const volatile_parts[] = {"provenance", "curves", "against", NULL};
    char *text = without(document, volatile_parts);
    hash_text(hash, XXH3_128bits(text, strlen(text)));
    free(text);
}

char *history_document_head(const json_t *document)
{
    static const char *const sections[] = {"kernels",     "curves", "bench", "traces",      "batch",
                                           "class_means", "faults", "pairs", "differences", NULL};
    return without(document, sections);
}

char *history_document_records(const json_t *document)
{
    static const char *const rest[] = {"schema",  "command", "provenance", "machine", "machines", "key",
                                       "options", "against", "curves",     "traces",  NULL};
    return without(document, rest);
}
