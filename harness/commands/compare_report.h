/* compare_report.h -- where compare's results go, and the status that they make. */
#ifndef GANLOSS_HARNESS_COMMANDS_COMPARE_REPORT_H
#define GANLOSS_HARNESS_COMMANDS_COMPARE_REPORT_H

#include "harness/compare/compare.h"
#include "harness/compare/sides.h"

/* Prints, saves, tells the gate. `sides` is NULL where builds were compared. The gravest of all that was found. */
enum status compare_report(const struct compare_options *o, const struct compare_row rows[], size_t count,
                           const struct sides *sides);

#endif
