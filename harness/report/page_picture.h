/* page_picture.h -- one small picture, drawn into the page: the gradient that a wrong line gives, the one of a right
   line, and the exact one. */
#ifndef GANLOSS_HARNESS_REPORT_PAGE_PICTURE_H
#define GANLOSS_HARNESS_REPORT_PAGE_PICTURE_H

#include "harness/report/report.h"

#include <stdbool.h>
#include <stdio.h>

/* The gradients of a term in a format, as a curve of the documents has them. */
struct picture_curves {
    const json_t *x, *exact; /* as long as each other */
    const json_t *got;       /* likewise; NULL: no curve of it */
};

/* Those of a variant, by the name it has in the documents, or NULL: of any, whose exact gradients are all the same; false where there
   is no such curve. */
bool report_picture_curves(struct picture_curves *curves, const struct report *report, const char *term,
                           const char *format, const char *variant);

/* Where the variant is furthest from the exact gradient, what it gives there and what is right; false: nowhere by more than a
   tenth. */
struct picture_point {
    double x, got, exact;
};
bool report_picture_worst(struct picture_point *point, const struct picture_curves *curves);

/* The picture; nothing where a curve is missing. */
void report_page_picture(FILE *to, const struct picture_curves *wrong, const char *wrong_name,
                         const struct picture_curves *right, const char *right_name, const char *title);

#endif
