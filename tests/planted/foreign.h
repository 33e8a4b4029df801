/* foreign.h -- the planted faults as a plugin's kernels (plugin.c), each in a process of its own. */
#ifndef GANLOSS_TESTS_PLANTED_FOREIGN_H
#define GANLOSS_TESTS_PLANTED_FOREIGN_H

#include "harness/foreign/source.h"
#include "tests/planted/plant.h"

/* From here on every row is the plugin's. */
enum status planted_foreign_open(const char *file);
void planted_foreign_close(void);

/* The plugin's kernel that is this row, as good as new; NULL: none was opened. */
const struct foreign *planted_foreign(const struct planted *row);

#endif
