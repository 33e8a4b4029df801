/* figure.h -- one figure of a record: what kind of number it is, and the record that holds it. */
#ifndef GANLOSS_HARNESS_HISTORY_FIGURE_H
#define GANLOSS_HARNESS_HISTORY_FIGURE_H

#include <jansson.h>

/* Of every figure, less is better. */
enum figure_sort {
    FIGURE_COUNT,   /* exact; where it is not written it is 0 */
    FIGURE_MEASURE, /* exact; where it is not written it is not known */
    FIGURE_STEPS,   /* a measure that may differ by a thousandth, as where code lies does */
    FIGURE_TIME     /* differs from run to run */
};
enum figure_sort figure_sort_of(const char *name);

/* The figures of a kernel's record of this kind, evidence and basis, in an object of records (figures.h): a new one, or the
   one that is there. `record` has the kernel's id and library. */
json_t *figure_record(json_t *records, const json_t *record, const char *kind, const char *evidence,
                      const char *basis);

/* Sets PREFIX and NAME together to a number, or to a number's decimal string; neither: to nothing. */
void figure_set(json_t *figures, const char *prefix, const char *name, const json_t *value);

/* Adds to a count; keeps the value that is larger without its sign. */
void figure_add(json_t *figures, const char *prefix, const char *name, double count);
void figure_keep(json_t *figures, const char *prefix, const char *name, const json_t *value);

#endif
