/* around.h -- what a document says of the circumstances of its figures: what else changed where they did. */
#ifndef GANLOSS_HARNESS_HISTORY_AROUND_H
#define GANLOSS_HARNESS_HISTORY_AROUND_H

#include <jansson.h>

/* Adds each of the circumstances of a document's head, {NAME: [VALUE, ...]}, to those that are there. */
void around_add(json_t *around, const json_t *head);

/* What differs, as people read it: "libc 2.36 -> 2.41", and of what is known by a hash the name alone. */
json_t *around_differences(const json_t *before, const json_t *after);

#endif
