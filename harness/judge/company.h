/* company.h -- which inputs stand together in a call: what a vector kernel may treat as one. */
#ifndef GANLOSS_HARNESS_JUDGE_COMPANY_H
#define GANLOSS_HARNESS_JUDGE_COMPANY_H

#include "harness/inputs/cases.h"
#include "harness/inputs/input.h"

enum company {
    COMPANY_ANY,      /* cases as they come: signs and magnitudes mixed */
    COMPANY_ALIKE,    /* of one sign and binade, so that all lanes go one way */
    COMPANY_MIRRORED, /* each followed by its mirror image: x and -x, D and 1 - D */
    COMPANY_EQUAL,    /* runs of one value */
    COMPANY_SPECIAL,  /* NaN, infinities, zeros and subnormals among numbers */
    COMPANY_EXTREME,  /* tiny and huge by turns */
    COMPANY_ODD,      /* alike, but for one */
    COMPANY_SORTED,
    COMPANIES
};

/* Fills inputs[n], drawn from the cases; labels, where there are any, are one for all or mixed, by turns of the
   state. */
void company_fill(struct input inputs[], size_t n, enum company company, const struct cases *cases,
                  enum space space, const struct format *format, uint64_t *state);

#endif
