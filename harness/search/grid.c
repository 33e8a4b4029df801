#include "harness/search/grid.h"

#include "harness/base/random.h"
#include "harness/search/range.h"

#include <math.h>

/* The multiples of 1/divisor, so many of them. A quotient is the double nearest to it. */
static const struct {
    int divisor, count;
} multiples[SPACES][8] = {
    [LOGIT] =
        {{1, 1100}, {8, 1024}, {64, 4096}, {1024, 2048}, {10, 1100}, {100, 4000}, {1000, 1000}, {3, 300}},
    [PROB] = {
        {10, 10}, {100, 100}, {1000, 1000}, {10000, 10000}, {255, 255}, {1024, 1024}, {4096, 4096}, {3, 3}}};
enum { MULTIPLES = sizeof multiples[0] / sizeof *multiples[0] };

/* Binary digits of a number in bfloat16, half precision and float; how many numbers of each in a binade. */
static const int digits[] = {8, 11, 24};
enum { DIGITS = sizeof digits / sizeof *digits, SHORT = 8, SHORT_MIDDLE = 64 };

/* x and what it stands for on the other side. */
static void add_both(struct lane *lane, double x)
{
    lane_add_x(lane, x);
    lane_add_x(lane, lane->choice->kernel->term->space == LOGIT ? -x : 1 - x);
}

/* Between binades nothing may be missed, with whatever target (sweep.h). */
static void add_power_of_two(struct lane *lane, double power)
{
    const struct term *term = lane->choice->kernel->term;
    double other = term->space == LOGIT ? -power : 1 - power;
    for (size_t k = 0; k < targeting_count(term); k++) {
        struct targeting by = targeting_at(term, k);
        lane_add(lane, power, targeting_pick(&by, power, &lane->random));
        lane_add(lane, other, targeting_pick(&by, other, &lane->random));
    }
    for (int step = -2; step <= 2; step++)
        if (step != 0) {
            lane_add_x(lane, range_value(range_ordinal(power) + step));
            lane_add_x(lane, range_value(range_ordinal(other) + step));
        }
}

/* A number in [2^exponent, 2^(exponent + 1)) of so many binary digits. */
static double draw_short(int exponent, int binary_digits, uint64_t *random)
{
    uint64_t part = random_below(random, UINT64_C(1) << (binary_digits - 1));
    return ldexp(1 + ldexp((double)part, 1 - binary_digits), exponent);
}

void grid_all(struct lane *lane)
{
    enum space space = lane->choice->kernel->term->space;
    for (int i = 0; i < MULTIPLES; i++)
        for (int m = 1; m <= multiples[space][i].count; m++)
            add_both(lane, (double)m / multiples[space][i].divisor);
    for (int k = -1074; k <= (space == LOGIT ? 1023 : 0); k++)
        add_power_of_two(lane, ldexp(1, k));
    for (int k = -300; k <= (space == LOGIT ? 300 : 0); k++)
        add_both(lane, k < 0 ? 1 / pow(10, -k) : pow(10, k));
    for (int e = -149; e <= (space == LOGIT ? 127 : -1); e++)
        for (int i = 0; i < DIGITS; i++)
            for (int n = 0; n < (e >= -15 && e < 10 ? SHORT_MIDDLE : SHORT); n++)
                add_both(lane, draw_short(e, digits[i], &lane->random));
}

void grid_random(struct lane *lane, size_t n)
{
    enum space space = lane->choice->kernel->term->space;
    static const double scales[] = {1, 10, 100, 1000, 1e4, 1e5, 1e6};
    for (size_t i = 0; i < n; i += 2) {
        uint64_t r = random_next(&lane->random);
        int exponent = (int)(r % 26) - 16;
        double x = draw_short(exponent, 1 + (int)(r >> 8 & 31), &lane->random);
        if (r >> 63) { /* a decimal near it */
            double scale = scales[(r >> 16) % (sizeof scales / sizeof *scales)];
            x = rint(x * scale) / scale;
        }
        add_both(lane, space == LOGIT ? x : x / 1024);
    }
}
