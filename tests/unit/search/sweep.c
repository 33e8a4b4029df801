/* What a search says of the intervals that it cannot have missed, held against planted ones. */
#include "harness/search/sweep.h"
#include "harness/base/random.h"
#include "harness/inputs/cases.h"
#include "harness/record/record.h"
#include "harness/search/sequence.h"
#include "tests/support/length.h"
#include "tests/support/searched.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>

static const struct plan rounds_3 = {.level = EXHAUSTIVE, .seed = 1, .quiet = true, .shards = 1, .rounds = 3};

/* Whether one of the inputs, with this target, lies in [low, high). */
static bool is_hit(const struct input seen[], size_t count, double low, double high, double target)
{
    size_t from = 0, to = count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (seen[middle].x < low)
            from = middle + 1;
        else
            to = middle;
    }
    while (from < count && seen[from].x < high)
        if (seen[from++].target == target)
            return true;
    return false;
}

/* An interval as wide as `width` of the power of two below it, drawn evenly over binades and signs, and
   within one. */
static void plant(double ends[2], enum space space, const struct searched_width *middle, double width,
                  uint64_t *r)
{
    int low = ilogb(middle->low), high = ilogb(middle->high);
    double power = ldexp(1, low + (int)random_below(r, (uint64_t)(high - low)));
    double from = power * (1 + (1 - width) * random_uniform(r)), to = from + width * power;
    bool other = random_next(r) & 1;
    ends[0] = !other ? from : space == LOGIT ? -to : 1 - to;
    ends[1] = !other ? to : space == LOGIT ? -from : 1 - from;
}

/* How many of n planted intervals hold an input. */
static double hits(const struct input seen[], size_t count, const struct term *term,
                   const struct searched_width *middle, double width, int n)
{
    uint64_t r = 42;
    int hit = 0;
    for (int i = 0; i < n; i++) {
        double ends[2];
        plant(ends, term->space, middle, width, &r);
        hit +=
            is_hit(seen, count, ends[0], ends[1], term->operands == 2 ? cases_labels[i % CASES_LABELS] : 0);
    }
    return (double)hit / n;
}

static const char *const ids[] = {"nonsaturating.g/stable/f64", "minimax.d_fake@D/stable/f64",
                                  "bce.target/stable/f64"};
enum { IDS = sizeof ids / sizeof *ids };

/* Whatever is as wide as a search says that it was sure to find was found, wherever it was planted, and half
   of what it says that one in two of is. */
Test(sweep, finds_intervals_as_a_search_says)
{
    int n = length_of(1000000, 50);
    for (int k = 0; k < IDS; k++) {
        size_t count;
        struct summary s = searched_planted(searched_spy, ids[k], &rounds_3);
        const struct input *seen = searched_seen(&count);
        const struct term *term = searched_choice(ids[k]).kernel->term;
        const struct searched_width *middle = &s.searched.width[0];
        cr_assert(middle->high > 0 && middle->sure > middle->half && middle->sure < 0.01);
        cr_expect_eq(hits(seen, count, term, middle, middle->sure, n), 1, "%s: %g", ids[k], middle->sure);
        double half = hits(seen, count, term, middle, middle->half, n);
        cr_expect(half > 0.48 && half < 0.65, "%s: %g of %g", ids[k], half, middle->half);
    }
}

/* The sweep alone, at widths around the sure one: as many as the sequence's gaps let through, no more and no
   less. */
Test(sweep, finds_as_many_as_its_gaps_say)
{
    const int n = length_of(1000000, 25);
    for (int k = 0; k < IDS; k++) {
        struct choice choice = searched_choice(ids[k]);
        struct kernel kernel = *choice.kernel;
        struct ganloss_kernel code = *kernel.code;
        static struct search_batch batch;
        struct guard guard = guard_make(SEARCH_ROOM);
        searched_good = code.f64;
        code.f64 = searched_spy;
        kernel.code = &code;
        choice.kernel = &kernel;
        struct lane lane = lane_make(&choice, 1);
        struct sweep sweep = {.term = kernel.term, .seed = 9};
        batch.guard = &guard;
        batch.done = true;
        lane.batch = &batch;
        lane.distinct = true;
        for (int round = 0; round < 2; round++)
            for (int side = 0; side < SWEEP_SIDES; side++) {
                sweep_round(&sweep, &lane, side);
                sweep.rounds[side]++;
            }
        lane_flush(&lane);
        size_t count;
        const struct input *seen = searched_seen(&count);
        cr_expect_eq(lane.counted.inputs, count, "%s: %zu distinct inputs, %llu counted", ids[k], count,
                     (unsigned long long)lane.counted.inputs);
        for (size_t i = 0; i < count; i += 97)
            cr_assert(sweep_has(&sweep, &seen[i]), "%a", seen[i].x);
        struct searched_width width[SEARCHED_WIDTHS];
        sweep_widths(&sweep, width);
        uint64_t points = (uint64_t)(2 * 2180 / (kernel.term->operands == 2 ? CASES_LABELS : 1));
        for (double w = width[0].sure / 16; w < width[0].sure; w *= 1.5) {
            double found = hits(seen, count, kernel.term, &width[0], w, n),
                   said = sequence_chance(50, points, w);
            cr_expect_lt(fabs(found - said), 4 * sqrt(said * (1 - said) / n) + 1e-4,
                         "%s, width %g: %g, not %g", ids[k], w, found, said);
        }
        guard_free(&guard);
    }
}

/* Not what has not been tried: nothing is taken for swept that a later round has, or that is beside. */
Test(sweep, has_no_more_than_it_tried)
{
    struct sweep sweep = {.term = term_find("nonsaturating.g"), .seed = 9, .rounds = {2, 2}};
    uint64_t r = 1, has = 0;
    for (int i = 0; i < 1000000; i++) {
        struct input input = {(random_next(&r) & 1 ? -1 : 1) * exp2(14 * random_uniform(&r) - 4), 0};
        has += sweep_has(&sweep, &input);
    }
    cr_expect_eq(has, 0, "2^52 doubles in each binade");
    const double others[] = {0, -0.0, (double)NAN, (double)INFINITY, -(double)INFINITY};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        cr_expect_not(sweep_has(&sweep, &(struct input){others[i], 0}));
}

/* A kernel that is wrong on an interval a hundred-thousandth wide, at places that nobody chose. */
static double wrong_from;
SEARCHED_PLANT(wrong_there, if (x[i] >= wrong_from && x[i] < wrong_from * (1 + 1e-5)) grad[i] *= 1 + 0x1p-48)

Test(sweep, finds_a_hundred_thousandth_in_56_rounds)
{
    struct plan plan = rounds_3;
    plan.rounds = SWEEP_EARLY;
    uint64_t r = 5;
    int places = length_of(40, 20);
    for (int k = 0; k < places; k++) {
        wrong_from = exp2(13.4 * random_uniform(&r) - 4); /* up to 676: subnormal gradients do not show it */
        struct summary s = searched_planted(wrong_there, ids[0], &plan);
        struct choice choice = searched_choice(ids[0]);
        cr_expect_not(record_passes(&choice, &s), "%a", wrong_from);
        cr_expect_lt(s.searched.width[0].sure, 1e-5);
    }
}
