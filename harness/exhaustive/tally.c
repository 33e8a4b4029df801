#include "harness/exhaustive/tally.h"

#include <math.h>
#include <string.h>

static double label_of(const struct block *b)
{
    return b->pass->group->operands == 2 ? b->pass->formula.label : 0;
}

/* A kernel's results on a block, beside their exact values. */
struct results {
    const struct block *b;
    const struct screened *want;
    const float *got;
    double sign;
};

/* Of the results first .. last those of a class that no cancellation explains. */
static void add_beyond(struct extent *beyond, const struct inspected *in, const struct results *r, int class,
                       size_t first, size_t last)
{
    const struct block *b = r->b;
    bool all = in->count[class] == b->n; /* then in->class may not be filled */
    for (size_t i = first; i <= last; i++) {
        const struct input at = {(double)b->x[i], label_of(b)}, here[] = {at, at};
        if ((all || in->class[i] == 1 << class) &&
            !error_is_explained((enum error_class) class, r->sign * (double)r->got[i], r->want->exact[i],
                                at.target, &formats[F32]))
            extent_add(beyond, b->pass->group->space, here, 1);
    }
}

/* Counts every class, and notes where it and lost results begin and end; returns how many are failures. */
static uint64_t add_classes(struct output_summary *to, const struct inspected *in, const struct results *r)
{
    const struct block *b = r->b;
    uint64_t failures = 0;
    double label = label_of(b);
    for (int c = 0; c <= LOST; c++) {
        uint32_t count = in->count[c];
        if (c == IN_ULPS || count == 0)
            continue;
        size_t first = 0, last = b->n - 1;
        if (count < b->n) {
            first = (size_t)((const unsigned char *)memchr(in->class, 1 << c, b->n) - in->class);
            last = (size_t)((const unsigned char *)memrchr(in->class, 1 << c, b->n) - in->class);
        }
        struct input ends[] = {{(double)b->x[first], label}, {(double)b->x[last], label}};
        extent_add(c == LOST ? &to->lost : &to->classes[c], b->pass->group->space, ends, count);
        to->compared -= c == LOST ? 0 : count;
        failures += c == ZERO_SIGN ? 0 : count;
        if (b->pass->group->operands == 2 && c < CLASSES)
            add_beyond(&to->beyond, in, r, c, first, last);
    }
    return failures;
}

/* Four counters for each bin: equal bins follow each other, and would wait for each other's sum. */
static void add_to_histogram(uint64_t histogram[ULP_BINS], const unsigned char bin[], size_t n)
{
    if (memcmp(bin, bin + 1, n - 1) == 0) { /* all alike, as where results saturate */
        if (bin[0] != NO_BIN)
            histogram[bin[0]] += n;
        return;
    }
    uint32_t count[4][ULP_BINS + 1] = {{0}};
    for (size_t i = 0; i < n; i++)
        count[i % 4][bin[i]]++;
    for (int i = 0; i < ULP_BINS; i++)
        histogram[i] += (uint64_t)count[0][i] + count[1][i] + count[2][i] + count[3][i];
}

/* Of NaNs, which are one input in a document, the same bits stand for all of a sign. */
static struct peak peak_at(const struct block *b, size_t i, double ulp, float got)
{
    return (struct peak){.screened = ulp,
                         .bits = isnan(b->x[i]) ? (b->bits & 0xff800000) | 0x400000 : b->bits + (uint32_t)i,
                         .target = (float)b->pass->formula.label,
                         .got = got,
                         .any = true};
}

static void raise_to(struct peak *peak, const struct peak *here)
{
    if (peak_is_higher(here, peak))
        *peak = *here;
}

/* The largest error of the block, if it is higher than its binade's. Whether it can be is seen first. */
static void raise_peak(struct peak *peak, const struct inspected *in, const struct block *b,
                       const float got[])
{
    struct peak here = peak_at(b, 0, in->max, 0);
    size_t i = 0;
    if (!peak_is_higher(&here, peak))
        return;
    while (i < b->n && (in->bin[i] == NO_BIN || in->ulp[i] < in->max))
        i++;
    here = peak_at(b, i, in->max, got[i]);
    raise_to(peak, &here);
}

/* All are RN(exact), as in most blocks: the errors are at most half an ulp but for the screen's own error,
   and the largest is found once for all kernels. */
static void raise_right(struct peak *peak, struct workspace *w, const struct block *b, enum output k,
                        double sign, const struct comparer *comparer)
{
    if (peak->any && peak->screened > 0.5 + 0x1p-10)
        return;
    if (!w->right_known[k])
        w->right[k] = comparer->right_error(b->n, &w->want[k]);
    w->right_known[k] = true;
    const struct right *right = &w->right[k];
    struct peak here =
        peak_at(b, right->at, right->ulp, (float)(sign * (double)w->want[k].rounded[right->at]));
    raise_to(peak, &here);
}

/* The block in short, where nothing more has to be known of single results: they are counted in bins[]. */
static bool is_plain(uint32_t bins[TAME_BINS], struct peak *peak, struct workspace *w, const struct block *b,
                     enum output k, const float got[], double sign, const struct comparer *comparer)
{
    struct peak here;
    switch (comparer->look(b->n, got, w->want[k].rounded, sign)) {
    case LOOKS_RIGHT:
        bins[0] = (uint32_t)b->n;
        raise_right(peak, w, b, k, sign, comparer);
        return true;
    case LOOKS_TAME:
        if (w->open[k] > 0)
            block_settle_sides(&w->want[k], b, got, sign, k);
        here = peak_at(b, 0, comparer->measure_tame(b->n, got, &w->want[k], sign, bins), 0);
        return here.screened <= TAME_ULPS && !peak_is_higher(&here, peak);
    default:
        return false;
    }
}

static void tally_output(struct output_summary *to, struct workspace *w, const struct block *b, enum output k,
                         const float got[], double sign, const struct comparer *comparer)
{
    struct binade *binade = &to->binades->at[b->bits >> 23];
    to->compared += b->n;
    binade->inputs += b->n;
    uint32_t bins[TAME_BINS] = {0};
    if (is_plain(bins, &binade->peak, w, b, k, got, sign, comparer)) {
        for (int i = 0; i < TAME_BINS; i++)
            to->binades->histogram[i] += bins[i];
        to->not_rounded += b->n - bins[0];
        binade->not_rounded += b->n - bins[0];
        return;
    }
    if (w->open[k] > 0)
        block_settle_sides(&w->want[k], b, got, sign, k);
    const struct inspected *in = &w->inspected;
    comparer->inspect(b->n, got, &w->want[k], sign, &w->inspected);
    to->not_rounded += in->not_rounded;
    binade->not_rounded += in->not_rounded;
    if (in->count[IN_ULPS] < b->n)
        binade->failures += add_classes(to, in, &(struct results){b, &w->want[k], got, sign});
    if (in->count[IN_ULPS] + in->count[LOST] == 0)
        return;
    add_to_histogram(to->binades->histogram, in->bin, b->n);
    raise_peak(&binade->peak, in, b, got);
}

void tally_begin(struct workspace *w, const struct block *b, const struct comparer *comparer)
{
    block_screen(w->want, w->open, b, comparer);
    w->right_known[LOSS] = w->right_known[GRAD] = false;
}

void tally_results(struct summary *summary, struct workspace *w, const struct block *b, double sign,
                   unsigned missing, const float *const got[OUTPUTS], const struct comparer *comparer)
{
    summary->inputs += b->n;
    for (int k = 0; k < OUTPUTS; k++)
        if (!(missing >> k & 1))
            tally_output(&summary->ideal[k], w, b, (enum output)k, got[k], sign, comparer);
}

/* One result that differs from the input's first, as it was inspected. */
static void add_elsewhere(struct output_summary *to, const struct inspected *in, const struct results *r,
                          size_t i)
{
    const struct block *b = r->b;
    struct binade *binade = &to->binades->at[b->bits >> 23];
    const struct input at = {(double)b->x[i], label_of(b)}, here[] = {at, at};
    for (int c = 0; c < CLASSES; c++)
        if (c != IN_ULPS && in->class[i] == 1 << c) {
            extent_add(&to->classes[c], b->pass->group->space, here, 1);
            binade->failures += error_class_is_failure((enum error_class)c) ? 1 : 0;
            if (b->pass->group->operands == 2)
                add_beyond(&to->beyond, in, r, c, i, i);
        }
    if (in->bin[i] != NO_BIN) {
        struct peak peak = peak_at(b, i, in->ulp[i], r->got[i]);
        raise_to(&binade->peak, &peak);
    }
}

void tally_elsewhere(struct summary *summary, struct workspace *w, const struct block *b, double sign,
                     const float *const got[OUTPUTS], const float *const elsewhere[OUTPUTS],
                     const struct comparer *comparer)
{
    for (int k = 0; k < OUTPUTS; k++) {
        size_t first = 0;
        while (first < b->n && !tally_differs(got[k][first], elsewhere[k][first]))
            first++;
        if (first == b->n)
            continue;
        if (w->open[k] > 0)
            block_settle_sides(&w->want[k], b, elsewhere[k], sign, (enum output)k);
        const struct results there = {b, &w->want[k], elsewhere[k], sign};
        comparer->inspect_each(b->n, elsewhere[k], &w->want[k], sign, &w->inspected);
        for (size_t i = first; i < b->n; i++)
            if (tally_differs(got[k][i], elsewhere[k][i]))
                add_elsewhere(&summary->ideal[k], &w->inspected, &there, i);
    }
}

void tally_confirm(struct summary *summary, const struct choice *choice)
{
    const struct term *term = choice->kernel->term;
    for (int k = 0; k < OUTPUTS; k++) {
        struct output_summary *to = &summary->ideal[k];
        for (int i = 0; i < BINADES; i++) {
            struct peak *p = &to->binades->at[i].peak;
            struct want want[OUTPUTS];
            if (!p->any)
                continue;
            reference(&want[LOSS], &want[GRAD], reference_ideal(term), choice->format,
                      (double)float_of_bits(p->bits), term->operands == 2 ? (double)p->target : 0);
            p->ulp = metric_measure((double)p->got, &want[k]).ulp;
        }
        summary_find_maximum(to);
    }
}
