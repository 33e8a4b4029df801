/* branch.c -- branch points by their traces.

   A kernel's class, or the typical size of its error, is one thing on one side of a branch and another on the
   other. Compared with the exact value a kink or a jump of the result is a jump of the error too, so that no
   separate look at the slope is needed. The sizes are compared statistically: the change-point with the
   largest two-sample t of log2(1 + ulp), which finds a mean error of 0.3 ulp beside one of 0.4 as it does 1
   beside 10^7. */
#include "harness/search/branch.h"

#include "harness/base/random.h"
#include "harness/search/points.h"

#include <math.h>

/* A window's samples: when a change of class is looked for, as a rule, and for small changes. How many a side
   of a change has at least; and the t that makes it one, exceeded by chance once in ten thousand windows. */
enum { FEW = 16, USUAL = 128, MANY = 512, SIDE = 8 };
static const double significant = 5;

struct window {
    struct range range;
    size_t most, n;
    int64_t at[MANY];
    double size[OUTPUTS][MANY]; /* of the error: log2(1 + ulp) */
    int class[OUTPUTS][MANY];
    int exponent[OUTPUTS][MANY]; /* of the result */
};

static void window_sample(struct window *w, struct lane *lane, const struct targeting *by)
{
    w->n = range_samples(&w->range, w->most);
    lane_begin(lane);
    for (size_t i = 0; i < w->n; i++) {
        w->at[i] = i == 0          ? w->range.low /* or a change next to an end would escape */
                   : i == w->n - 1 ? w->range.high
                                   : range_sample(&w->range, i, w->n, &lane->random);
        lane_add(lane, range_value(w->at[i]), targeting_pick(by, range_value(w->at[i]), &lane->random));
    }
    lane_flush(lane);
    for (int k = 0; k < OUTPUTS; k++)
        for (size_t i = 0; i < w->n; i++) {
            const struct probed *p = &lane->batch->result[k];
            double got = lane->batch->got[k][i];
            w->size[k][i] = log2(1 + fmin(p->ulp[i], 0x1p1000));
            w->class[k][i] = p->class[i];
            w->exponent[k][i] = isfinite(got) && got != 0 ? ilogb(got) : 4096;
        }
}

/* A change between samples i - 1 and i; t = 0: none. */
struct change {
    double t;
    size_t i;
};

/* The change-point in samples [first, end): the split with the largest t of those where the means differ by
   more than `least`. */
static struct change change_of_size(const double size[], size_t first, size_t end, double least)
{
    double sum = 0, squares = 0, left = 0;
    struct change best = {0, 0};
    for (size_t i = first; i < end; i++) {
        sum += size[i];
        squares += size[i] * size[i];
    }
    for (size_t i = first; i + SIDE < end; i++) {
        double n = (double)(end - first), m = (double)(i - first), right = sum - left;
        double within = squares - (m > 0 ? left * left / m : 0) - right * right / (n - m);
        double apart = m > 0 ? fabs(left / m - right / (n - m)) : 0;
        double t = apart / sqrt((fmax(within, 0) / (n - 2) + 1e-4) * (1 / fmax(m, 1) + 1 / (n - m)));
        if (i >= first + SIDE && apart > least && t > best.t)
            best = (struct change){t, i};
        left += size[i];
    }
    return best;
}

/* Of one class, and of results in one binade: where they leave it, an ulp doubles and the error's mean
   changes by up to 1. */
static struct change largest_change(const struct window *w)
{
    struct change best = {0, 0};
    for (int k = 0; k < OUTPUTS; k++)
        for (int binades = 0; binades < 2; binades++)
            for (size_t first = 0, end; first < w->n; first = end) {
                for (end = first + 1; end < w->n && w->class[k][end] == w->class[k][first] &&
                                      (binades || w->exponent[k][end] == w->exponent[k][first]);)
                    end++;
                if (end - first < 2 * SIDE)
                    continue;
                struct change c = change_of_size(w->size[k], first, end, binades ? 1.5 : 0);
                best = c.t > best.t ? c : best;
            }
    return best.t > significant ? best : (struct change){0, 0};
}

static struct change change_of_class(const struct window *w, size_t from)
{
    for (size_t i = from > 0 ? from : 1; i < w->n; i++)
        for (int k = 0; k < OUTPUTS; k++)
            if (w->class[k][i] != w->class[k][i - 1])
                return (struct change){(double)INFINITY, i};
    return (struct change){0, 0};
}

static void add_point(struct branches *b, struct lane *lane, int64_t at, const struct targeting *by)
{
    for (size_t i = 0; i < b->count; i++) {
        uint64_t distance = at > b->point[i].at ? (uint64_t)at - (uint64_t)b->point[i].at
                                                : (uint64_t)b->point[i].at - (uint64_t)at;
        if (distance < 1024)
            return;
    }
    points_around(lane, at, by);
    if (b->count < BRANCH_POINTS) {
        b->point[b->count].at = at;
        b->point[b->count++].by = *by;
    }
}

/* Whether the change is one of the ulp, by the factor 2 exactly, under an error too large to be a rounding:
   there the exact value crosses a power of two, and the kernel, which has lost it, may not. */
static bool is_of_ulp(const struct window *w, size_t i)
{
    for (int k = 0; k < OUTPUTS && i > 0; k++) {
        double before = w->size[k][i - 1], after = w->size[k][i];
        if (fmin(before, after) > 10 && fabs(fabs(after - before) - 1) < 0x1p-4)
            return true;
    }
    return false;
}

/* Narrows the window around the change down to adjacent inputs; gives up where it dissolves. */
static void narrow(struct branches *b, struct lane *lane, struct window *w, struct change change,
                   const struct targeting *by)
{
    bool of_class = isinf(change.t);
    size_t margin = of_class ? 1 : w->most / 16; /* for an error in the place of a small change */
    w->most = of_class ? FEW : w->most;
    while (change.t > 0 && range_width(&w->range) >= w->n) {
        size_t last = change.i + margin - 1;
        int64_t at = w->at[change.i];
        w->range.high = w->at[last < w->n ? last : w->n - 1];
        w->range.low = w->at[change.i > margin ? change.i - margin : 0];
        if (!of_class && range_width(&w->range) < w->most) /* room for two sides, wherever it is */
            w->range = (struct range){at - (int64_t)w->most / 2, at + (int64_t)w->most / 2 - 1};
        window_sample(w, lane, by);
        change = of_class ? change_of_class(w, 1) : largest_change(w);
        if (!of_class && is_of_ulp(w, change.i))
            return;
    }
    if (change.t > 0 && lane->sound)
        add_point(b, lane, w->at[change.i], by);
}

static void hunt(struct branches *b, struct lane *lane, struct window *whole,
                 const struct targeting *targeting)
{
    const struct targeting any = {TARGET_FIXED,
                                  targeting_pick(targeting, range_value(whole->range.low), &lane->random)};
    const struct targeting *by = targeting->kind == TARGET_ANY ? &any : targeting;
    window_sample(whole, lane, by);
    if (by->kind == TARGET_CANCELLING) /* the target changes with each input, and so does everything */
        return;
    size_t found = 0;
    for (struct change c = change_of_class(whole, 1); c.t > 0 && found < 4; found++) {
        struct window part = *whole;
        narrow(b, lane, &part, c, by);
        c = change_of_class(whole, c.i + 1);
    }
    struct window part = *whole;
    struct change c = largest_change(whole);
    if (c.t > 0)
        narrow(b, lane, &part, c, by);
}

void branches_hunt(struct branches *b, struct lane *lane, struct range interval,
                   const struct targeting *targeting, double score[OUTPUTS])
{
    struct window whole = {.range = interval, .most = USUAL};
    hunt(b, lane, &whole, targeting);
    for (int k = 0; k < OUTPUTS; k++) {
        score[k] = 0;
        for (size_t i = 0; i < whole.n; i++)
            score[k] = fmax(score[k], exp2(whole.size[k][i]) - 1);
    }
}

void branches_hunt_anywhere(struct branches *b, struct lane *lane, bool small)
{
    const struct term *term = lane->choice->kernel->term;
    double x = points_draw(term->space, &lane->random);
    int64_t width = range_random(&lane->random, (int64_t)1 << 40, (int64_t)1 << 51);
    struct range all = range_of_space(term->space);
    struct targeting by = targeting_at(term, lane->turn++);
    struct window w = {.most = small ? MANY : USUAL};
    if (isnan(x))
        return;
    width >>= random_next(&lane->random) % 8;
    w.range.low = range_ordinal(x) < all.low + width ? all.low : range_ordinal(x) - width;
    w.range.high = range_ordinal(x) > all.high - width ? all.high : range_ordinal(x) + width;
    if (w.range.low < w.range.high)
        hunt(b, lane, &w, &by);
}
