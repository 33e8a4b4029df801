#include "harness/search/tried.h"

#include "harness/base/allocate.h"
#include "harness/base/random.h"
#include "reference/bits.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_SLOTS = 1 << 12 };

void tried_list_add(struct tried_list *list, const struct input *input, const unsigned char code[OUTPUTS])
{
    if (list->count == list->room) {
        list->room = 2 * list->room + 1024;
        list->at = allocate_again(list->at, list->room, sizeof *list->at);
    }
    list->at[list->count++] = (struct tried_input){*input, {code[LOSS], code[GRAD]}, true};
}

/* The slot that an input has or would have. */
static struct tried_input *slot_of(const struct tried *t, const struct input *input)
{
    uint64_t x = bits_of(input->x), target = bits_of(input->target);
    size_t k = (size_t)random_hash(x, target) & (t->slots - 1);
    while (t->slot[k].is_there &&
           (bits_of(t->slot[k].input.x) != x || bits_of(t->slot[k].input.target) != target))
        k = (k + 1) & (t->slots - 1);
    return &t->slot[k];
}

static void grow(struct tried *t)
{
    struct tried old = *t;
    t->slots = old.slots ? 2 * old.slots : FIRST_SLOTS;
    t->slot = allocate(t->slots, sizeof *t->slot);
    memset(t->slot, 0, t->slots * sizeof *t->slot);
    for (size_t i = 0; i < old.slots; i++)
        if (old.slot[i].is_there)
            *slot_of(t, &old.slot[i].input) = old.slot[i];
    free(old.slot);
}

void tried_take(struct tried *t, struct tried_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        if (t->count == TRIED_MOST) {
            t->uncounted += list->count - i;
            break;
        }
        if (t->count >= t->slots / 8 * 7)
            grow(t);
        struct tried_input *slot = slot_of(t, &list->at[i].input);
        if (slot->is_there)
            continue;
        *slot = list->at[i];
        t->count++;
    }
    free(list->at); /* that of the first round is large */
    *list = (struct tried_list){0};
}

void tried_count(struct tried_counts *counts, const unsigned char code[OUTPUTS])
{
    counts->inputs++;
    for (int k = 0; k < OUTPUTS; k++) {
        int class = code[k] & (TRIED_LOST - 1);
        counts->of[k].compared += class == IN_ULPS;
        counts->of[k].classes[class] += class != IN_ULPS;
        counts->of[k].lost += (code[k] & TRIED_LOST) != 0;
        counts->of[k].not_rounded += (code[k] & TRIED_NOT_ROUNDED) != 0;
    }
}

void tried_counts_merge(struct tried_counts *to, const struct tried_counts *from)
{
    to->inputs += from->inputs;
    for (int k = 0; k < OUTPUTS; k++) {
        to->of[k].compared += from->of[k].compared;
        to->of[k].not_rounded += from->of[k].not_rounded;
        to->of[k].lost += from->of[k].lost;
        for (int c = 0; c < CLASSES; c++)
            to->of[k].classes[c] += from->of[k].classes[c];
    }
}

/* Ends may come from what is not counted: there are as many as they are, at the least. */
static void set(struct extent *extent, uint64_t count)
{
    bool two = input_before(&extent->first, &extent->last);
    uint64_t least = extent->count == 0 ? 0 : two ? 2 : 1;
    extent->count = count > least ? count : least;
}

void tried_counts_apply(const struct tried_counts *counts, struct summary *to)
{
    to->inputs = counts->inputs;
    for (int k = 0; k < OUTPUTS; k++) {
        struct output_summary *s = &to->ideal[k];
        s->compared = counts->of[k].compared == 0 && s->compared > 0 ? 1 : counts->of[k].compared;
        s->not_rounded = counts->of[k].not_rounded;
        set(&s->lost, counts->of[k].lost);
        for (int c = 0; c < CLASSES; c++)
            set(&s->classes[c], counts->of[k].classes[c]);
    }
}

void tried_free(struct tried *t)
{
    free(t->slot);
}
