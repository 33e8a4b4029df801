/* screen_points.h -- the points at which the screens should be worst, in either format. */
#ifndef GANLOSS_TESTS_SUPPORT_SCREEN_POINTS_H
#define GANLOSS_TESTS_SUPPORT_SCREEN_POINTS_H

#include "reference/reference.h"
#include "tests/support/sample.h"

/* What there is a screen for. */
enum { SCREEN_SUBJECTS = 7 };
extern const struct screen_subject {
    const char *name;
    enum term_index term; /* one that has the formula, but for the label 1/2 */
} screen_subjects[SCREEN_SUBJECTS];

const struct formula *screen_formula(int subject);

/* A label for the subject; an input for it and the label: finite, and on D within (0, 1). */
double screen_label(uint64_t *r, const struct format *format, int subject);
double screen_point(uint64_t *r, const struct format *format, int subject, double label);

#endif
