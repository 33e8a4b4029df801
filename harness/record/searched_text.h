/* searched_text.h -- how far a kernel was searched, for people. */
#ifndef GANLOSS_HARNESS_RECORD_SEARCHED_TEXT_H
#define GANLOSS_HARNESS_RECORD_SEARCHED_TEXT_H

#include "harness/record/searched.h"
#include "losses/registry.h"

#include <stdio.h>

/* "  tried: in any interval of relative width 9.7e-06 where ...", a line; nothing where no width is known. Widths are
   rounded up. */
void searched_print_widths(FILE *to, enum space space, const struct searched *searched);

#endif
