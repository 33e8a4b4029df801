/* levels.h -- shifts of a time over versions. */
#ifndef GANLOSS_HARNESS_HISTORY_LEVELS_H
#define GANLOSS_HARNESS_HISTORY_LEVELS_H

#include <jansson.h>

/* Adds the shifts of a list's time to its changes, and the last one, where it is for the worse, to `worse` (changes.h). One may
   begin with any version, but not between two documents of one. Medians of all documents since the shift before, and of all up
   to the next one, are `before` and `after`. */
void levels_changes(const json_t *list, const char *name, double alpha, json_t *changes, json_t *worse);

#endif
