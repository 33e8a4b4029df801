/* Each input counts once, and with it what came of it. */
#include "harness/search/tried.h"
#include "harness/base/random.h"
#include "tests/support/searched.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

static const unsigned char rounded[OUTPUTS] = {IN_ULPS, IN_ULPS},
                           other[OUTPUTS] = {VANISHED | TRIED_NOT_ROUNDED,
                                             IN_ULPS | TRIED_LOST | TRIED_NOT_ROUNDED};

Test(tried, every_bit_of_an_input_matters)
{
    static const struct input inputs[] = {{0, 0}, {-0.0, 0}, {0, -0.0},
                                          {0, 1}, {1, 0},    {0x1.0000000000001p0, 0}};
    enum { INPUTS = sizeof inputs / sizeof *inputs };
    struct tried tried = {.has_targets = true};
    struct tried_list list = {0};
    struct tried_counts counts = {0};
    struct tried_input there;
    for (int visit = 0; visit < 3; visit++)
        for (int i = 0; i < INPUTS; i++)
            tried_list_add(&list, &inputs[i], visit == 0 && i % 2 ? rounded : other);
    tried_list_add(&list, &(struct input){(double)NAN, 0}, rounded);
    tried_list_add(&list, &(struct input){(double)NAN, 0}, rounded);
    tried_list_add(&list, &(struct input){-(double)NAN, 0}, rounded);
    tried_take(&tried, &list);
    cr_expect_eq(tried.count, INPUTS + 2);
    cr_expect_eq(list.count, 0);
    for (size_t i = 0; i < tried.slots; i++)
        if (tried_at(&tried, i, &there))
            tried_count(&counts, there.code);
    cr_expect_eq(counts.inputs, INPUTS + 2);
    cr_expect_eq(counts.of[LOSS].classes[VANISHED], INPUTS / 2, "the first visit counts");
    cr_expect_eq(counts.of[LOSS].compared, INPUTS / 2 + 2);
    cr_expect_eq(counts.of[LOSS].not_rounded, INPUTS / 2);
    cr_expect_eq(counts.of[LOSS].lost, 0);
    cr_expect_eq(counts.of[GRAD].lost, INPUTS / 2);
    cr_expect_eq(counts.of[GRAD].compared, INPUTS + 2);
    free(list.at);
    tried_free(&tried);
}

/* As many as there is room for, and what came then. */
Test(tried, says_what_it_could_not_count)
{
    struct tried tried = {.has_targets = true};
    struct tried_list list = {0};
    uint64_t r = 1;
    for (int i = 0; i < TRIED_MOST + 10; i++)
        tried_list_add(&list, &(struct input){random_uniform(&r), random_uniform(&r)}, rounded);
    tried_take(&tried, &list);
    cr_expect_eq(tried.count, (size_t)TRIED_MOST);
    cr_expect_eq(tried.uncounted, 10);
    free(list.at);
    tried_free(&tried);
}

/* A search's inputs are those that the kernel was called with, and so are the counts of what came of them. */
static bool is_small(double x)
{
    return x >= 0 && x < 0x1p-20;
}

static void nan_if_small(size_t n, const double x[], const double y[], double loss[], double grad[])
{
    searched_spy(n, x, y, loss, grad);
    for (size_t i = 0; i < n; i++)
        loss[i] = is_small(x[i]) ? (double)NAN : loss[i];
}

Test(tried, a_search_counts_distinct_inputs)
{
    static const char *const ids[] = {"nonsaturating.g/stable/f64", "minimax.d_fake@D/stable/f64",
                                      "bce.target/stable/f64"};
    for (size_t k = 0; k < sizeof ids / sizeof *ids; k++) {
        struct plan plan = {.level = EXHAUSTIVE, .seed = 1, .quiet = true, .shards = 1, .rounds = 3};
        size_t count;
        uint64_t small = 0;
        struct summary s = searched_planted(nan_if_small, ids[k], &plan);
        const struct input *seen = searched_seen(&count);
        for (size_t i = 0; i < count; i++)
            small += is_small(seen[i].x);
        cr_expect_eq(s.inputs, count, "%s: %llu, not %zu", ids[k], (unsigned long long)s.inputs, count);
        cr_expect_eq(s.ideal[LOSS].classes[NAN_MISMATCH].count, small, "%s: %llu, not %llu", ids[k],
                     (unsigned long long)s.ideal[LOSS].classes[NAN_MISMATCH].count,
                     (unsigned long long)small);
        uint64_t all = s.ideal[LOSS].compared;
        for (int c = 0; c < CLASSES; c++)
            all += s.ideal[LOSS].classes[c].count;
        cr_expect_eq(all, s.inputs);
        cr_expect_gt(s.searched.evaluations, s.inputs, "it comes back to some");
        cr_expect_eq(s.searched.uncounted, 0);
    }
}
