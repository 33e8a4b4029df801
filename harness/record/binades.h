/* binades.h -- where among all floats one output's errors stand, and how large they are: per binade of the
   input, and as a histogram. Exhaustive runs alone have it. */
#ifndef GANLOSS_HARNESS_RECORD_BINADES_H
#define GANLOSS_HARNESS_RECORD_BINADES_H

#include "harness/metric/f32.h"
#include "losses/bits.h"

#include <jansson.h>

/* Binades by the upper nine bits of the float: the positive ones upwards from the subnormals, with infinity
   and NaN as the last, then the negative ones. */
enum { BINADES = 512 };

/* The largest error in a binade, and the first input (in order of its bits, then of the target) that has it.
   The order is the screen's, which does not depend on how a run was divided; `ulp` is MPFR's word on it. */
struct peak {
    double screened; /* ulps */
    long double ulp;
    uint32_t bits;
    float got, target;
    bool any;
};

struct binade {
    uint64_t inputs, not_rounded, failures; /* failures: of a class that is one, and lost results */
    struct peak peak;
};

struct binades {
    struct binade at[BINADES];
    uint64_t histogram[ULP_BINS]; /* struct inspected, in metric/f32.h */
};

/* Whether a takes the place of b. */
bool peak_is_higher(const struct peak *a, const struct peak *b);

/* Adds all of `from` to `to`. */
void binades_merge(struct binades *to, const struct binades *from);

/* {"histogram": [ULP_BINS counts], "binades": [[first input, inputs, not rounded, failures, max ulp, at,
   target, got, screened]...]}, of the binades that have inputs; max ulp is null where every result has a
   class. */
json_t *binades_json(const struct binades *b);

/* Reads them back into *to; false: not such an object. */
bool binades_parse(struct binades *to, const json_t *object);

#endif
