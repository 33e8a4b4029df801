#include "harness/batch/corrections.h"

#include <math.h>
#include <stdbool.h>

/* To the format. A sum of two floats that is rounded to double first is the same: 53 >= 2 24 + 2. */
static inline double rounded(bool narrow, double x)
{
    return narrow ? (double)(float)x : x;
}

/* The additions of losses/sum.h, in the same order. */
static inline void add(struct corrections *c, bool narrow, double loss)
{
    double total = rounded(narrow, c->total + loss), part = rounded(narrow, total - c->total);
    double error = rounded(narrow, rounded(narrow, c->total - rounded(narrow, total - part)) +
                                       rounded(narrow, loss - part));
    c->correction = rounded(narrow, c->correction + error);
    c->magnitudes += fabs(c->correction) * (1 + 0x1p-20); /* the rounding of 2^28 such additions included */
    c->total = total;
}

void corrections_add(struct corrections *c, const struct format *format, const void *loss, size_t start,
                     size_t end)
{
    if (format == &formats[F32])
        for (size_t i = start; i < end; i++)
            add(c, true, (double)((const float *)loss)[i]);
    else
        for (size_t i = start; i < end; i++)
            add(c, false, ((const double *)loss)[i]);
}
