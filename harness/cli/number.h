/* number.h -- numbers as people write them on the command line. */
#ifndef GANLOSS_HARNESS_CLI_NUMBER_H
#define GANLOSS_HARNESS_CLI_NUMBER_H

#include "reference/format.h"

#include <stdbool.h>

/* A number as given: a decimal or hex float is rounded to each format once, from its exact value; bits belong
   to one format. */
struct number {
    const char *text;
    const struct format *only; /* of bits: "0b32:3f800000", "0b64:..."; else NULL */
    double value[FORMATS];
};

/* False: not a number. Accepted are decimals, hex floats, inf, nan, and bits. */
bool number_parse(struct number *number, const char *text);

/* What number_parse accepts, for messages. */
extern const char *const number_forms;

#endif
