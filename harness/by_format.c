#include "by_format.h"

#include "exhaustive.h"
#include "fail.h"
#include "search.h"

#include <stdlib.h>

/* The choices in one format, in their order; index[] receives where each stands in the whole. */
static struct selection part_of(const struct selection *whole, const struct format *format, size_t index[])
{
    struct selection part = {.at = allocate(whole->count, sizeof *part.at)};
    for (size_t i = 0; i < whole->count; i++)
        if (whole->at[i].format == format) {
            index[part.count] = i;
            part.at[part.count++] = whole->at[i];
        }
    return part;
}

bool judge_by_format(struct summary summaries[], uint64_t *rounds, const struct selection *selection,
                     const struct plan *plan)
{
    bool sound = true;
    *rounds = 0;
    size_t *index = allocate(selection->count, sizeof *index);
    struct summary *found = allocate(selection->count, sizeof *found);
    for (int format = 0; format < FORMATS && sound; format++) {
        struct selection part = part_of(selection, &formats[format], index);
        if (part.count > 0 && format == F32) {
            sound = exhaustive(found, &part, plan) != EXHAUSTIVE_VOID;
        } else if (part.count > 0) {
            sound = search(found, &part, plan) != SEARCH_VOID;
            *rounds = found[0].searched.rounds;
        }
        for (size_t i = 0; i < part.count && sound; i++)
            summaries[index[i]] = found[i];
        free(part.at);
    }
    free(found);
    free(index);
    return sound;
}
