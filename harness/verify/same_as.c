#include "harness/verify/same_as.h"

#include "harness/base/allocate.h"
#include "harness/compare/differences_text.h"
#include "harness/record/finding.h"
#include "harness/record/library.h"

#include <inttypes.h>
#include <stdlib.h>

enum status same_as_open(struct same_as *same, const char *id, const struct selection *selection)
{
    char own[ID_SIZE];
    *same = (struct same_as){.count = selection->count};
    if (!choice_find(&same->other, id))
        return fail(STATUS_NOTHING, "--same-as: no kernel '%s' (see ganloss list kernels)", id);
    if (!isa_runs(same->other.kernel->isa))
        return fail(STATUS_UNAVAILABLE, "--same-as: %s does not run on this CPU", id);
    for (size_t i = 0; i < selection->count; i++) {
        const struct choice *c = &selection->at[i];
        const char *why = differences_refused(c, &same->other);
        bool common = false;
        for (int k = 0; k < OUTPUTS; k++)
            common = common || (choice_has(c, (enum output)k) && choice_has(&same->other, (enum output)k));
        choice_id(own, c);
        if (why || !common)
            return fail(STATUS_USAGE, "--same-as: %s and %s cannot be compared: %s", own, id,
                        why ? why : "they have no output in common");
    }
    return STATUS_OK;
}

bool same_as_run(struct same_as *same, const struct selection *selection, const struct plan *plan)
{
    bool complete = true;
    same->differences = allocate(same->count, sizeof *same->differences);
    for (size_t i = 0; i < same->count; i++) {
        const struct differences_asked asked = {.choice = {selection->at[i], same->other},
                                                .level = plan->level,
                                                .seed = plan->seed,
                                                .worst = plan->worst,
                                                .quiet = plan->quiet};
        differences_find(&same->differences[i], &asked);
        complete = complete && same->differences[i].complete;
    }
    return complete;
}

static uint64_t different(const struct differences *d)
{
    return d->of[LOSS].different + d->of[GRAD].different;
}

static void print_one(const struct differences *d, const struct choice *choice, const char *other)
{
    char id[ID_SIZE];
    choice_id(id, choice);
    printf("%s  %s%s %s on %" PRIu64 " inputs, %s\n", id, d->complete ? "" : "INCOMPLETE: ",
           different(d) > 0      ? "not the same as"
           : differences_none(d) ? "the same bits as"
                                 : "nothing is known beside",
           other, d->of[LOSS].both ? d->of[LOSS].compared : d->of[GRAD].compared,
           d->every ? "exact" : "sampled");
}

static void print_unanswered(const struct differences *d, const char *id, const char *other)
{
    char *said = allocate_text("no answer for %" PRIu64 " inputs, of %s or of %s: they were not compared",
                               d->unanswered, id, other);
    fprintf(stderr, "FAIL %s: %s\n", id, said);
    finding_add(&(struct finding){.rule = "same-as",
                                  .id = id,
                                  .part = FINDING_FAULTS,
                                  .message = said,
                                  .size = (long double)d->unanswered});
    free(said);
}

enum status same_as_print(const struct same_as *same, const struct selection *selection, bool quiet)
{
    enum status status = STATUS_OK;
    char id[ID_SIZE], other[ID_SIZE];
    choice_id(other, &same->other);
    for (size_t i = 0; i < same->count; i++) {
        const struct differences *d = &same->differences[i];
        const struct choice pair[2] = {selection->at[i], same->other};
        choice_id(id, &pair[0]);
        if (!quiet)
            print_one(d, &pair[0], other);
        for (int k = 0; k < OUTPUTS; k++)
            if (d->of[k].different > 0)
                differences_print_first(stderr, d, pair, (enum output)k);
        if (d->unanswered > 0)
            print_unanswered(d, id, other);
        if (different(d) > 0 || d->unanswered > 0)
            status = STATUS_NUMERICAL;
    }
    return status;
}

void same_as_add(const struct same_as *same, const struct selection *selection, json_t *records)
{
    char other[ID_SIZE];
    choice_id(other, &same->other);
    for (size_t i = 0; i < same->count; i++) {
        const struct differences *d = &same->differences[i];
        const struct choice pair[2] = {selection->at[i], same->other};
        json_t *record = json_array_get(records, i), *found = differences_json(d, pair);
        json_object_set_new(found, "id", json_string(other));
        library_set(found, &same->other);
        json_object_set_new(record, "same_as", found);
        if (different(d) > 0 || d->unanswered > 0)
            json_object_set_new(record, "pass", json_false());
    }
}

void same_as_free(struct same_as *same)
{
    for (size_t i = 0; i < same->count && same->differences; i++)
        differences_free(&same->differences[i]);
    free(same->differences);
    *same = (struct same_as){.count = 0};
}
