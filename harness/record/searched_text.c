#include "harness/record/searched_text.h"

#include <math.h>

/* Rounded up to two digits, so that it stays true. */
static double shown(double width)
{
    double unit = width > 0 ? pow(10, floor(log10(width)) - 1) : 1;
    return width > 0 ? ceil(width / unit) * unit : 0;
}

void searched_print_widths(FILE *to, enum space space, const struct searched *s)
{
    const struct searched_width *middle = &s->width[0], *outer = &s->width[1];
    if (middle->high == 0)
        return;
    fprintf(
        to,
        "  tried: in any interval of relative width %.2g where %a <= %s < %a (%.6g to %.6g), of %.2g elsewhere; in half of "
        "those of %.2g and %.2g\n",
        shown(middle->sure), middle->low, space == LOGIT ? "|s|" : "D, 1 - D", middle->high, middle->low,
        middle->high, shown(outer->sure), shown(middle->half), shown(outer->half));
}
