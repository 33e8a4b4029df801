/* library.h -- whose a foreign kernel is, in documents: the member "library" of whatever tells of one, and the kernel
   that such a record is of, whose program is not there. */
#ifndef GANLOSS_HARNESS_RECORD_LIBRARY_H
#define GANLOSS_HARNESS_RECORD_LIBRARY_H

#include "harness/selection/select.h"

#include <jansson.h>

/* Sets "library", and of one that lacks an output "lacks", where the kernel is a foreign one. */
void library_set(json_t *record, const struct choice *choice);

/* The kernel of a foreign library's record, which can be named, held to its bounds and compared, but not called
   (choice_is_callable); the same one for an equal id, library, bounds and outputs. False: the id names no known term. */
bool library_kernel(struct choice *choice, const json_t *record);

/* " (SLEEF 3.5.1)" for a foreign kernel, else "". */
enum { LIBRARY_TEXT = 128 };
const char *library_text(char text[LIBRARY_TEXT], const struct choice *choice);

#endif
