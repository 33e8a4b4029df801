/* probe against MPFR alone; its audit against screens that are not what they were proved to be. */
#include "harness/search/probe.h"
#include "harness/base/random.h"
#include "harness/inputs/cases.h"
#include "harness/metric/f64.h"
#include "harness/metric/metric.h"
#include "harness/search/audit.h"
#include "losses/bits.h"
#include "tests/support/loosened_screen.h"
#include "tests/support/sample.h"

#include <criterion/criterion.h>
#include <criterion/redirect.h>
#include <float.h>
#include <stdio.h>
#include <string.h>

static const struct format *const f64 = &formats[F64];

/* Every kind of input: special values, uniform bits, what training sees, tails, and points of change. */
static double mixed_input(uint64_t *r, enum space space)
{
    static const double special[] = {0.0,       -0.0,        1,          (double)INFINITY, -(double)INFINITY,
                                     0x1p-1074, -0x1p-1074,  0x1p-1022,  DBL_MAX,          -DBL_MAX,
                                     0.5,       (double)NAN, 1 - 0x1p-53};
    switch (random_next(r) % 8) {
    case 0:
        return special[random_next(r) % 13];
    case 1:
        return sample_any(r, f64);
    case 2:
        return space == LOGIT ? sample_turning_logit(r, f64) : sample_turning_probability(r, f64);
    case 3:
        return space == LOGIT ? sample_uniform(r, 600, 780) * (random_next(r) & 1 ? 1 : -1)
                              : ldexp(sample_uniform(r, 0.5, 1), -(int)(random_next(r) % 1074));
    default:
        return space == LOGIT ? sample_logit(r, f64) : sample_probability(r, f64);
    }
}

static bool is_near(double got, long double want)
{
    long double kept = want < (long double)DBL_MAX ? want : (long double)DBL_MAX;
    return fabsl((long double)got - kept) <= 0x1p-9L * fmaxl(1, kept);
}

/* Probes n inputs, and each by MPFR; complains of the first that differs. */
static bool agrees(const struct choice *choice, size_t n, const double x[], const double target[])
{
    static struct probed probed[OUTPUTS];
    static double results[OUTPUTS][PROBE_BLOCK];
    const struct formula *f = reference_ideal(choice->kernel->term);
    uint64_t audited = 0;
    const struct ideal ideal = ideal_of(choice->kernel->term);
    const double *all[OUTPUTS] = {results[LOSS], results[GRAD]};
    choice_run(choice, n, x, target, results[LOSS], results[GRAD]);
    cr_assert(probe_run(probed, screen_f64_find(f, isa_best()), &ideal, n, x, target, all, &audited));
    for (size_t i = 0; i < n; i++) {
        struct want want[OUTPUTS];
        double got[OUTPUTS], t = target ? target[i] : 0;
        choice_at(choice, x[i], t, &got[LOSS], &got[GRAD]);
        reference(&want[LOSS], &want[GRAD], f, f64, x[i], t);
        for (int k = 0; k < OUTPUTS; k++) {
            struct error error = metric_measure(got[k], &want[k]);
            if (probed[k].class[i] != error.class || !is_near(probed[k].ulp[i], error.ulp)) {
                fprintf(stderr, "%s at %a, target %a: %a is %g ulp, class %d; MPFR: %Lg, %d\n",
                        output_names[k], x[i], t, got[k], probed[k].ulp[i], probed[k].class[i], error.ulp,
                        error.class);
                return false;
            }
        }
    }
    return true;
}

Test(probe, measures_what_mpfr_measures)
{
    enum { N = 300 };
    static double x[PROBE_BLOCK], target[PROBE_BLOCK];
    uint64_t r = 7;
    for (size_t i = 0; i < kernel_count; i++) {
        struct choice choice = choice_make(&kernels[i]);
        if (choice.format != f64)
            continue;
        for (size_t j = 0; j < N; j++) {
            x[j] = mixed_input(&r, choice.kernel->term->space);
            target[j] = random_next(&r) % 50 ? sample_target(&r, f64) : 1.5;
        }
        char id[ID_SIZE];
        choice_id(id, &choice);
        cr_expect(agrees(&choice, N, x, choice.kernel->term->operands == 2 ? target : NULL), "%s", id);
    }
}

/* Where sigmoid(s) is next to the label, and where the exact value is next to a power of two. */
Test(probe, measures_where_much_is_left_open)
{
    static double x[PROBE_BLOCK], target[PROBE_BLOCK];
    struct choice choice;
    uint64_t r = 9;
    cr_assert(choice_find(&choice, "bce.target/stable/f64"));
    for (size_t j = 0; j < PROBE_BLOCK; j++) {
        target[j] = sample_uniform(&r, 0.001, 0.999);
        x[j] = sample_near(&r, f64, log(target[j]) - log1p(-target[j]), 3);
    }
    cr_expect(agrees(&choice, PROBE_BLOCK, x, target));
    cr_assert(choice_find(&choice, "minimax.d_fake/naive/f64"));
    for (size_t j = 0; j < PROBE_BLOCK; j++)
        x[j] = j % 2 ? sample_uniform(&r, 36, 80) : sample_near(&r, f64, ldexp(1, (int)(j % 80) - 70), 2);
    cr_expect(agrees(&choice, PROBE_BLOCK, x, NULL));
}

/* The same comparisons whatever the instruction set. */
Test(probe, compares_alike_on_every_isa)
{
    enum { N = PROBE_BLOCK - 3 };
    static double got[N], high[N], low[N], scale[N], ulp[ISAS][N];
    static unsigned char class[ISAS][N];
    uint64_t r = 3;
    for (int round = 0; round < 200; round++)
        for (int isa = 0; isa < ISAS; isa++) {
            metric_f64 *compare = metric_f64_find((enum isa)isa);
            for (int i = 0; i < N && isa == 0; i++) {
                high[i] = random_next(&r) % 5 ? sample_any(&r, f64) : ldexp(1, (int)(random_next(&r) % 1000));
                scale[i] = random_next(&r) % 4 || fabs(high[i]) > 0x1p-600 || high[i] == 0 ? 1 : 0x1p256;
                low[i] = ldexp(high[i], -54 - (int)(random_next(&r) % 60)) * sample_uniform(&r, -1, 1);
                got[i] = random_next(&r) % 3 ? sample_near(&r, f64, isnan(high[i]) ? 0 : high[i], 2)
                                             : sample_any(&r, f64);
            }
            if (!compare)
                continue;
            uint32_t open =
                compare(N, got, high, low, scale, 0x1p-77, round & 1 ? -1 : 1, ulp[isa], class[isa]);
            cr_expect_eq(memcmp(ulp[isa], ulp[0], sizeof ulp[0]), 0, "%s", isa_names[isa]);
            cr_expect_eq(memcmp(class[isa], class[0], sizeof class[0]), 0, "%s", isa_names[isa]);
            cr_expect(open < N / 2);
        }
}

/* Whether probing 2^20 inputs with this screen is void; at least some of them are audited. */
static bool is_void(const struct screen_f64 *screen, const char *id, uint64_t *audited)
{
    static struct probed probed[OUTPUTS];
    static double x[PROBE_BLOCK];
    struct choice choice;
    uint64_t r = 1;
    cr_assert(choice_find(&choice, id));
    const struct ideal ideal = ideal_of(choice.kernel->term);
    *audited = 0;
    for (int block = 0; block < 1024; block++) {
        for (int i = 0; i < PROBE_BLOCK; i++)
            x[i] =
                choice.kernel->term->space == PROB ? sample_uniform(&r, 0, 1) : sample_uniform(&r, -40, 40);
        static double results[OUTPUTS][PROBE_BLOCK];
        const double *got[OUTPUTS] = {results[LOSS], results[GRAD]};
        choice_run(&choice, PROBE_BLOCK, x, NULL, results[LOSS], results[GRAD]);
        if (!probe_run(probed, screen, &ideal, PROBE_BLOCK, x, NULL, got, audited))
            return true;
    }
    return false;
}

/* One coefficient off in its 20th digit voids the run, whichever of those that matter that much. */
Test(probe, a_loosened_screen_voids_the_run, .init = cr_redirect_stderr)
{
    const struct screen_f64 *on_logits = &loosened_screens[F64_ON_LOGITS],
                            *on_D = &loosened_screens[F64_ON_PROBABILITIES];
    uint64_t audited;
    for (int j = 0; j <= 4; j++) {
        loosen(LOOSEN_EXP, j, 19);
        cr_expect(is_void(on_logits, "minimax.d_fake/stable/f64", &audited), "exp, coefficient %d", j);
    }
    for (int j = 0; j <= 3; j++) {
        loosen(LOOSEN_ATANH, j, 19);
        cr_expect(is_void(on_logits, "minimax.d_fake/stable/f64", &audited), "atanh, coefficient %d", j);
        cr_expect(is_void(on_D, "minimax.d_fake@D/stable/f64", &audited), "atanh on D, coefficient %d", j);
    }
    loosen(LOOSEN_EXP, 0, 60);
    cr_expect_not(is_void(on_logits, "minimax.d_fake/stable/f64", &audited));
    cr_expect(audited > 4 && audited < 64, "%lu audited", (unsigned long)audited);
    cr_expect_not(is_void(on_D, "minimax.d_fake@D/stable/f64", &audited));
    cr_expect(audited > 4 && audited < 64, "%lu audited", (unsigned long)audited);
}

/* A screen that is off by a half more than it was proved to be: no less than that may pass. */
Test(probe, the_audit_holds_the_screen_to_its_bound, .init = cr_redirect_stderr)
{
    const struct term *term = term_find("minimax.d_fake");
    const struct formula *formula = reference_ideal(term);
    const struct screen_f64 *screen = screen_f64_find(formula, isa_best());
    struct want loss, grad;
    reference(&loss, &grad, formula, f64, 1.5, 0);
    for (int side = -1; side <= 1; side += 2)
        for (int k = 0; k < OUTPUTS; k++) {
            const struct want *want = k == LOSS ? &loss : &grad;
            double high = ldexp(want->high, want->ulp_exponent), low = ldexp(want->low, want->ulp_exponent);
            double off = side * screen->relative[k] * fabs(high);
            cr_expect_not(audit_fails(screen, formula, 1.5, 0, (enum output)k, high, low + 0.5 * off, 1));
            cr_expect(audit_fails(screen, formula, 1.5, 0, (enum output)k, high, low + 1.5 * off, 1),
                      "output %d", k);
        }
}
