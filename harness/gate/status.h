/* status.h -- exit statuses in words. */
#ifndef GANLOSS_HARNESS_GATE_STATUS_H
#define GANLOSS_HARNESS_GATE_STATUS_H

#include "harness/base/fail.h"

#include <stdbool.h>

/* Whether nothing was judged as it was asked for: 64 to 74. */
bool status_is_error(enum status status);

/* "a numerical failure" */
const char *status_words(enum status status);

/* "exit status 65: malformed data: FILE is no JSON", with what was said last; from malloc. */
char *status_sentence(enum status status);

#endif
