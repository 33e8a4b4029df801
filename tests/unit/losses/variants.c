/* Every kernel against its second transcription, bit for bit, on a dense set of inputs: specials, the
   neighbours of every branch and threshold, uniform bits, and the range where the variants differ. */
#include "losses/registry.h"
#include "tests/oracle/transcription.h"
#include "tests/support/length.h"
#include "tests/support/sample.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NEIGHBOURS = 200, RANDOM = 100000 }; /* a fifth at random in `check` */

/* Where a variant branches, saturates, over- or underflows, with its mirror image. */
static const double points_logit[] = {
    0,
    0x1p-149,
    0x1p-126,
    0x1p-1022,
    0x1p-24,
    0x1p-53,
    1,
    13.942385,
    13.942384719848633,
    34.043653389117154,
    20,
    16.6355,
    17.329,
    36.7368,
    37.43,
    88.7228,
    87.3365,
    88.02969,
    709.783,
    708.396,
    103.972,
    103.2789,
    745.133,
    744.44,
    16.11809,
    15.94238,
    18.42068,
    27.63102,
    100,
    4200,
};
static const double points_probability[] = {
    0,   0x1p-149, 0x1p-126, 0x1p-1022, 1e-7, 1e-8,  1e-12,    0x1p-24,   0x1p-53,    0.1,   0.25,
    0.5, 0.75,     1,        2,         -1,   1e-44, 3.72e-44, 0.9999999, 0.99999988, 1e-16, 1e-20,
};
static const double targets[] = {0, 1, 0.1, 0.9, 0.5, 0x1p-30};

/* What each term is: which side of the cross-entropy, times what. */
static const struct {
    const char *term;
    enum side side;
    double factor;
} meanings[] = {
    {"minimax.d_real", REAL_SIDE, 1},
    {"minimax.d_fake", FAKE_SIDE, 1},
    {"minimax.g", FAKE_SIDE, -1},
    {"nonsaturating.d_real", REAL_SIDE, 1},
    {"nonsaturating.d_fake", FAKE_SIDE, 1},
    {"nonsaturating.g", REAL_SIDE, 1},
    {"bce.d_real", REAL_SIDE, 0.5},
    {"bce.d_fake", FAKE_SIDE, 0.5},
    {"bce.g", FAKE_SIDE, -1},
    {"bce.target", MIXTURE, 1},
    {"minimax.d_real@D", REAL_SIDE, 1},
    {"minimax.d_fake@D", FAKE_SIDE, 1},
    {"minimax.g@D", FAKE_SIDE, -1},
    {"nonsaturating.g@D", REAL_SIDE, 1},
};
enum { MEANINGS = sizeof meanings / sizeof *meanings };

/* Inputs of one format, and the arrays that a kernel of that format reads and writes. */
struct trial {
    const struct format *format;
    size_t n;
    double *x;
    void *in, *label, *loss, *grad;
};

static void append(struct trial *b, double x)
{
    b->x[b->n++] = x;
}

static void append_points(struct trial *b, const double points[], size_t count)
{
    int64_t infinity = format_infinity_ordinal(b->format);
    for (size_t i = 0; i < 2 * count; i++) {
        double centre = i % 2 ? -points[i / 2] : points[i / 2];
        int64_t ordinal = format_ordinal(b->format, format_round(b->format, centre));
        for (int step = -NEIGHBOURS; step <= NEIGHBOURS; step++)
            append(b, format_at_ordinal(b->format, ordinal + step));
    }
    append(b, (double)NAN);
    append(b, (double)INFINITY);
    append(b, -(double)INFINITY);
    append(b, format_at_ordinal(b->format, infinity - 1));
    append(b, format_at_ordinal(b->format, -infinity));
}

static struct trial trial_make(const struct format *format, enum space space)
{
    enum { CAPACITY = 80 * (2 * NEIGHBOURS + 1) + 2 * RANDOM };
    struct trial b = {format, 0, malloc(CAPACITY * sizeof(double)), NULL, NULL, NULL, NULL};
    void **arrays[] = {&b.in, &b.label, &b.loss, &b.grad};
    uint64_t r = 20140610;
    int random = length_of(RANDOM, 5);
    for (int i = 0; i < 4; i++)
        *arrays[i] = malloc(CAPACITY * sizeof(double));

    if (space == LOGIT)
        append_points(&b, points_logit, sizeof points_logit / sizeof *points_logit);
    else
        append_points(&b, points_probability, sizeof points_probability / sizeof *points_probability);
    for (int i = 0; i < random; i++)
        append(&b, sample_any(&r, format));
    for (int i = 0; i < random; i++)
        append(&b, space == PROB ? sample_probability(&r, format)
                                 : format_round(format, sample_uniform(&r, -1, 1) * (i % 2 ? 40 : 110)));
    cr_assert(b.n <= CAPACITY);
    for (size_t i = 0; i < b.n; i++)
        format_store(format, b.in, i, b.x[i]);
    return b;
}

static void trial_free(struct trial *b)
{
    free(b->x);
    free(b->in);
    free(b->label);
    free(b->loss);
    free(b->grad);
}

static void run(const struct trial *b, const struct ganloss_kernel *kernel, bool labelled)
{
    if (b->format == &formats[F32])
        kernel->f32(b->n, b->in, labelled ? b->label : NULL, b->loss, b->grad);
    else
        kernel->f64(b->n, b->in, labelled ? b->label : NULL, b->loss, b->grad);
}

static bool same(const struct format *format, double a, double b)
{
    return (isnan(a) && isnan(b)) || format_bits(format, a) == format_bits(format, b);
}

/* A clipped D is a constant, whose logarithm a compiler may take itself, correctly rounded, where libm is
   one ulp off: there, and only there, the neighbours are the same. */
static bool same_loss(const struct format *format, const char *variant, double got, struct transcribed want)
{
    bool clipped = strcmp(variant, "clip1e7") == 0 && want.grad == 0;
    return same(format, got, want.loss) ||
           (clipped && llabs(format_ordinal(format, got) - format_ordinal(format, want.loss)) == 1);
}

/* How often two results differ; the first is printed. */
static size_t differences(const struct trial *b, const struct ganloss_kernel *kernel, transcription *expected,
                          int meaning, double target)
{
    size_t count = 0;
    for (size_t i = 0; i < b->n; i++)
        format_store(b->format, b->label, i, target);
    target = format_round(b->format, target);
    run(b, kernel, meanings[meaning].side == MIXTURE);
#pragma omp parallel for reduction(+ : count)
    for (size_t i = 0; i < b->n; i++) {
        struct transcribed want = expected(b->format, meanings[meaning].side, b->x[i], target);
        double got_loss = format_load(b->format, b->loss, i), got_grad = format_load(b->format, b->grad, i);
        want = transcription_scaled(b->format, kernel->variant, meanings[meaning].side, b->x[i],
                                    meanings[meaning].factor, want);
        if (same_loss(b->format, kernel->variant, got_loss, want) && same(b->format, got_grad, want.grad))
            continue;
        if (count++ == 0)
            printf("%s/%s/%s at %a, target %a: got %a, %a; transcribed %a, %a\n", kernel->term,
                   kernel->variant, b->format->name, b->x[i], target, got_loss, got_grad, want.loss,
                   want.grad);
    }
    return count;
}

/* Compares every kernel on this space; returns how many kernels that were. */
static size_t compare_all(enum space space)
{
    size_t compared = 0;
    for (int f = 0; f < FORMATS; f++) {
        struct trial b = trial_make(&formats[f], space);
        for (size_t k = 0; k < kernel_count; k++) {
            const struct kernel *kernel = &kernels[k];
            int m = 0;
            while (m < MEANINGS && strcmp(meanings[m].term, kernel->term->id) != 0)
                m++;
            bool fused =
                strcmp(kernel->code->variant, "fused") == 0; /* nobody's formula: unit/losses/fused.c */
            if (m == MEANINGS || kernel->term->space != space || fused ||
                strcmp(kernel->code->format, formats[f].name) != 0)
                continue;
            transcription *expected = (space == LOGIT ? transcription_on_logit
                                                      : transcription_on_probability)(kernel->code->variant);
            cr_assert(expected, "no transcription of %s", kernel->code->variant);
            size_t target_count = meanings[m].side == MIXTURE ? sizeof targets / sizeof *targets : 1;
            for (size_t t = 0; t < target_count; t++)
                cr_expect_eq(differences(&b, kernel->code, expected, m, targets[t]), 0, "%s/%s/%s",
                             kernel->term->id, kernel->code->variant, formats[f].name);
            compared++;
        }
        trial_free(&b);
    }
    return compared;
}

Test(variants, kernels_on_logits_are_the_catalogue_bit_for_bit)
{
    cr_assert_eq(compare_all(LOGIT), 2 * 10 * 13);
}

Test(variants, kernels_on_probabilities_are_the_catalogue_bit_for_bit)
{
    cr_assert_eq(compare_all(PROB), 2 * (5 + 6 + 6 + 5));
}

/* The critic has no arithmetic: the score or its negative, gradient 1 or -1, NaN passed on. */
Test(variants, critic_scores_are_exact)
{
    static const struct {
        const char *term;
        double sign;
    } critics[] = {{"wasserstein.d_real", -1}, {"wasserstein.d_fake", 1}, {"wasserstein.g", -1}};
    for (int f = 0; f < FORMATS; f++) {
        struct trial b = trial_make(&formats[f], LOGIT);
        for (int c = 0; c < 3; c++) {
            run(&b, ganloss_find(critics[c].term, "stable", formats[f].name), false);
            size_t wrong = 0;
            for (size_t i = 0; i < b.n; i++) {
                double grad = isnan(b.x[i]) ? b.x[i] : critics[c].sign;
                wrong += !same(b.format, format_load(b.format, b.loss, i), critics[c].sign * b.x[i]) ||
                         !same(b.format, format_load(b.format, b.grad, i), grad);
            }
            cr_expect_eq(wrong, 0, "%s/%s: %zu wrong", critics[c].term, formats[f].name, wrong);
        }
        trial_free(&b);
    }
}
