#include "harness/verify/against.h"

#include "harness/base/allocate.h"
#include "harness/base/json.h"
#include "harness/record/evidence.h"
#include "harness/record/finding.h"
#include "harness/record/record.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How much larger an exact figure may be: what every float gives is a property of the formula and its libm, in which
   a change for the better elsewhere may cost a little. */
#define EXACT_SLACK 1.05L

/* What is said of an output, and the input that shows the first of it. */
struct remark {
    char text[512]; /* empty: nothing */
    struct input shown;
};

/* What became of one output: what is worse, what is larger within the slack, whether something is better. */
struct outcome {
    struct remark worse, larger;
    bool better;
};

__attribute__((format(printf, 3, 4))) static void note(struct remark *remark, const struct input *input,
                                                       const char *format, ...)
{
    size_t length = strlen(remark->text);
    va_list arguments;
    if (length == 0)
        remark->shown = *input;
    else
        length += (size_t)snprintf(remark->text + length, sizeof remark->text - length, ", ");
    va_start(arguments, format);
    vsnprintf(remark->text + length, sizeof remark->text - length, format, arguments);
    va_end(arguments);
}

/* An end of the new extent that lies outside the old one, where there is such an end: an input where it did
   not occur before. */
static const struct input *new_place(const struct extent *now, const struct extent *then)
{
    if (then->count == 0 || input_before(&now->first, &then->first))
        return &now->first;
    if (input_before(&then->last, &now->last))
        return &now->last;
    if (!isnan(now->below.x) && (isnan(then->below.x) || input_before(&then->below, &now->below)))
        return &now->below;
    if (!isnan(now->above.x) && (isnan(then->above.x) || input_before(&now->above, &then->above)))
        return &now->above;
    return &now->first;
}

static void compare_extents(struct outcome *change, const char *name, const struct extent *now,
                            const struct extent *then)
{
    if (now->count > then->count)
        note(&change->worse, new_place(now, then), "%s on %llu inputs, was %llu", name,
             (unsigned long long)now->count, (unsigned long long)then->count);
    change->better = change->better || now->count < then->count;
}

/* The gravest first: it is the one whose input is shown. A maximum compares where both runs have one: results
   that now are all in a class, or no longer are, show there. */
static struct outcome compare_outputs(const struct output_summary *now, const struct output_summary *then,
                                      long double slack)
{
    struct outcome change = {.better = false};
    for (int c = 0; c < CLASSES; c++)
        if (error_class_names[c])
            compare_extents(&change, error_class_names[c], &now->classes[c], &then->classes[c]);
    compare_extents(&change, "lost", &now->lost, &then->lost);
    if (now->compared > 0 && then->compared > 0) {
        if (now->max_ulp > then->max_ulp)
            note(now->max_ulp > slack * then->max_ulp ? &change.worse : &change.larger, &now->at,
                 "%.4Lg ulp, was %.4Lg", now->max_ulp, then->max_ulp);
        change.better = change.better || now->max_ulp < then->max_ulp;
    }
    if (now->not_rounded > then->not_rounded)
        note((long double)now->not_rounded > slack * (long double)then->not_rounded ? &change.worse
                                                                                    : &change.larger,
             &now->at, "%llu results not correctly rounded, was %llu", (unsigned long long)now->not_rounded,
             (unsigned long long)then->not_rounded);
    change.better = change.better || now->not_rounded < then->not_rounded;
    return change;
}

static uint64_t once(uint64_t count)
{
    return count > 0;
}

/* What a search can compare: where it goes depends on what it finds, so that of counts only 0 tells. */
static struct summary without_counts(const struct summary *searched)
{
    struct summary s = *searched;
    for (int k = 0; k < OUTPUTS; k++) {
        s.ideal[k].not_rounded = once(s.ideal[k].not_rounded);
        s.ideal[k].lost.count = once(s.ideal[k].lost.count);
        for (int c = 0; c < CLASSES; c++)
            s.ideal[k].classes[c].count = once(s.ideal[k].classes[c].count);
    }
    return s;
}

static void print_remark(const struct remark *remark, const char *verdict, const struct formula *f,
                         const struct choice *choice, const struct summary *now, enum output output,
                         long double size, uint64_t seed)
{
    bool larger = strcmp(verdict, "LARGER") == 0;
    const struct record_remark line = {.verdict = verdict,
                                       .rule = larger ? "larger" : "against",
                                       .what = remark->text,
                                       .size = size,
                                       .against = f,
                                       .summary = now,
                                       .note = larger};
    if (*remark->text)
        record_print_evidence(stderr, &line, choice, output, &remark->shown, seed);
}

/* What became of a kernel. */
static void compare_kernel(struct comparison *comparison, const struct choice *choice,
                           const struct summary *now, const struct summary *then, const json_t *record,
                           uint64_t seed)
{
    struct formula own;
    bool compare_own = reference_own(&own, choice->kernel->term, choice->kernel->code->variant) &&
                       json_object_get(record, "own") != NULL;
    bool exact = evidence_of_record(record) == EVIDENCE_EXACT &&
                 evidence_of(choice, now, json_text_at(record, "level")) == EVIDENCE_EXACT;
    long double slack = exact ? EXACT_SLACK : 1;
    bool worse = false, larger = false, better = false;
    for (int k = 0; k < OUTPUTS; k++)
        for (int of_own = 0; of_own <= compare_own; of_own++) {
            struct outcome change = of_own ? compare_outputs(&now->own[k], &then->own[k], slack)
                                           : compare_outputs(&now->ideal[k], &then->ideal[k], slack);
            const struct formula *f = of_own ? &own : reference_ideal(choice->kernel->term);
            better = better || change.better;
            worse = worse || *change.worse.text;
            larger = larger || *change.larger.text;
            long double size = of_own ? now->own[k].max_ulp : now->ideal[k].max_ulp;
            print_remark(&change.worse, of_own ? "WORSE (own formula)" : "WORSE", f, choice, now,
                         (enum output)k, size, seed);
            print_remark(&change.larger, "LARGER", f, choice, now, (enum output)k, size, seed);
        }
    comparison->larger += larger && !worse ? 1 : 0;
    ++*(worse ? &comparison->worse : better ? &comparison->better : &comparison->unchanged);
}

static bool find_selected(size_t *index, const struct selection *selection, const char *id)
{
    char own[ID_SIZE];
    for (*index = 0; *index < selection->count; ++*index) {
        choice_id(own, &selection->at[*index]);
        if (strcmp(own, id) == 0)
            return true;
    }
    return false;
}

/* What a record of the file is for this run. */
struct pair {
    const char *id;
    bool covered, found; /* by the globs; in the selection, at `index` */
    size_t index;
    struct choice choice;
    struct summary then;
};

static struct pair pair_make(const json_t *record, const struct selection *selection, char *const globs[],
                             size_t count)
{
    struct pair pair = {.id = json_string_value(json_object_get(record, "id"))};
    pair.covered = select_covers(globs, count, pair.id);
    pair.found = pair.covered && find_selected(&pair.index, selection, pair.id) &&
                 record_parse(&pair.choice, &pair.then, record);
    return pair;
}

static enum status check_inputs(const struct pair *pair, const struct summary summaries[], const char *path)
{
    if (!pair->found)
        return STATUS_OK;
    uint64_t rounds_then = pair->then.searched.rounds, rounds = summaries[pair->index].searched.rounds;
    if (pair->then.searched.searches > 1)
        return fail(STATUS_DATA,
                    "%s: %s was searched in %llu shards; a search compares with one that is whole", path,
                    pair->id, (unsigned long long)pair->then.searched.searches);
    if (rounds_then != rounds)
        return fail(STATUS_DATA, "%s: %s was searched in %llu rounds, here in %llu; --rounds %llu compares",
                    path, pair->id, (unsigned long long)rounds_then, (unsigned long long)rounds,
                    (unsigned long long)rounds_then);
    if (rounds_then > 0 || pair->then.inputs == summaries[pair->index].inputs)
        return STATUS_OK;
    return fail(
        STATUS_DATA,
        "%s: %s was judged on %llu inputs, here on %llu: worst cases or points were added or removed; save "
        "it anew",
        path, pair->id, (unsigned long long)pair->then.inputs,
        (unsigned long long)summaries[pair->index].inputs);
}

static void print_missing(const char *id, const char *path)
{
    char *said = allocate_text("it is in %s, but not among the kernels that run here", path);
    fprintf(stderr, "WORSE %s: %s\n", id, said);
    finding_add(&(struct finding){.rule = "missing", .id = id, .part = FINDING_RUN, .message = said});
    free(said);
}

enum status against_compare(struct comparison *comparison, const struct baseline *baseline,
                            const struct selection *selection, const struct summary summaries[],
                            char *const globs[], size_t count, uint64_t seed)
{
    size_t i, found = 0;
    json_t *record, *records = json_object_get(baseline->document, "kernels");
    *comparison = (struct comparison){0};
    json_t *key = run_key_json(NULL);
    const json_t *stored = json_object_get(baseline->document, "key");
    if (!run_key_differs(comparison->around, stored, key, run_key_around))
        run_key_differs(comparison->around, stored, key, run_key_foreign);
    json_decref(key);
    json_array_foreach(records, i, record)
    {
        struct pair pair = pair_make(record, selection, globs, count);
        enum status status = check_inputs(&pair, summaries, baseline->path);
        summary_clear(&pair.then);
        if (status != STATUS_OK)
            return status;
    }
    json_array_foreach(records, i, record)
    {
        struct pair pair = pair_make(record, selection, globs, count);
        if (pair.found) {
            struct summary now = summaries[pair.index];
            if (now.searched.searches > 0) {
                now = without_counts(&now);
                pair.then = without_counts(&pair.then);
            }
            compare_kernel(comparison, &selection->at[pair.index], &now, &pair.then, record, seed);
            found++;
        } else if (pair.covered) {
            print_missing(pair.id, baseline->path);
            comparison->worse++;
        }
        summary_clear(&pair.then);
    }
    comparison->added = selection->count - found;
    return comparison->worse > 0 ? STATUS_NUMERICAL : STATUS_OK;
}

json_t *comparison_json(const struct comparison *comparison, const struct baseline *baseline)
{
    return json_pack("{s:o, s:I, s:I, s:I, s:I, s:I, s:s*}", "file", json_file_name(baseline->path), "better",
                     (json_int_t)comparison->better, "worse", (json_int_t)comparison->worse, "unchanged",
                     (json_int_t)comparison->unchanged, "larger", (json_int_t)comparison->larger, "added",
                     (json_int_t)comparison->added, "around",
                     *comparison->around ? comparison->around : NULL);
}
