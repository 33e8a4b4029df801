/* Shifts of a level: found where they are, and, where there is none, no more often than is said. */
#include "harness/history/shift.h"
#include "harness/base/random.h"
#include "tests/support/length.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

enum { MOST = 64 };

/* A time of a machine: some per cent of noise, now and then a neighbour. Never one that a rank would not see. */
static double noise(int kind, uint64_t *state)
{
    double u = random_uniform(state), v = random_uniform(state);
    switch (kind) {
    case 0: /* normal (Box and Muller) */
        return 10 * (1 + 0.02 * sqrt(-2 * log(1 - u)) * cos(6.283185307179586 * v));
    case 1: /* a heavy tail, to one side */
        return 10 * (1 + 0.01 * pow(1 - u, -0.7));
    case 2: /* two moods of the machine */
        return u < 0.3 ? 10.5 + 0.1 * v : 10 + 0.1 * v;
    default: /* ties */
        return 10 + floor(4 * u);
    }
}

static void every(bool may[MOST])
{
    for (size_t i = 0; i < MOST; i++)
        may[i] = true;
}

Test(shift, false_alarms_are_as_rare_as_is_said)
{
    const double alpha = 0.05;
    const size_t counts[] = {5, 12, 30};
    size_t trials = (size_t)length_of(20000, 50);
    bool may[MOST], starts[MOST];
    double y[MOST];
    every(may);
    for (int kind = 0; kind < 4; kind++)
        for (size_t c = 0; c < 3; c++) {
            uint64_t state = 1000 * (uint64_t)kind + c;
            size_t alarms = 0;
            for (size_t t = 0; t < trials; t++) {
                for (size_t i = 0; i < counts[c]; i++)
                    y[i] = noise(kind, &state);
                alarms += shift_find(counts[c], y, may, alpha, t + 1, starts) > 0;
            }
            double rate = (double)alarms / (double)trials,
                   spread = sqrt(alpha * (1 - alpha) / (double)trials);
            cr_expect_leq(rate, alpha + 4 * spread, "noise %d, %zu times: %g", kind, counts[c], rate);
            if (c == 2 && kind == 0) /* it does look */
                cr_expect_geq(rate, alpha / 2, "noise %d, %zu times: %g", kind, counts[c], rate);
        }
}

Test(shift, one_of_five_per_cent_is_found_and_where)
{
    bool may[MOST], starts[MOST];
    double y[MOST];
    every(may);
    size_t trials = (size_t)length_of(2000, 40), found = 0;
    for (size_t t = 0; t < trials; t++) {
        uint64_t state = t;
        for (size_t i = 0; i < 30; i++)
            y[i] = noise(0, &state) * (i < 18 ? 1 : 1.05);
        shift_find(30, y, may, 0.01, t, starts);
        found += starts[17] || starts[18] || starts[19];
    }
    cr_expect_geq(found, trials * 9 / 10, "%zu of %zu", found, trials);
}

Test(shift, two_shifts_and_the_place_of_each)
{
    bool may[MOST], starts[MOST];
    double y[MOST];
    every(may);
    for (size_t i = 0; i < 45; i++)
        y[i] = (i < 15 ? 10 : i < 30 ? 12 : 11) + 0.01 * (double)(i % 3);
    cr_expect_eq(shift_find(45, y, may, 0.01, 1, starts), 2);
    for (size_t i = 0; i < 45; i++)
        cr_expect_eq(starts[i], i == 15 || i == 30, "%zu", i);
}

Test(shift, none_where_none_may_be)
{
    bool may[MOST] = {false}, starts[MOST];
    double y[MOST];
    for (size_t i = 0; i < 40; i++)
        y[i] = i < 20 ? 1 : 2;
    cr_expect_eq(shift_find(40, y, may, 0.01, 1, starts), 0, "no version begins there");
    may[20] = true;
    cr_expect_eq(shift_find(40, y, may, 0.01, 1, starts), 1);
    cr_expect(starts[20]);
    cr_expect_eq(shift_find(40, y, may, 1e-9, 1, starts), 0, "a level beyond what is counted");
    for (size_t i = 0; i < 40; i++)
        y[i] = 3;
    every(may);
    cr_expect_eq(shift_find(40, y, may, 0.01, 1, starts), 0, "all the same");
    cr_expect_eq(shift_find(0, y, may, 0.01, 1, starts), 0);
    cr_expect_eq(shift_find(1, y, may, 0.01, 1, starts), 0);
    y[3] = 4;
    cr_expect_eq(shift_find(4, y, may, 0.01, 1, starts), 0, "four say nothing");
}
