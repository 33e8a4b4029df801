/* Pairs on an invented machine, whose clock (tests/support/invented.h), drift and neighbours are known: no
   difference is found where there is none, however it drifts, and 2 % where there are 2 %. */
#include "harness/bench/pairs.h"
#include "harness/base/random.h"
#include "tests/support/invented.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static double gauss(uint64_t *random)
{
    double sum = -6;
    for (int i = 0; i < 12; i++)
        sum += random_uniform(random);
    return sum;
}

/* The time of a sample, in ms: the clock wanders by 14 % over seconds, each sample has 0.3 % of its own, and
   one in five is disturbed by a neighbour, by up to its own length again. */
struct machine {
    uint64_t random;
    double wander;
};

static double sample(struct machine *machine, double ms)
{
    machine->wander += 0.004 * gauss(&machine->random) - 0.002 * machine->wander;
    double time = ms * (1 + machine->wander) * (1 + 0.003 * gauss(&machine->random));
    return random_below(&machine->random, 5) == 0 ? time * (1 + random_uniform(&machine->random)) : time;
}

enum { QUADS = 400 };

static void estimate(struct paired *paired, double ratio, uint64_t seed)
{
    static struct quad quad[QUADS];
    struct machine machine = {seed, 0};
    for (int q = 0; q < QUADS; q++) {
        double ns[2][2];
        bool b_first = random_next(&machine.random) & 1;
        for (int i = 0; i < 4; i++) {
            int s = (i == 1 || i == 2) != b_first;
            ns[s][i / 2] = sample(&machine, s ? ratio : 1);
        }
        quad[q] = pairs_quad(ns[0], ns[1], 1);
    }
    pairs_estimate(paired, QUADS, quad, 0.01);
}

Test(pairs, no_difference_is_found_where_there_is_none)
{
    size_t missed = 0, wide = 0;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        struct paired paired;
        estimate(&paired, 1, seed);
        missed += paired.low > 1 || paired.high < 1;
        wide += paired.high / paired.low > 1.01;
        cr_assert(pairs_verdict(&paired, 0.005) != VERDICT_SLOWER &&
                      pairs_verdict(&paired, 0.005) != VERDICT_FASTER,
                  "seed %d", (int)seed);
    }
    cr_assert(missed <= 9, "%zu of 300 intervals of 99 %% miss", missed);
    cr_assert(wide <= 15, "%zu of 300 intervals are wider than 1 %%", wide);
}

Test(pairs, two_percent_are_found_either_way)
{
    size_t slower = 0, faster = 0;
    for (uint64_t seed = 1; seed <= 100; seed++) {
        struct paired paired;
        estimate(&paired, 1.02, seed);
        slower += pairs_verdict(&paired, 0.005) == VERDICT_SLOWER;
        cr_assert(fabs(paired.ratio - 1.02) < 0.01, "seed %d: %g", (int)seed, paired.ratio);
        estimate(&paired, 1 / 1.02, seed);
        faster += pairs_verdict(&paired, 0.005) == VERDICT_FASTER;
    }
    cr_assert(slower >= 95 && faster >= 95, "%zu and %zu of 100", slower, faster);
}

Test(pairs, what_disturbs_one_sample_of_two_changes_nothing)
{
    const double calm[2] = {1.0, 1.0}, first[2] = {7.0, 1.0}, second[2] = {1.0, 1.5}, slow[2] = {1.25, 1.25};
    const double *const disturbed[] = {calm, first, second};
    for (int i = 0; i < 3; i++) {
        struct quad quad = pairs_quad(disturbed[i], slow, 10), turned = pairs_quad(slow, disturbed[i], 10);
        cr_assert(fabs(quad.log_ratio - log(1.25)) < 1e-15 && fabs(turned.log_ratio + quad.log_ratio) < 1e-15,
                  "%d", i);
        cr_assert(quad.a_ns == 0.1 && quad.b_ns == 0.125, "%d: ns per call", i);
    }
}

/* A drift makes all of ABBA err to the one side and all of BAAB to the other. */
Test(pairs, what_drifts_is_covered)
{
    struct quad quad[200];
    uint64_t random = 5;
    struct paired paired;
    const double before[2] = {1.00, 1.03}, between[2] = {1.01, 1.02};
    for (int i = 0; i < 200; i++)
        quad[i] = random_next(&random) & 1 ? pairs_quad(before, between, 1) : pairs_quad(between, before, 1);
    pairs_estimate(&paired, 200, quad, 0.01);
    cr_assert(paired.low < 1 && paired.high > 1, "%g to %g", paired.low, paired.high);
}

Test(pairs, wild_quads_do_not_widen_the_interval)
{
    struct quad quad[200];
    struct paired paired;
    for (int i = 0; i < 200; i++)
        quad[i] = i % 5 == 0 ? (struct quad){i % 2 ? 3 : -3, 1, 1} : (struct quad){1e-3 * (i % 7 - 3), 1, 1};
    pairs_estimate(&paired, 200, quad, 0.01);
    cr_assert(paired.low > 0.997 && paired.high < 1.003, "%g to %g", paired.low, paired.high);
    cr_assert(paired.quads == 200 && fabs(paired.ratio - 1) <= 1e-3);
}

Test(pairs, few_quads_and_constants)
{
    struct quad quad[64];
    struct paired paired;
    for (int i = 0; i < 64; i++)
        quad[i] = (struct quad){log(1.25), 1, 1.25};
    pairs_estimate(&paired, 64, quad, 0.01);
    cr_assert(fabs(paired.ratio - 1.25) < 1e-12 && paired.low == paired.high);
    cr_assert(paired.a_ns == 1 && paired.b_ns == 1.25);
    pairs_estimate(&paired, 1, quad, 0.01);
    cr_assert(fabs(paired.ratio - 1.25) < 1e-12 && paired.low == 0 && isinf(paired.high));
    cr_assert_eq(pairs_verdict(&paired, 0.005), VERDICT_INCONCLUSIVE);
    cr_assert(isinf(pairs_detectable(&paired, 0.005)));
}

Test(pairs, verdicts_need_the_whole_interval)
{
    static const struct {
        double low, high;
        enum pairs_verdict verdict;
    } cases[] = {{1.006, 1.02, VERDICT_SLOWER},
                 {1.004, 1.02, VERDICT_INCONCLUSIVE},
                 {0.98, 0.994, VERDICT_FASTER},
                 {0.98, 0.997, VERDICT_INCONCLUSIVE},
                 {0.996, 1.004, VERDICT_SAME},
                 {0.99, 1.001, VERDICT_INCONCLUSIVE},
                 {0, (double)INFINITY, VERDICT_INCONCLUSIVE}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct paired paired = {.ratio = 1, .low = cases[i].low, .high = cases[i].high};
        cr_assert_eq(pairs_verdict(&paired, 0.005), cases[i].verdict, "case %zu", i);
    }
    struct paired weak = {.ratio = 1.01, .low = 1.001, .high = 1.02};
    struct paired none = {.ratio = 1.003, .low = 1.001, .high = 1.02},
                  other = {.ratio = 0.98, .low = 0.97, .high = 0.99};
    cr_assert(pairs_confirms(&weak, VERDICT_SLOWER, 0.005) && !pairs_confirms(&weak, VERDICT_FASTER, 0.005));
    cr_assert(!pairs_confirms(&none, VERDICT_SLOWER, 0.005) &&
              !pairs_confirms(&other, VERDICT_SLOWER, 0.005));
    cr_assert(pairs_confirms(&other, VERDICT_FASTER, 0.005));
}

/* A contestant that counts: its calls take exactly 100 ns each, 200 for B. */
struct steady {
    double ns;
    size_t samples, calls;
};

static double exact_sample(void *self, size_t calls)
{
    struct steady *exact = self;
    exact->samples++;
    exact->calls = calls;
    invented_now += (int64_t)exact->ns * (int64_t)calls;
    return exact->ns * (double)calls;
}

Test(pairs, calls_are_shared_and_samples_long_enough)
{
    struct steady a = {100, 0, 0}, b = {200, 0, 0};
    struct contestant side[2] = {{exact_sample, &a}, {exact_sample, &b}};
    struct paired paired;
    size_t calls = pairs_calibrate(side, 0.5e6, 1);
    cr_assert((double)calls * 100 >= 0.5e6 && (double)calls * 100 < 2 * 0.5e6, "%zu", calls);
    a.samples = b.samples = 0;
    cr_assert(pairs_measure(&paired, side, calls, 1e-3, 0.01, 1));
    cr_assert(a.samples == 2 * paired.quads && b.samples == a.samples && a.calls == calls &&
              b.calls == calls);
    cr_assert(fabs(paired.ratio - 2) < 1e-12 && paired.a_ns == 100 && paired.b_ns == 200);
}

/* Contestants who write down their turns. */
struct turns {
    char of[4000];
    size_t count;
};

struct writer {
    struct turns *turns;
    char name;
};

static double write_turn(void *self, size_t calls)
{
    struct writer *writer = self;
    struct turns *turns = writer->turns;
    if (turns->count < sizeof turns->of)
        turns->of[turns->count++] = writer->name;
    invented_now += 10000;
    return (double)calls;
}

Test(pairs, samples_are_in_the_order_abba_or_baab)
{
    struct turns turns = {.count = 0};
    struct writer a = {&turns, 'A'}, b = {&turns, 'B'};
    const struct contestant side[2] = {{write_turn, &a}, {write_turn, &b}};
    struct paired paired;
    size_t a_first = 0;
    cr_assert(pairs_measure(&paired, side, 10, 5e-3, 0.01, 1));
    size_t quads = turns.count / 4;
    for (size_t q = 0; q < quads; q++) {
        a_first += turns.of[4 * q] == 'A';
        cr_assert(memcmp(turns.of + 4 * q, "ABBA", 4) == 0 || memcmp(turns.of + 4 * q, "BAAB", 4) == 0);
    }
    cr_assert(quads == 124 && a_first > quads / 4 && a_first < quads / 4 * 3, "%zu of %zu", a_first, quads);
}

static double gone(void *self, size_t calls)
{
    (void)self;
    (void)calls;
    return (double)NAN;
}

Test(pairs, a_contestant_that_is_gone_ends_it)
{
    struct steady a = {100, 0, 0};
    struct contestant side[2] = {{exact_sample, &a}, {gone, NULL}};
    struct paired paired;
    cr_assert(pairs_calibrate(side, 0.5e6, 1) > 0);
    cr_assert(!pairs_measure(&paired, side, 10, 5, 0.01, 1));
}
