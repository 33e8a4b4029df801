/* wasserstein.c -- critic scores: the loss is the score itself, its gradient 1; exact. */
#include "reference/reference.h"

static void score(struct value *loss, struct value *grad, const struct format *format, double x, double label)
{
    (void)format;
    (void)label;
    value_set(loss, x);
    value_set(grad, isnan(x) ? x : 1);
}

const struct formula formula_wasserstein_d_real = {score, 0, -1};
const struct formula formula_wasserstein_d_fake = {score, 0, 1};
const struct formula formula_wasserstein_g = {score, 0, -1};
