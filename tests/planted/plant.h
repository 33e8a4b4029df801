/* plant.h -- a good kernel, altered in one way at one kind of place. */
#ifndef GANLOSS_TESTS_PLANTED_PLANT_H
#define GANLOSS_TESTS_PLANTED_PLANT_H

#include "losses/registry.h"
#include "reference/reference.h"

/* Which elements of a batch are altered; `low` and `high` are a row's. */
enum where {
    WHERE_NOWHERE,
    WHERE_EVERYWHERE,
    WHERE_AT,        /* x = low, the sign of zero included */
    WHERE_BETWEEN,   /* low <= x < high */
    WHERE_MAGNITUDE, /* low <= |x| < high */
    WHERE_RESULT,    /* low <= |result| < high */
    WHERE_NAN_BITS,  /* a NaN whose bits under the mask `low` are `high` */
    WHERE_GRID,      /* |x| < high is an odd multiple of low */
    WHERE_SCATTERED, /* one value in 2^low, by a hash of its bits */
    WHERE_ENTRY,     /* exp takes entry `low` of a table of `high` to the octave */
    WHERE_LABEL,     /* y = low */
    WHERE_LAST,      /* the last of 2^k + 1 */
    WHERE_TAIL,      /* the last n mod low */
    WHERE_POSITION,  /* i mod high = low */
    WHERE_UNALIGNED, /* the first, of an array aligned to `low` bytes and not to `high` */
    WHERES
};

/* What becomes of the result there; `amount` is the row's. */
enum how {
    HOW_KEPT,
    HOW_ULPS,     /* so many values up, or down */
    HOW_SCALED,   /* times 1 + amount */
    HOW_OFFSET,   /* plus amount */
    HOW_REPLACED, /* by amount */
    HOW_NEGATED,
    HOW_FLUSHED,   /* to the zero of its sign */
    HOW_NARROWED,  /* to binary32 and back */
    HOW_AT_INPUT,  /* what the kernel returns for the input `amount`, of the sign of x */
    HOW_AT_LABEL,  /* what it returns for the label `amount` */
    HOW_TRUNCATED, /* exp's polynomial ends before the term of this degree */
    HOW_LN2_OFF,   /* exp's argument reduction is off by amount for each ln 2 */
    HOW_STALE,     /* what the first element of the previous batch had */
    HOW_SWAPPED,   /* with the next element's */
    HOW_HOSTILE,   /* none of these: hostile.h */
    HOWS
};

enum { BOTH = OUTPUTS };

struct planted {
    const char *name;
    enum term_index term; /* of the good kernel */
    const char *variant;
    int format, output; /* F32 or F64; LOSS, GRAD or BOTH */
    enum where where;
    double low, high;
    enum how how;
    double amount;
    unsigned shows; /* f32: the upper 16 bits of inputs where it is found; f64: a level that finds it */
    ganloss_f32 *good_f32, *f32;
    ganloss_f64 *good_f64, *f64;
};

/* Runs the good kernel, then alters its results. The good results of each kernel's last batch are kept, per
   thread, so that many faults of one kernel cost little more than the kernel. Round to nearest only. */
void plant_f32(const struct planted *fault, size_t n, const float x[], const float y[], float loss[],
               float grad[]);
void plant_f64(const struct planted *fault, size_t n, const double x[], const double y[], double loss[],
               double grad[]);

#endif
