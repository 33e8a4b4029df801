#include "harness/exhaustive/tally.h"

#include "harness/base/fail.h"

#include <math.h>
#include <string.h>

/* Counts every class, and notes where it and lost results begin and end; returns how many are failures. */
static uint64_t add_classes(struct output_summary *to, const struct inspected *in, const struct block *b)
{
    uint64_t failures = 0;
    double label = b->pass->group->operands == 2 ? b->pass->formula.label : 0;
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

static struct peak peak_at(const struct block *b, size_t i, double ulp, float got)
{
    return (struct peak){.screened = ulp,
                         .bits = b->bits + (uint32_t)i,
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
                       const float got[], double sign)
{
    struct peak here = peak_at(b, 0, in->max, 0);
    size_t i = 0;
    if (!peak_is_higher(&here, peak))
        return;
    while (i < b->n && (in->bin[i] == NO_BIN || in->ulp[i] < in->max))
        i++;
    here = peak_at(b, i, in->max, (float)(sign * (double)got[i]));
    raise_to(peak, &here);
}

/* All are RN(exact), as in most blocks: the errors are at most half an ulp but for the screen's own error,
   and the largest is found once for all kernels. */
static void raise_right(struct peak *peak, struct workspace *w, const struct block *b, enum output k,
                        const struct comparer *comparer)
{
    if (peak->any && peak->screened > 0.5 + 0x1p-10)
        return;
    if (!w->right_known[k])
        w->right[k] = comparer->right_error(b->n, &w->want[k]);
    w->right_known[k] = true;
    const struct right *right = &w->right[k];
    struct peak here = peak_at(b, right->at, right->ulp, w->want[k].rounded[right->at]);
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
        raise_right(peak, w, b, k, comparer);
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
        binade->failures += add_classes(to, in, b);
    if (in->count[IN_ULPS] + in->count[LOST] == 0)
        return;
    add_to_histogram(to->binades->histogram, in->bin, b->n);
    raise_peak(&binade->peak, in, b, got, sign);
}

void tally_begin(struct workspace *w, const struct block *b, const struct comparer *comparer)
{
    block_screen(w->want, w->open, b, comparer);
    w->right_known[LOSS] = w->right_known[GRAD] = false;
}

/* Labels and results lie at the place in their arrays that the inputs have in theirs. */
static size_t offset_of(const struct workspace *w, const struct block *b)
{
    return (size_t)(b->x - w->x);
}

static void run(ganloss_f32 *function, const struct workspace *w, const struct block *b, float loss[],
                float grad[])
{
    const float *label = b->pass->group->operands == 2 ? w->label + offset_of(w, b) : NULL;
    function(b->n, b->x, label, loss, grad);
}

void tally_kernel(struct summary *summary, struct workspace *w, const struct block *b,
                  const struct contender *contender, const struct comparer *comparer)
{
    size_t offset = offset_of(w, b);
    float *out[OUTPUTS] = {w->out[LOSS] + offset, w->out[GRAD] + offset};
    run(contender->twin, w, b, out[LOSS], out[GRAD]);
    summary->inputs += b->n;
    for (int k = 0; k < OUTPUTS; k++)
        tally_output(&summary->ideal[k], w, b, (enum output)k, out[k], contender->sign, comparer);
}

bool tally_audit_fails(const struct workspace *w, const struct block *b, const struct contender *contender)
{
    float out[OUTPUTS][COMPARE_BLOCK];
    char id[ID_SIZE];
    run(contender->choice->kernel->code->f32, w, b, out[LOSS], out[GRAD]);
    for (int k = 0; k < OUTPUTS; k++)
        for (size_t i = 0; i < b->n; i++) {
            float twin = w->out[k][offset_of(w, b) + i];
            if (bits_of_float(twin) == bits_of_float(out[k][i]))
                continue;
            choice_id(id, contender->choice);
            fail(STATUS_INTERNAL, "%s at %a: %s %a, but %a with what libm answered before: the run is void",
                 id, (double)b->x[i], output_names[k], (double)out[k][i], (double)twin);
            return true;
        }
    return false;
}

void tally_confirm(struct summary *summary, const struct contender *contender)
{
    const struct choice *choice = contender->choice;
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
            p->ulp = metric_measure(contender->sign * (double)p->got, &want[k]).ulp;
        }
        summary_find_maximum(to);
    }
}
