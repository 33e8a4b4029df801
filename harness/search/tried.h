/* tried.h -- each input of a kernel counted once, however often a search comes back to it.

   Inputs of a sweep are distinct by the way they are made, and are counted as they are tried. The others are
   remembered, up to TRIED_MOST of a kernel in 5 MiB, 9 with targets; what is tried beyond is not counted. */
#ifndef GANLOSS_HARNESS_SEARCH_TRIED_H
#define GANLOSS_HARNESS_SEARCH_TRIED_H

#include "harness/inputs/input.h"
#include "harness/record/summary.h"

#include <stddef.h>

enum { TRIED_SLOTS = 1 << 19, TRIED_MOST = TRIED_SLOTS / 8 * 7 };

/* What came of one output: its class, and with it: lost, not rounded; or, alone, that a kernel does not have it. */
enum { TRIED_LOST = 1 << 3, TRIED_NOT_ROUNDED = 1 << 4, TRIED_NOTHING = 1 << 5 };

struct tried_input {
    struct input input;
    unsigned char code[OUTPUTS];
};

/* Those of one lane since the last round, in order. From malloc. */
struct tried_list {
    struct tried_input *at;
    size_t count, room;
};

/* Those of a kernel: a table by hash, in which every bit of an input matters. From malloc. */
struct tried {
    double *x, *target; /* NULL: the term takes none */
    unsigned char (*code)[OUTPUTS];
    size_t slots, count;
    bool has_targets;   /* to be set at first */
    uint64_t uncounted; /* visits when there was no room any more */
};

struct tried_counts {
    uint64_t inputs;
    struct {
        uint64_t compared, not_rounded, lost, classes[CLASSES];
    } of[OUTPUTS];
};

void tried_list_add(struct tried_list *list, const struct input *input, const unsigned char code[OUTPUTS]);

/* Takes over what is new of a list, and empties it: of several visits to an input the first one counts. */
void tried_take(struct tried *tried, struct tried_list *list);

/* What slot i < tried->slots holds; false: nothing. */
bool tried_at(const struct tried *tried, size_t i, struct tried_input *input);

/* Adds an input to the counts; adds all of another. */
void tried_count(struct tried_counts *counts, const unsigned char code[OUTPUTS]);
void tried_counts_merge(struct tried_counts *to, const struct tried_counts *from);

/* Puts the counts in the place of the summary's own, which are of visits. */
void tried_counts_apply(const struct tried_counts *counts, struct summary *to);

void tried_free(struct tried *tried);

#endif
