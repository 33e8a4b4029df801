/* reported.h -- reports made of invented exhaustive records. */
#ifndef GANLOSS_TESTS_SUPPORT_REPORTED_H
#define GANLOSS_TESTS_SUPPORT_REPORTED_H

#include "harness/record/summary.h"
#include "harness/report/report.h"

struct report reported_nothing(void);

/* Sets the largest error of a binade, in its first input. */
void reported_peak(struct summary *s, enum output output, int binade, long double ulp);

/* Every float, with an error of 0.25 ulp. */
struct summary reported_whole(void);

/* Adds the record of a kernel, which it returns. */
json_t *reported_add(struct report *report, const char *id, const struct summary *s, const char *level);

/* The file's text, from malloc. */
char *reported_text(const char *directory, const char *name);

#endif
