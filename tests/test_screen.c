/* The screens against MPFR, with every instruction set that runs here, where they should be worst. */
#include "../reference/screen.h"
#include "sample.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

/* Points of each formula, in blocks of one label; each point is two comparisons per instruction set. */
enum { BLOCKS = 120, POINTS = 1000, PRECISION = 128 };

static const struct subject {
    const char *name;
    enum term_index term; /* one that has the formula */
} subjects[] = {
    {"logit, label 0", TERM_minimax_g},        {"logit, label 1", TERM_nonsaturating_g},
    {"logit, any label", TERM_bce_target},     {"D, label 0", TERM_minimax_g_at_D},
    {"D, label 1", TERM_nonsaturating_g_at_D}, {"score", TERM_wasserstein_g},
};
enum { SUBJECTS = sizeof subjects / sizeof *subjects };

static const struct formula *formula_of(int subject)
{
    return reference_ideal(&terms[subjects[subject].term]);
}

static const struct screen *screen_of(int subject, int isa)
{
    return screen_find_for(formula_of(subject), (enum isa)isa);
}

static const struct format *const f32 = &formats[F32];

static double usual_label(struct sampler *r)
{
    static const double usual[] = {0.9, 0.1, 0.5, 0x1p-149, 1 - 0x1p-24, 0x1.555556p-2};
    return sample_bits(r) & 1 ? format_round(f32, usual[sample_bits(r) % 6]) : sample_target(r, f32);
}

/* Boundaries and middles of exp's reduction, both ends of log1p's interval, the largest, around the limit
   and where double underflows, and where the gradient cancels. */
static double worst_logit(struct sampler *r, double label)
{
    static const double centres[] = {0, 1, 20, 170, 350, 700, 745, 0x1p-126, 0x1.fffffep127};
    double side = sample_bits(r) & 1 ? -1 : 1, x;
    switch (sample_bits(r) % 8) {
    case 0:
        x = sample_logit(r, f32);
        break;
    case 1:
    case 2:
        x = side * sample_near(r, f32, (double)(sample_bits(r) % 500) * (M_LN2 / 2), 100);
        break;
    case 3:
        x = format_round(f32, sample_uniform(r, -40, 40));
        break;
    case 4:
        x = format_round(f32, sample_uniform(r, -200, 200));
        break;
    case 5:
        x = side * sample_near(r, f32, centres[sample_bits(r) % 9], 1000);
        break;
    case 6:
        x = format_round(f32, side * exp2(sample_uniform(r, -30, 1)));
        break;
    default:
        x = sample_near(r, f32, label > 0 && label < 1 ? log(label) - log1p(-label) : side * M_LN2, 1000);
    }
    return isinf(x) ? side * 0x1.fffffep127 : x;
}

/* Where the exponent changes in D and in 1 - D, where two ways of computing meet, near 0 and 1. */
static double worst_probability(struct sampler *r)
{
    static const double centres[] = {0, 1, 0.25, 0.5, 0.75, M_SQRT1_2, 1 - M_SQRT1_2, 0x1p-30, 0x1p-126};
    double D;
    do
        switch (sample_bits(r) % 6) {
        case 0:
            D = sample_probability(r, f32);
            break;
        case 1:
            D = sample_near(r, f32, ldexp(0x1.6ap-1, -(int)(sample_bits(r) % 149)), 300);
            break;
        case 2:
            D = sample_near(r, f32, 1 - ldexp(0x1.6ap-1, -(int)(sample_bits(r) % 20)), 300);
            break;
        case 3:
            D = sample_near(r, f32, centres[sample_bits(r) % 9], 1000);
            break;
        case 4:
            D = format_at_ordinal(f32, (int64_t)(sample_bits(r) % 0x3f800000));
            break;
        default:
            D = format_round(f32, sample_uniform(r, 0, 1));
        }
    while (!(D > 0 && D < 1));
    return D;
}

/* A block of inputs with one label, and their exact values to 64 bits. */
struct block {
    double label;
    float x[POINTS];
    long double exact[OUTPUTS][POINTS];
    int sign[OUTPUTS][POINTS];
};

static void sample_block(struct block *b, int subject, struct sampler *r)
{
    const struct formula *f = formula_of(subject);
    b->label = isnan(f->label) ? usual_label(r) : f->label;
    for (int i = 0; i < POINTS; i++)
        b->x[i] = (float)(terms[subjects[subject].term].space == PROB ? worst_probability(r)
                                                                      : worst_logit(r, b->label));
}

static void find_exact(struct block *b, const struct formula *f)
{
    struct value out[OUTPUTS];
    mpfr_t low, high;
    mpfr_set_emin(mpfr_get_emin_min());
    mpfr_set_emax(mpfr_get_emax_max());
    mpfr_init2(low, PRECISION);
    mpfr_init2(high, PRECISION);
    value_init(&out[LOSS], PRECISION);
    value_init(&out[GRAD], PRECISION);
    for (int i = 0; i < POINTS; i++) {
        f->evaluate(&out[LOSS], &out[GRAD], f32, (double)b->x[i], b->label);
        for (int k = 0; k < OUTPUTS; k++) {
            value_enclose(low, high, &out[k]);
            b->exact[k][i] = mpfr_get_ld(low, MPFR_RNDN);
            b->sign[k][i] = mpfr_sgn(low);
        }
    }
    value_clear(&out[GRAD]);
    value_clear(&out[LOSS]);
    mpfr_clear(high);
    mpfr_clear(low);
}

/* Output k at point i: its error as a part of the bound; infinite where the promised sign is wrong. */
static double part_of_bound(const struct screen *screen, const struct block *b, enum output k, int i,
                            double got)
{
    bool cancels = k == GRAD && b->label > 0 && b->label < 1;
    int sign = (got > 0) - (got < 0);
    long double error = fabsl((long double)got - b->exact[k][i]);
    long double bound =
        (long double)screen->relative * fabsl(b->exact[k][i]) + (long double)screen->absolute[k];
    if (isnan(got) || (!cancels && sign != b->sign[k][i]))
        return (double)INFINITY;
    return error > 0 ? (double)(error / bound) : 0;
}

static void complain(const struct block *b, enum output k, int i, double got, int isa)
{
#pragma omp critical(complain)
    fprintf(stderr, "%s: %s at %a, label %a: %a, exact %La\n", isa_names[isa], output_names[k],
            (double)b->x[i], b->label, got, b->exact[k][i]);
}

/* Raises worst to the largest parts in the block. */
static void judge_block(double worst[ISAS][OUTPUTS], const struct block *b, int subject)
{
    double out[OUTPUTS][POINTS];
    for (int isa = 0; isa < ISAS; isa++) {
        const struct screen *screen = screen_of(subject, isa);
        if (!screen)
            continue;
        screen->run(POINTS, b->x, b->label, out[LOSS], out[GRAD]);
        for (int k = 0; k < OUTPUTS; k++)
            for (int i = 0; i < POINTS; i++) {
                double part = part_of_bound(screen, b, (enum output)k, i, out[k][i]);
                if (part > 1 && worst[isa][k] <= 1)
                    complain(b, (enum output)k, i, out[k][i], isa);
                worst[isa][k] = fmax(worst[isa][k], part);
            }
    }
}

static double worst[SUBJECTS][ISAS][OUTPUTS];

static void judge_subjects(void)
{
#pragma omp parallel
    {
        struct block *b = malloc(sizeof *b);
        double mine[SUBJECTS][ISAS][OUTPUTS] = {{{0}}};
#pragma omp for collapse(2) schedule(dynamic)
        for (int subject = 0; subject < SUBJECTS; subject++)
            for (int block = 0; block < BLOCKS; block++) {
                sample_block(b, subject, &(struct sampler){(uint64_t)(subject * BLOCKS + block)});
                find_exact(b, formula_of(subject));
                judge_block(mine[subject], b, subject);
            }
#pragma omp critical(worst)
        for (int subject = 0; subject < SUBJECTS; subject++)
            for (int isa = 0; isa < ISAS; isa++)
                for (int k = 0; k < OUTPUTS; k++)
                    worst[subject][isa][k] = fmax(worst[subject][isa][k], mine[subject][isa][k]);
        free(b);
        reference_thread_end();
    }
}

Test(screen, keeps_its_bound)
{
    judge_subjects();
    printf("%d exact values; largest errors, in parts of the bound\n", SUBJECTS * BLOCKS * POINTS * OUTPUTS);
    for (int subject = 0; subject < SUBJECTS; subject++)
        for (int isa = 0; isa < ISAS; isa++) {
            const double *part = worst[subject][isa];
            if (!screen_of(subject, isa))
                continue;
            printf("  %-16s  %-6s  loss %.3f  grad %.3f\n", subjects[subject].name, isa_names[isa],
                   part[LOSS], part[GRAD]);
            cr_expect(part[LOSS] <= 1 && part[GRAD] <= 1, "%s, %s", subjects[subject].name, isa_names[isa]);
        }
}
