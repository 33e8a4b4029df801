/* rows.h -- what compare is to compare: pairs of choices, and a row for each with each batch size and regime. */
#ifndef GANLOSS_HARNESS_COMPARE_ROWS_H
#define GANLOSS_HARNESS_COMPARE_ROWS_H

#include "harness/compare/compare.h"
#include "harness/selection/select.h"

/* The choices to compare, in pairs: of two operands, or of each kernel that is selected with itself. What cannot be compared is
   said. */
enum status compare_select(struct selection *selection, const struct compare_options *o);

/* From malloc. */
struct compare_row *compare_rows_make(const struct compare_options *o, const struct selection *selection,
                                      size_t *count);

#endif
