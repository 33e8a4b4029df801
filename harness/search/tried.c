#include "harness/search/tried.h"

#include "harness/base/allocate.h"
#include "harness/base/random.h"
#include "losses/bits.h"

#include <stdlib.h>
#include <string.h>

/* No result has this code: the slot is free. */
enum { FIRST_SLOTS = 1 << 12, FREE = 0xff };

void tried_list_add(struct tried_list *list, const struct input *input, const unsigned char code[OUTPUTS])
{
    if (list->count == list->room) {
        list->room = 2 * list->room + 1024;
        list->at = allocate_again(list->at, list->room, sizeof *list->at);
    }
    list->at[list->count++] = (struct tried_input){*input, {code[LOSS], code[GRAD]}};
}

bool tried_at(const struct tried *t, size_t i, struct tried_input *input)
{
    *input =
        (struct tried_input){{t->x[i], t->target ? t->target[i] : 0}, {t->code[i][LOSS], t->code[i][GRAD]}};
    return input->code[LOSS] != FREE;
}

/* The slot that an input has or would have. */
static size_t slot_of(const struct tried *t, const struct input *input)
{
    uint64_t x = bits_of(input->x), target = bits_of(input->target);
    size_t k = (size_t)random_hash(x, target) & (t->slots - 1);
    while (t->code[k][LOSS] != FREE &&
           (bits_of(t->x[k]) != x || (t->has_targets && bits_of(t->target[k]) != target)))
        k = (k + 1) & (t->slots - 1);
    return k;
}

/* Whether it was not there. */
static bool put(struct tried *t, const struct tried_input *new)
{
    size_t k = slot_of(t, &new->input);
    if (t->code[k][LOSS] != FREE)
        return false;
    t->x[k] = new->input.x;
    if (t->has_targets)
        t->target[k] = new->input.target;
    memcpy(t->code[k], new->code, sizeof new->code);
    return true;
}

static void grow(struct tried *t)
{
    struct tried old = *t;
    struct tried_input input;
    t->slots = old.slots ? 2 * old.slots : FIRST_SLOTS;
    t->x = allocate(t->slots, sizeof *t->x);
    t->target = t->has_targets ? allocate(t->slots, sizeof *t->target) : NULL;
    t->code = allocate(t->slots, sizeof *t->code);
    memset(t->code, FREE, t->slots * sizeof *t->code);
    for (size_t i = 0; i < old.slots; i++)
        if (tried_at(&old, i, &input))
            put(t, &input);
    tried_free(&old);
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
        t->count += put(t, &list->at[i]);
    }
    free(list->at); /* that of the first round is large */
    *list = (struct tried_list){0};
}

void tried_count(struct tried_counts *counts, const unsigned char code[OUTPUTS])
{
    counts->inputs++;
    for (int k = 0; k < OUTPUTS; k++) {
        int class = code[k] & (TRIED_LOST - 1);
        if (code[k] & TRIED_NOTHING)
            continue;
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
    free(t->x);
    free(t->target);
    free(t->code);
}
