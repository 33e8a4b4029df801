/* nearest.h -- what somebody may have meant by a name that is none. */
#ifndef GANLOSS_HARNESS_BASE_NEAREST_H
#define GANLOSS_HARNESS_BASE_NEAREST_H

#include <stddef.h>

enum { NEAREST_LONGEST = 64, NEAREST_TEXT = NEAREST_LONGEST + 32 };

struct nearest {
    const char *text;
    char name[NEAREST_LONGEST]; /* the nearest yet; "": none is close */
    size_t distance;            /* how far it is, or the least that is too far */
};

/* Letters left out, put in, replaced or exchanged with their neighbour, that make one of the other (Damerau and
   Levenshtein; no place is changed twice). Capitals are not told from small letters. Names of more than 63 letters are as
   far as can be. */
size_t nearest_distance(const char *a, const char *b);

/* Close is what differs in a third of its letters at the most, and in one at the least that is allowed. */
struct nearest nearest_begin(const char *text);
void nearest_try(struct nearest *nearest, const char *name);

/* "; did you mean NAME?", or "" where nothing was close. */
const char *nearest_text(char text[NEAREST_TEXT], const struct nearest *nearest);

#endif
