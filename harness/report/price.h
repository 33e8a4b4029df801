/* price.h -- the kernels of one term and format by the time that they take, and which of them are right. */
#ifndef GANLOSS_HARNESS_REPORT_PRICE_H
#define GANLOSS_HARNESS_REPORT_PRICE_H

#include "harness/report/verdict.h"

#include <stdio.h>

struct price_row {
    char variant[KERNEL_ID_VARIANT];
    double ns; /* per element */
    struct judgement judgement;
};

struct price {
    struct price_row *row; /* the fastest first; from malloc */
    size_t count, format;  /* of `formats` */
    const struct price_row *right,
        *wrong; /* the fastest sound one, the fastest that loses gradients in training; NULL: none */
};

struct price report_price(const struct report *report, const struct cost_point *at, const char *term,
                          const char *format);

/* "In f32 the fastest right kernel of ... takes ...": HTML. */
void report_price_sentence(FILE *to, const struct price *price, const char *term, const char *format);

#endif
