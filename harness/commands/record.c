/* record.c -- the command: result documents into the history of a project. */
#include "harness/base/fail.h"
#include "harness/base/json.h"
#include "harness/cli/cli.h"
#include "harness/cli/options.h"
#include "harness/cli/values.h"
#include "harness/commands/commands.h"
#include "harness/history/database.h"
#include "harness/history/document.h"
#include "harness/history/store.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

struct record_options {
    struct common common;
    const char *label;
    bool ordered;
    unsigned long order;
};

/* 2^53: what a document in JSON can hold, and far beyond a commit's time in seconds. */
static bool read_order(const char *option, char *text, void *options)
{
    struct record_options *o = options;
    o->ordered = true;
    return cli_unsigned(option, text, 0, 1UL << 53, &o->order);
}

static const struct cli_option options[] = {
    {"label", "VERSION",
     "The version that the documents are of (default: what git said of the sources of the ganloss that made them)",
     CLI_TEXT(struct record_options, label)},
    {"order", "N",
     "Where it stands among versions: the number of its commit, or the commit's time, such as git rev-list --count HEAD or "
     "git show -s --format=%ct give (default: after all that are there)",
     CLI_OTHER(read_order)},
    {0},
};

static const struct cli_command command = {
    options, NULL, 0, "FILE.db RESULT...",
    "Keeps the results of verify, grade, compare, bench, batch and trace in FILE.db, a SQLite database that is made where it "
    "is not there, so that `ganloss history` tells what became of a kernel over versions.\v"
    "A version has each run once: a document that is there already, whoever made it and when, changes nothing. Each document is "
    "recorded whole or not at all, however many programs record at once and whatever ends one of them. One that is malformed "
    "(65), not there (66), or unfinished or a shard (75) is refused with one line; the others are recorded, and the exit status "
    "is the gravest refusal's.\n\n"
    "Examples:\n"
    "  ganloss verify --save v.json; ganloss record history.db v.json\n"
    "  ganloss record history.db verify.json bench.json --label \"$(git describe --always)\" --order \"$(git rev-list --count HEAD)\""};

static enum status check(const struct record_options *o)
{
    if (o->common.operand_count < 2 || !*o->common.operands[0])
        return fail(STATUS_USAGE,
                    "record takes a FILE.db and at least one result document (see ganloss record --help)");
    if (o->label && !*o->label)
        return fail(STATUS_USAGE, "--label is empty; it takes the name of a version");
    return STATUS_OK;
}

static void announce(const struct record_options *o, const char *path, const char *label,
                     const struct history_stored *stored, json_t *list)
{
    if (o->common.format == JSON)
        json_array_append_new(list, json_pack("{s:o, s:s, s:s, s:b, s:I}", "file", json_name(path), "version",
                                              label, "hash", stored->hash, "recorded", stored->is_new,
                                              "records", (json_int_t)stored->records));
    else if (!o->common.quiet)
        printf("%s: %s %s, %zu records\n", path, stored->is_new ? "recorded as" : "is there already, as",
               label, stored->records);
}

/* The database is opened by the first document that can be recorded: nothing is made for nothing. */
static enum status record_one(const struct record_options *o, struct history *history, bool *usable,
                              const char *path, json_t *list)
{
    json_t *document;
    enum status status = history_document_read(&document, path);
    if (status != STATUS_OK)
        return status;
    json_t *label = json_name(o->label ? o->label : history_document_version(document));
    const struct history_place place = {json_string_value(label), o->ordered, (int64_t)o->order};
    struct history_stored stored;
    if (!place.label)
        status = fail(STATUS_DATA, "%s is not recorded: it does not say of which version it is; --label does",
                      path);
    if (status == STATUS_OK && !history->database)
        *usable = (status = history_open(history, o->common.operands[0], true)) == STATUS_OK;
    if (status == STATUS_OK)
        status = history_store(history, document, path, &place, &stored);
    if (status == STATUS_OK)
        announce(o, path, place.label, &stored, list);
    json_decref(label);
    json_decref(document);
    return status;
}

enum status command_record(int argc, char **argv)
{
    struct record_options o = {.label = NULL};
    struct history history = {NULL, NULL};
    enum status status = cli_parse(&command, argc, argv, &o.common);
    if (status == STATUS_OK)
        status = check(&o);
    if (status != STATUS_OK)
        return status;
    json_t *list = json_array();
    bool usable = true;
    for (size_t i = 1; i < o.common.operand_count && usable; i++)
        status = fail_graver(status, record_one(&o, &history, &usable, o.common.operands[i], list));
    history_close(&history);
    if (o.common.format == JSON) {
        json_t *document = json_pack("{s:s, s:O}", "schema", "ganloss-record/1", "documents", list);
        json_dumpf(document, stdout, JSON_INDENT(1));
        putchar('\n');
        json_decref(document);
    }
    json_decref(list);
    return status;
}
