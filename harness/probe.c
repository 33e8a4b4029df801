#include "probe.h"

bool probe(struct probed to[OUTPUTS], const struct choice *choice, size_t n, const double x[],
           const double target[], uint64_t *audited)
{
    double got[OUTPUTS][PROBE_BLOCK];
    const struct formula *f = reference_ideal(choice->kernel->term);
    choice_run(choice, n, x, choice->kernel->term->operands == 2 ? target : NULL, got[LOSS], got[GRAD]);
    for (size_t i = 0; i < n; i++) {
        struct want want[OUTPUTS];
        reference(&want[LOSS], &want[GRAD], f, choice->format, x[i], target[i]);
        for (int k = 0; k < OUTPUTS; k++) {
            struct error error = measure(got[k][i], &want[k]);
            to[k].ulp[i] = (double)error.ulp;
            to[k].class[i] = (unsigned char)error.class;
        }
    }
    *audited += n;
    return true;
}
