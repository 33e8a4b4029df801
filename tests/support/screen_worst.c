#include "tests/support/screen_worst.h"

#include "harness/search/audit.h"
#include "reference/screen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { POINTS = SCREEN_WORST_POINTS, PRECISION_F32 = 128, PRECISION_F64 = 192 };

/* Inputs of one label, their exact values (the lower end of an enclosure 2^-100 or more narrower than a
   bound), and what the screens make of them. */
struct block {
    const struct format *format;
    int subject;
    double label;
    double x[POINTS];
    mpfr_t exact[OUTPUTS][POINTS];
    double high[ISAS][OUTPUTS][POINTS], low[ISAS][OUTPUTS][POINTS], scale[ISAS][POINTS];
};

static struct block *block_new(const struct format *format, int subject)
{
    struct block *b = calloc(1, sizeof *b);
    b->format = format;
    b->subject = subject;
    for (int k = 0; k < OUTPUTS; k++)
        for (int i = 0; i < POINTS; i++)
            mpfr_init2(b->exact[k][i], PRECISION_F64);
    return b;
}

static void block_free(struct block *b)
{
    for (int k = 0; k < OUTPUTS; k++)
        for (int i = 0; i < POINTS; i++)
            mpfr_clear(b->exact[k][i]);
    free(b);
}

static void fill(struct block *b, uint64_t number)
{
    uint64_t r = number * SCREEN_SUBJECTS + (uint64_t)b->subject;
    mpfr_prec_t precision = b->format == &formats[F32] ? PRECISION_F32 : PRECISION_F64;
    struct value out[OUTPUTS];
    mpfr_t high;
    mpfr_set_emin(mpfr_get_emin_min());
    mpfr_set_emax(mpfr_get_emax_max());
    mpfr_init2(high, precision);
    value_init(&out[LOSS], precision);
    value_init(&out[GRAD], precision);
    b->label = screen_label(&r, b->format, b->subject);
    for (int i = 0; i < POINTS; i++) {
        b->x[i] = screen_point(&r, b->format, b->subject, b->label);
        screen_formula(b->subject)->evaluate(&out[LOSS], &out[GRAD], b->format, b->x[i], b->label);
        for (int k = 0; k < OUTPUTS; k++)
            value_enclose(b->exact[k][i], high, &out[k]);
    }
    value_clear(&out[GRAD]);
    value_clear(&out[LOSS]);
    mpfr_clear(high);
}

static bool run_f32(struct block *b, int isa)
{
    const struct screen *screen = screen_find(screen_formula(b->subject), (enum isa)isa);
    float x[POINTS];
    for (int i = 0; i < POINTS; i++)
        x[i] = (float)b->x[i];
    if (screen)
        screen->run(POINTS, x, b->label, b->high[isa][LOSS], b->high[isa][GRAD]);
    return screen != NULL;
}

static bool run_f64(struct block *b, int isa)
{
    const struct screen_f64 *screen = screen_f64_find(screen_formula(b->subject), (enum isa)isa);
    double label[POINTS];
    for (int i = 0; i < POINTS; i++)
        label[i] = b->label;
    if (screen)
        screen->run(POINTS, b->x, label, b->high[isa][LOSS], b->low[isa][LOSS], b->high[isa][GRAD],
                    b->low[isa][GRAD], b->scale[isa]);
    return screen != NULL;
}

static double part_f32(const struct block *b, int isa, enum output k, int i)
{
    const struct screen *screen = screen_find(screen_formula(b->subject), (enum isa)isa);
    double got = b->high[isa][k][i];
    bool cancels = k == GRAD && b->label > 0 && b->label < 1;
    int sign = (got > 0) - (got < 0);
    long double exact = mpfr_get_ld(b->exact[k][i], MPFR_RNDN), error = fabsl((long double)got - exact);
    long double bound = (long double)screen->relative * fabsl(exact) + (long double)screen->absolute[k];
    if (isnan(got) || (!cancels && sign != mpfr_sgn(b->exact[k][i])))
        return (double)INFINITY;
    return error > 0 ? (double)(error / bound) : 0;
}

static double part_f64(const struct block *b, int isa, enum output k, int i)
{
    return audit_part(screen_f64_find(screen_formula(b->subject), (enum isa)isa), k, b->high[isa][k][i],
                      b->low[isa][k][i], b->scale[isa][i], b->exact[k][i]);
}

static void complain(const struct block *b, int isa, enum output k, int i, double part)
{
#pragma omp critical(complain)
    fprintf(stderr, "%s, %s, %s: %s at %a, label %a: %a + %a, %g times the bound\n",
            screen_subjects[b->subject].name, b->format->name, isa_names[isa], output_names[k], b->x[i],
            b->label, b->high[isa][k][i], b->low[isa][k][i], part);
}

/* The same as the first instruction set's? Then the part is the same, and known. */
static bool is_known(const struct block *b, int isa, enum output k, int i)
{
    return isa > 0 && b->scale[isa][i] == b->scale[0][i] &&
           memcmp(&b->high[isa][k][i], &b->high[0][k][i], sizeof(double)) == 0 &&
           memcmp(&b->low[isa][k][i], &b->low[0][k][i], sizeof(double)) == 0;
}

static uint64_t judge(struct screen_worst to[ISAS][OUTPUTS], struct block *b)
{
    bool is_f32 = b->format == &formats[F32];
    uint64_t left = 0;
    double first[OUTPUTS][POINTS] = {{0}};
    for (int isa = 0; isa < ISAS; isa++) {
        if (!(is_f32 ? run_f32 : run_f64)(b, isa))
            continue;
        for (int k = 0; k < OUTPUTS; k++)
            for (int i = 0; i < POINTS; i++) {
                double part = is_known(b, isa, (enum output)k, i)
                                  ? first[k][i]
                                  : (is_f32 ? part_f32 : part_f64)(b, isa, (enum output)k, i);
                struct screen_worst *worst = &to[isa][k];
                if (isa == 0)
                    first[k][i] = part;
                left += isa == 0 && isnan(b->high[isa][k][i]) ? 1 : 0;
                if (part > 1 && worst->part <= 1)
                    complain(b, isa, (enum output)k, i, part);
                if (part > worst->part)
                    *worst = (struct screen_worst){part, b->x[i], b->label};
            }
    }
    return left;
}

uint64_t screen_worst(struct screen_worst to[ISAS][OUTPUTS], const struct format *format, int subject,
                      uint64_t first, uint64_t count)
{
    uint64_t left = 0;
#pragma omp parallel reduction(+ : left)
    {
        struct block *b = block_new(format, subject);
        struct screen_worst mine[ISAS][OUTPUTS];
        memcpy(mine, to, sizeof mine);
#pragma omp for schedule(dynamic)
        for (uint64_t number = first; number < first + count; number++) {
            fill(b, number);
            left += judge(mine, b);
        }
#pragma omp critical(worst)
        for (int isa = 0; isa < ISAS; isa++)
            for (int k = 0; k < OUTPUTS; k++)
                if (mine[isa][k].part > to[isa][k].part)
                    to[isa][k] = mine[isa][k];
        block_free(b);
        reference_thread_end();
    }
    return left;
}
