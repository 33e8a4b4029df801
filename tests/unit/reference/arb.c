/* The MPFR reference against a second opinion in ball arithmetic (tests/oracle/arb_terms.h), written apart from it. */
#include "harness/base/random.h"
#include "tests/oracle/arb_round.h"
#include "tests/oracle/arb_terms.h"
#include "tests/support/length.h"
#include "tests/support/sample.h"

#include <criterion/criterion.h>
#include <stdio.h>

/* Inputs per formula, in blocks, a fifth of them in `check`; a term that is another's formula times a factor takes
   a tenth. */
enum { BLOCKS = 100, INPUTS = 1000, OWN_INPUTS = 100 };

/* Beyond this logit the reference documents another tail, equal in every decision (cross_entropy.c). */
static const double same_tail = 4200;

/* One input of one term, under the formula that is judged. */
struct point {
    const struct arb_term *term;
    const struct formula *formula;
    const struct format *format;
    double x, t;
    arb_variant *variant; /* NULL: the ideal formula */
};

static bool variant_balls(arb_t out[OUTPUTS], const struct point *at, const struct arb_point *D,
                          slong precision)
{
    double label = isnan(at->term->label) ? at->t : at->term->label;
    bool decided = at->variant(out[LOSS], out[GRAD], D, at->format, label, precision);
    arb_t factor;
    arb_init(factor);
    arb_set_d(factor, at->term->factor);
    for (int k = 0; k < OUTPUTS; k++)
        arb_mul(out[k], out[k], factor, precision);
    arb_clear(factor);
    return decided;
}

/* Where the exact loss and gradient lie: by Arb at this precision; false: it does not tell. */
static bool balls(arb_t out[OUTPUTS], const struct point *at, slong precision)
{
    if (!at->variant) {
        arb_ideal(out[LOSS], out[GRAD], at->term, at->x, at->t, precision);
        return true;
    }
    struct arb_point D;
    arb_point_init(&D);
    if (at->term->input == ON_LOGIT)
        arb_point_logit(&D, at->x, precision);
    else
        arb_point_probability(&D, at->x, precision);
    bool decided = variant_balls(out, at, &D, precision);
    arb_point_clear(&D);
    return decided;
}

struct capture {
    mpfr_ptr low, high;
};

static bool capture(void *to, enum output output, mpfr_t low, mpfr_t high)
{
    (void)output;
    struct capture *c = to;
    mpfr_set_prec(c->low, mpfr_get_prec(low));
    mpfr_set_prec(c->high, mpfr_get_prec(high));
    mpfr_set(c->low, low, MPFR_RNDN);
    mpfr_set(c->high, high, MPFR_RNDN);
    return true;
}

/* What a narrow enclosure is measured by: the value itself, or for a gradient against a target, which
   cancels, the smaller tail of the sigmoid if that is larger. */
static void natural_scale(mpfr_t scale, const struct point *at, enum output output, mpfr_srcptr low,
                          mpfr_srcptr high)
{
    mpfr_set(scale, mpfr_cmpabs(low, high) > 0 ? low : high, MPFR_RNDN);
    mpfr_abs(scale, scale, MPFR_RNDN);
    if (output == GRAD && at->term->input == ON_LOGIT && isnan(at->term->label)) {
        mpfr_t tail;
        mpfr_init2(tail, 64);
        mpfr_set_d(tail, -fabs(at->x), MPFR_RNDN);
        mpfr_exp(tail, tail, MPFR_RNDN);
        mpfr_div_2ui(tail, tail, 1, MPFR_RNDN); /* e/2 <= e/(1 + e) */
        mpfr_max(scale, scale, tail, MPFR_RNDN);
        mpfr_clear(tail);
    }
}

/* Whether MPFR's enclosure at p bits overlaps the span, and, for an ideal formula, is narrower than 2^-(p-6)
   of the value. */
static bool encloses(const struct point *at, enum output output, const struct span *span, mpfr_prec_t p)
{
    mpfr_t low, high, width;
    arf_t low_end, high_end;
    mpfr_inits2(64, low, high, width, (mpfr_ptr)0);
    arf_init(low_end);
    arf_init(high_end);
    reference_decide(at->formula, at->format, at->x, at->t, p, output, capture, &(struct capture){low, high});
    arf_set_mpfr(low_end, low);
    arf_set_mpfr(high_end, high);
    bool good = arf_cmp(low_end, span->high) <= 0 && arf_cmp(high_end, span->low) >= 0;
    if (!at->variant) {
        mpfr_t scale;
        mpfr_init2(scale, 64);
        natural_scale(scale, at, output, low, high);
        mpfr_mul_2si(scale, scale, 6 - (long)p, MPFR_RNDN);
        mpfr_sub(width, high, low, MPFR_RNDU);
        good = good && mpfr_cmp(width, scale) <= 0;
        mpfr_clear(scale);
    }
    arf_clear(low_end);
    arf_clear(high_end);
    mpfr_clears(low, high, width, (mpfr_ptr)0);
    return good;
}

/* Where to start: 1/2 + x/4 for a tiny x needs its exponent in bits to be told from 1/2. */
static slong first_precision(const struct point *at)
{
    int exponent;
    frexp(at->x, &exponent);
    return 200 + (exponent < 0 ? -exponent : 0);
}

/* Whether reference() says what Arb says, at whatever precision Arb needs. */
static bool decides(const struct point *at, arb_t out[OUTPUTS])
{
    struct want got[OUTPUTS], decided;
    struct span span;
    span_init(&span);
    reference(&got[LOSS], &got[GRAD], at->formula, at->format, at->x, at->t);
    bool good = true;
    for (int k = 0; k < OUTPUTS; k++) {
        bool known = false;
        slong first = first_precision(at);
        for (slong precision = first; !known && precision < 100000; precision *= 4) {
            if (precision == first || balls(out, at, precision)) {
                span_ball(&span, out[k]);
                known = span_decide(&decided, at->format, &span);
            }
        }
        good = good && known && span_agrees(&got[k], &decided, &span);
    }
    span_clear(&span);
    return good;
}

/* A logit beyond same_tail: both exponentials are positive and below 2^-6000, whatever they are, so both
   ends of such a tail must lead where the reference went. */
static void far_span(struct span *out, const struct point *at, enum output output)
{
    double label = isnan(at->term->label) ? at->t : at->term->label;
    double weight = at->x > 0 ? 1 - label : label;
    arf_t product, factor, *ends[] = {&out->low, &out->high};
    arf_init(product);
    arf_init(factor);
    arf_set_d(product, label);
    if (at->x > 0) {
        arf_sub_ui(product, product, 1, ARF_PREC_EXACT, ARF_RND_DOWN);
        arf_neg(product, product);
    }
    if (output == GRAD && at->x < 0)
        arf_neg(product, product);
    if (output == LOSS && weight != 0) {
        arf_set_d(factor, fabs(at->x));
        arf_mul(product, product, factor, ARF_PREC_EXACT, ARF_RND_DOWN);
    }
    for (int end = 0; end < 2; end++) {
        arf_set_ui_2exp_si(factor, 1, end == 0 ? -20000 : -6000);
        if (output == GRAD && at->x > 0)
            arf_neg(factor, factor);
        arf_add(*ends[end], product, factor, ARF_PREC_EXACT, ARF_RND_DOWN);
        arf_set_d(factor, at->term->factor);
        arf_mul(*ends[end], *ends[end], factor, ARF_PREC_EXACT, ARF_RND_DOWN);
    }
    arf_clear(factor);
    arf_clear(product);
}

static bool decides_far(const struct point *at)
{
    struct want got[OUTPUTS], decided;
    struct span span;
    span_init(&span);
    reference(&got[LOSS], &got[GRAD], at->formula, at->format, at->x, at->t);
    bool good = true;
    for (int k = 0; k < OUTPUTS; k++) {
        far_span(&span, at, (enum output)k);
        good = good && span_decide(&decided, at->format, &span) && span_agrees(&got[k], &decided, &span);
    }
    span_clear(&span);
    return good;
}

/* A variant there: one of D and 1 - D is as small, and all its decisions are multiples of 2^-1200. */
static bool decides_own_far(const struct point *at)
{
    struct want got[OUTPUTS], decided;
    struct span span;
    struct arb_point D;
    arb_t out[OUTPUTS];
    bool good = true;
    span_init(&span);
    arb_point_init(&D);
    arb_init(out[LOSS]);
    arb_init(out[GRAD]);
    reference(&got[LOSS], &got[GRAD], at->formula, at->format, at->x, at->t);
    for (slong tail = 1300; tail <= 1400; tail += 100) {
        arb_struct *small = at->x < 0 ? D.D : D.rest, *large = at->x < 0 ? D.rest : D.D;
        arb_one(small);
        arb_mul_2exp_si(small, small, -tail);
        arb_sub_ui(large, small, 1, ARF_PREC_EXACT);
        arb_neg(large, large);
        good = good && variant_balls(out, at, &D, 3000);
        for (int k = 0; k < OUTPUTS; k++) {
            span_ball(&span, out[k]);
            good = good && span_decide(&decided, at->format, &span) && span_agrees(&got[k], &decided, &span);
        }
    }
    arb_clear(out[GRAD]);
    arb_clear(out[LOSS]);
    arb_point_clear(&D);
    span_clear(&span);
    return good;
}

static bool agrees(const struct point *at, mpfr_prec_t p)
{
    if (at->term->input == ON_LOGIT && fabs(at->x) > same_tail)
        return at->variant ? decides_own_far(at) : decides_far(at);
    arb_t out[OUTPUTS];
    struct span span;
    bool good = true, known = false;
    span_init(&span);
    arb_init(out[LOSS]);
    arb_init(out[GRAD]);
    bool whole = !at->variant && at->term->input == ON_PROBABILITY && (at->x == 0 || at->x == 1);
    for (slong precision = first_precision(at); !known && precision < 100000; precision *= 4)
        known = balls(out, at, precision);
    for (int k = 0; k < OUTPUTS && known && !whole; k++) {
        span_ball(&span, out[k]);
        good = good && encloses(at, (enum output)k, &span, p);
    }
    good = good && known && (whole || decides(at, out));
    arb_clear(out[GRAD]);
    arb_clear(out[LOSS]);
    span_clear(&span);
    return good;
}

static void draw(struct point *at, uint64_t *r)
{
    if (at->variant && random_next(r) % 2)
        at->x =
            (at->term->input == ON_LOGIT ? sample_turning_logit : sample_turning_probability)(r, at->format);
    else if (at->term->input == ON_PROBABILITY)
        at->x = sample_probability(r, at->format);
    else
        at->x = sample_logit(r, at->format);
    at->t = isnan(at->term->label) ? sample_target(r, at->format) : 0;
    if (isnan(at->term->label) && random_next(r) % 4 == 0) /* sigmoid(s) - t cancels */
        at->t = sample_near(r, at->format, 1 / (1 + exp(-at->x)), 1);
    if (at->t < 0 || at->t > 1)
        at->t = 1;
}

Test(arb, every_term_is_in_the_table)
{
    cr_assert_eq(arb_term_count, (int)TERMS);
    for (int i = 0; i < arb_term_count; i++)
        cr_assert(term_find(arb_terms[i].id), "%s", arb_terms[i].id);
}

static bool repeats(int term)
{
    for (int i = 0; i < term; i++)
        if (arb_terms[i].input == arb_terms[term].input &&
            (arb_terms[i].label == arb_terms[term].label || isnan(arb_terms[term].label)))
            return !isnan(arb_terms[term].label);
    return false;
}

/* One block of inputs of both formats, at 63 and at 127 bits in turn; how many are wrong, the first of which
   is printed. */
static size_t wrong_in_block(struct point at, const char *what, int inputs, uint64_t seed)
{
    uint64_t r = seed;
    size_t wrong = 0;
    for (int k = 0; k < inputs; k++) {
        at.format = &formats[k % FORMATS];
        draw(&at, &r);
        if (!agrees(&at, k % 4 < 2 ? 63 : 127) && wrong++ == 0)
#pragma omp critical
            printf("%s %s %s: Arb disagrees at %a, target %a\n", at.term->id, what, at.format->name, at.x,
                   at.t);
    }
    return wrong;
}

/* The ideal formulas, then the epsilon variants' own in exact arithmetic; a variant that a term does not have
   has none. */
static const struct subject {
    const char *name;
    arb_variant *balls;
    int inputs;
    int first, step; /* seeds, in BLOCKS: of the first term, and from one term to the next */
    int terms;       /* that have such a formula */
} subjects[] = {{"ideal", NULL, INPUTS, 0, 1, TERMS},
                {"clamp100", arb_clamp100, OWN_INPUTS, 0, 4, 14},
                {"clip1e7", arb_clip1e7, OWN_INPUTS, 1, 4, 14},
                {"add1e8", arb_add1e8, OWN_INPUTS, 2, 4, 14},
                {"add1e12", arb_add1e12, OWN_INPUTS, 3, 4, 10}};
enum { SUBJECTS = sizeof subjects / sizeof *subjects };

static void expect_none_wrong(const struct subject *subject)
{
    size_t wrong = 0;
    int found = 0;
#pragma omp parallel reduction(+ : wrong, found)
    {
#pragma omp for collapse(2) schedule(dynamic)
        for (int i = 0; i < arb_term_count; i++)
            for (int block = 0; block < BLOCKS; block++) {
                const struct term *term = term_find(arb_terms[i].id);
                struct formula formula = *reference_ideal(term);
                if (subject->balls && !reference_own(&formula, term, subject->name))
                    continue;
                struct point at = {.term = &arb_terms[i], .formula = &formula, .variant = subject->balls};
                found += block == 0;
                wrong +=
                    wrong_in_block(at, subject->name, length_of(subject->inputs / (repeats(i) ? 10 : 1), 5),
                                   (uint64_t)(BLOCKS * (subject->first + subject->step * i) + block));
            }
        reference_thread_end();
        flint_cleanup();
    }
    cr_assert_eq(wrong, 0, "%s: %zu wrong", subject->name, wrong);
    cr_assert_eq(found, subject->terms, "%s: %d terms", subject->name, found);
}

Test(arb, ideal_enclosures_and_decisions)
{
    expect_none_wrong(&subjects[0]);
}

Test(arb, own_formulas)
{
    for (int i = 1; i < SUBJECTS; i++)
        expect_none_wrong(&subjects[i]);
}
