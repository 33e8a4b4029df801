#include "harness/judge/gauge.h"

#include <math.h>

double gauge_wall(const struct gauge *gauge, double threads)
{
    double busy = fmax(1, fmin(threads, gauge->width));
    if (gauge->round > 0) /* some wait for the last ones */
        busy = gauge->round / ceil(gauge->round / busy);
    return gauge->serial + (gauge->cpu - gauge->serial) / busy;
}

double gauge_scaled(double cpu, double done, double whole)
{
    return done > 0 ? cpu / done * whole : 0;
}
