#include "harness/verify/by_format.h"

#include "harness/base/allocate.h"
#include "harness/base/fail.h"
#include "harness/base/interrupt.h"
#include "harness/exhaustive/exhaustive.h"
#include "harness/judge/judge.h"
#include "harness/search/search.h"
#include "harness/verify/shared.h"

#include <stdlib.h>

struct selection by_format_part(const struct selection *whole, const struct format *format, size_t index[])
{
    struct selection part = {.at = allocate(whole->count, sizeof *part.at)};
    for (size_t i = 0; i < whole->count; i++)
        if (whole->at[i].format == format) {
            index[part.count] = i;
            part.at[part.count++] = whole->at[i];
        }
    return part;
}

static enum status judge_f32(struct summary found[], const struct selection *part, const struct plan *plan)
{
    switch (exhaustive_run(found, part, plan)) {
    case EXHAUSTIVE_VOID:
        return STATUS_INTERNAL;
    case EXHAUSTIVE_NOT_RESUMED:
        return STATUS_DATA;
    case EXHAUSTIVE_UNSAVED:
        return STATUS_IO;
    default:
        return STATUS_OK;
    }
}

static enum status judge_f64(struct summary found[], const struct selection *part, const struct plan *plan)
{
    return search_run(found, part, plan) == SEARCH_VOID ? STATUS_INTERNAL : STATUS_OK;
}

/* What the level below finds: the same inputs stand elsewhere there, in other company; and in one very long call. */
static void judge_below(struct summary found[], const struct selection *part, const struct plan *plan)
{
    struct summary *below = allocate(part->count, sizeof *below);
    struct plan full = *plan;
    full.level = FULL;
    full.longest = BY_FORMAT_LONGEST;
    shared_judge(below, part, &full);
    for (size_t i = 0; i < part->count; i++) {
        summary_absorb(&found[i], &below[i]);
        summary_clear(&below[i]);
    }
    free(below);
}

enum status by_format_judge(struct summary summaries[], uint64_t *rounds, const struct selection *selection,
                            const struct plan *plan)
{
    enum status status = STATUS_OK;
    *rounds = 0;
    size_t *index = allocate(selection->count, sizeof *index);
    struct summary *found = allocate(selection->count, sizeof *found);
    for (int format = 0; format < FORMATS && status == STATUS_OK; format++) {
        struct selection part = by_format_part(selection, &formats[format], index);
        if (part.count > 0)
            status = (format == F32 ? judge_f32 : judge_f64)(found, &part, plan);
        if (part.count > 0 && status == STATUS_OK && !interrupted())
            judge_below(found, &part, plan);
        for (size_t i = 0; i < part.count && status != STATUS_OK; i++)
            summary_clear(&found[i]);
        for (size_t i = 0; i < part.count && status == STATUS_OK; i++) {
            summaries[index[i]] = found[i];
            *rounds = found[i].searched.rounds > 0 ? found[i].searched.rounds : *rounds;
        }
        free(part.at);
    }
    free(found);
    free(index);
    return status;
}
