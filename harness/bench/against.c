/* against.c -- instructions per element, compared with a stored run's. Time never is, across runs. */
#include "harness/bench/against.h"

#include "harness/base/allocate.h"
#include "harness/base/json.h"
#include "harness/bench/rows.h"
#include "harness/machine/machine.h"
#include "harness/record/finding.h"
#include "harness/record/result_read.h"
#include "harness/record/run_key.h"
#include "harness/selection/select.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The counts are exact, but for what a linker's choice of addresses may change. */
static const double tolerance = 0.001;

/* Code chosen by the CPU, or another libm's, is other code. */
static enum status check_comparable(const json_t *document, const char *path, uint64_t seed)
{
    static const char *const equal[] = {"isa", "libc"};
    const json_t *theirs = json_object_get(document, "machine");
    enum status status = STATUS_OK;
    json_t *ours = machine_json();
    for (size_t i = 0; i < sizeof equal / sizeof *equal && status == STATUS_OK; i++)
        if (strcmp(json_text_at(theirs, equal[i]), json_text_at(ours, equal[i])) != 0)
            status = fail(STATUS_DATA, "%s cannot be compared: its machine's %s is %s, here it is %s", path,
                          equal[i], json_text_at(theirs, equal[i]), json_text_at(ours, equal[i]));
    json_decref(ours);
    char difference[RUN_KEY_TEXT];
    const json_t *key = json_object_get(document, "key");
    json_t *our_key = run_key_json(NULL);
    if (status == STATUS_OK && key && run_key_differs(difference, key, our_key, run_key_around))
        status = fail(STATUS_DATA, "%s cannot be compared: its %s", path, difference);
    json_decref(our_key);
    const json_t *stored_seed = json_object_get(json_object_get(document, "options"), "seed");
    if (status == STATUS_OK && (uint64_t)json_integer_value(stored_seed) != seed)
        status = fail(STATUS_DATA, "%s cannot be compared: its seed is %lld, not %llu", path,
                      (long long)json_integer_value(stored_seed), (unsigned long long)seed);
    return status;
}

/* A recording of that name may hold other logits now. */
static enum status check_traces(const json_t *document, const char *path, const struct bench *bench)
{
    const json_t *hashes = json_object_get(json_object_get(document, "options"), "trace_hash");
    for (size_t i = 0; i < bench->count; i++) {
        const struct regime *regime = bench->rows[i].regime;
        const char *theirs = json_text_at(hashes, regime->name);
        if (*regime->hash && *theirs && strcmp(regime->hash, theirs) != 0)
            return fail(STATUS_DATA, "%s cannot be compared: its %s held other logits", path, regime->name);
    }
    return STATUS_OK;
}

static void key_of(char key[320], const char *id, const char *kind, const char *reduction, const char *regime)
{
    snprintf(key, 320, "%s %s %s %s", id, kind, reduction, regime);
}

/* Instructions by key; empty where none were counted. */
static json_t *stored_counts(const json_t *document)
{
    json_t *counts = json_object(), *record;
    size_t i;
    json_array_foreach(json_object_get(document, "bench"), i, record)
    {
        char key[320];
        json_t *count = json_object_get(record, "instructions_per_element");
        const char *reduction = json_string_value(json_object_get(record, "reduction"));
        key_of(key, json_text_at(record, "id"), json_text_at(record, "kind"), reduction ? reduction : "-",
               json_text_at(record, "regime"));
        if (json_is_number(count))
            json_object_set(counts, key, count);
    }
    return counts;
}

struct changes {
    size_t worse, better, unchanged, added;
};

static void tell_worse(const struct choice *choice, const char *key, double now, double before)
{
    char *said = allocate_text("%.6g instructions per element, %.6g before (%+.2f %%)", now, before,
                               100 * (now / before - 1));
    fail(STATUS_PERFORMANCE, "%s: %s", key, said);
    finding_add_of((struct finding){.rule = "slower",
                                    .part = FINDING_SPEED,
                                    .message = said,
                                    .place = strchr(key, ' ') + 1,
                                    .size = (long double)(now / before)},
                   choice);
    free(said);
}

static void judge_row(struct changes *changes, const struct choice *choice, const char *key,
                      const json_t *stored, double now)
{
    double before = json_number_value(stored);
    char id[ID_SIZE];
    choice_id(id, choice);
    finding_case_add(id, FINDING_SPEED, stored ? FINDING_JUDGED : FINDING_SKIPPED,
                     "it is not in the run that it was to be compared with");
    if (!stored) {
        changes->added++;
    } else if (now > before * (1 + tolerance)) {
        changes->worse++;
        tell_worse(choice, key, now, before);
    } else if (now < before * (1 - tolerance)) {
        changes->better++;
    } else {
        changes->unchanged++;
    }
}

static struct changes compare_all(const struct bench *bench, const json_t *counts)
{
    struct changes changes = {0};
    json_t *seen = json_object();
    for (size_t i = 0; i < bench->count; i++) {
        const struct bench_row *row = &bench->rows[i];
        char key[320], id[ID_SIZE];
        choice_id(id, &row->choice);
        key_of(key, id, bench_kind(row), bench_reduction(row), row->regime->name);
        if (isnan(row->instructions) || json_object_get(seen, key))
            continue;
        json_object_set_new(seen, key, json_true());
        judge_row(&changes, &row->choice, key, json_object_get(counts, key), row->instructions);
    }
    json_decref(seen);
    return changes;
}

enum status bench_against(const struct bench *bench, const char *path, uint64_t seed, json_t **comparison)
{
    json_t *document;
    enum status status = result_read(&document, path);
    if (status != STATUS_OK)
        return status;
    json_t *counts = stored_counts(document);
    status = check_comparable(document, path, seed);
    if (status == STATUS_OK)
        status = check_traces(document, path, bench);
    if (status == STATUS_OK && json_object_size(counts) == 0)
        status =
            fail(STATUS_DATA, "%s holds no instructions per element (bench --save FILE counts them)", path);
    if (status == STATUS_OK) {
        struct changes changes = compare_all(bench, counts);
        *comparison = json_pack("{s:o, s:I, s:I, s:I, s:I}", "file", json_file_name(path), "worse",
                                (json_int_t)changes.worse, "better", (json_int_t)changes.better, "unchanged",
                                (json_int_t)changes.unchanged, "added", (json_int_t)changes.added);
        status = changes.worse > 0 ? STATUS_PERFORMANCE : STATUS_OK;
        if (changes.worse + changes.better + changes.unchanged == 0 && status == STATUS_OK)
            status = fail(STATUS_NOTHING, "%s has no kernel, kind and regime of this run", path);
    }
    json_decref(counts);
    json_decref(document);
    return status;
}
