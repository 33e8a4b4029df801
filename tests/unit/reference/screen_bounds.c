/* The bounds that the screens declare cover what their proofs add up to, from the polynomials' errors (proved
   in screen_polynomials.c and screen_f64_polynomials.c) and the roundings that the comments count: a bound
   that is smaller would hold in most trials, too. */
#include "reference/cross_entropy.h"
#include "reference/screen.h"
#include "reference/screen_f64.h"
#include "reference/screen_f64_polynomials.h"
#include "reference/screen_polynomials.h"

#include <criterion/criterion.h>

static const double u = 0x1p-53;

/* Not less than proved, nor much more. */
static void covers(const char *name, double declared, double proved)
{
    cr_expect(declared >= proved && declared <= 2.5 * proved, "%s: declared 2^%.2f, proved 2^%.2f", name,
              log2(declared), log2(proved));
}

/* screen_f32.c, in units of u. */
Test(screen_bounds, of_f32_cover_their_proofs)
{
    const struct formula hard = {cross_entropy, 0, 1}, half = {cross_entropy, 0.5, 1},
                         soft = {cross_entropy, LABEL_IS_TARGET, 1}, on_D = {cross_entropy_at_D, 0, 1};
    double exp_minus = 0.35 + 5.1 + EXP_ERROR / u, z = exp_minus + 4;
    double log1p = z + 1.2 + 2.1 + ATANH_THIRD_ERROR / u + 1, loss = log1p + 1;
    double near = 3.3 + EXPM1_ERROR / u + 1, grad_half = near + 5.8 + 1;
    double atanh = 5.3 + 0.12 + 2.1 + ATANH_SMALL_ERROR / u + 1, loss_on_D = 2 * 1.31 + atanh + 1;
    for (int isa = 0; isa < ISAS; isa++) {
        if (!isa_runs((enum isa)isa))
            continue;
        const struct screen *of_hard = screen_find(&hard, (enum isa)isa),
                            *of_soft = screen_find(&soft, (enum isa)isa);
        covers("hard labels", of_hard->relative, loss * u);
        covers("any label", of_soft->relative, loss * u);
        covers("any label's gradient", of_soft->absolute[GRAD], (z / 2 + 0.5) * u);
        covers("half", screen_find(&half, (enum isa)isa)->relative, grad_half * u);
        covers("D", screen_find(&on_D, (enum isa)isa)->relative, loss_on_D * u);
        cr_expect(of_hard->absolute[LOSS] >= exp(-170) && of_hard->absolute[GRAD] >= exp(-170));
        cr_expect(of_soft->absolute[LOSS] >= exp(-170));
    }
}

/* screen_f64.c */
Test(screen_bounds, of_f64_cover_their_proofs)
{
    const struct formula logits = {cross_entropy, 0, 1}, on_D = {cross_entropy_at_D, 0, 1};
    double square = u * u, reach = F64_EXP_REACH;
    double exp_rest = 1.2 * u * pow(reach, F64_WIDE) / 3628800 * exp(reach); /* 10! */
    double exp_minus = F64_EXP_ERROR + exp_rest + 38 * square + 0x1p-107;
    double atanh = F64_ATANH_ERROR + 1.5 / 21 * u * pow(9, -F64_WIDE) + 14 * square;
    double z = exp_minus + 17 * square, log1p = 1.09 * z + atanh;
    double log_on_D = F64_ATANH_SMALL_ERROR + 30 * square;
    for (int isa = 0; isa < ISAS; isa++) {
        if (!isa_runs((enum isa)isa))
            continue;
        const struct screen_f64 *of_logits = screen_f64_find(&logits, (enum isa)isa),
                                *of_D = screen_f64_find(&on_D, (enum isa)isa);
        covers("logits, loss", of_logits->relative[LOSS], log1p + 5 * square);
        covers("logits, grad", of_logits->relative[GRAD], 0x1p10 * (exp_minus + 17 * square) + 3 * square);
        covers("D, loss", of_D->relative[LOSS], 2.2 * square + log_on_D + 3 * square);
        covers("D, grad", of_D->relative[GRAD], 15 * square + 56 * square * u);
    }
}
