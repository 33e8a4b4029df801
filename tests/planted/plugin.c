/* plugin.c -- the planted faults as a plugin: the same kernels, called by ganloss as anyone's. */
#include "tests/planted/planted.h"

#include <math.h>

const struct ganloss_kernel *ganloss_plugin(uint32_t abi, size_t *count)
{
    static struct ganloss_kernel rows[PLANTED];
    for (size_t i = 0; i < PLANTED; i++) {
        const struct planted *row = &planted[i];
        rows[i] = (struct ganloss_kernel){.size = sizeof *rows,
                                          .kind = "element",
                                          .format = formats[row->format].name,
                                          .term = terms[row->term].id,
                                          .variant = row->name,
                                          .loss_ulp = (double)INFINITY,
                                          .grad_ulp = (double)INFINITY};
        if (row->format == F32)
            rows[i].f32 = row->f32;
        else
            rows[i].f64 = row->f64;
    }
    *count = PLANTED;
    return abi == GANLOSS_ABI ? rows : NULL;
}
