#include "harness/search/points.h"

#include "harness/base/random.h"
#include "harness/inputs/cases.h"
#include "harness/search/range.h"

#include <math.h>

static bool is_inside(enum space space, int64_t ordinal)
{
    struct range range = range_of_space(space);
    return ordinal >= range.low && ordinal <= range.high;
}

static void add_at(struct lane *lane, int64_t ordinal, const struct targeting *by)
{
    if (!is_inside(lane->choice->kernel->term->space, ordinal))
        return;
    double x = range_value(ordinal);
    if (by)
        lane_add(lane, x, targeting_pick(by, x, &lane->random));
    else
        lane_add_x(lane, x);
}

/* 2^k ulps and a random part of as many again. */
static int64_t distance_of(struct lane *lane, int k)
{
    return ((int64_t)1 << k) + range_random(&lane->random, 0, ((int64_t)1 << k) - 1);
}

void points_around(struct lane *lane, int64_t ordinal, const struct targeting *by)
{
    for (int k = -16; k <= 16; k++)
        add_at(lane, ordinal + k, by);
    for (int k = 4; k <= 50; k++) {
        add_at(lane, ordinal - distance_of(lane, k), by);
        add_at(lane, ordinal + distance_of(lane, k), by);
    }
}

void points_climb(struct lane *lane, const struct input *from)
{
    bool two_operands = lane->choice->kernel->term->operands == 2;
    if (isnan(from->x))
        return;
    for (int k = 0; k <= 24; k++)
        for (int side = -1; side <= 1; side += 2) {
            int64_t step = side * distance_of(lane, k), target = range_ordinal(from->target) + step;
            int64_t x = range_ordinal(from->x) + step;
            if (is_inside(lane->choice->kernel->term->space, x))
                lane_add(lane, range_value(x), from->target);
            if (two_operands && target >= 0 && target <= range_ordinal(1))
                lane_add(lane, from->x, range_value(target));
        }
}

void points_known(struct lane *lane, const struct worst *worst, uint64_t seed)
{
    const struct term *term = lane->choice->kernel->term;
    struct cases cases = cases_make(term->space, term->operands, lane->choice->format, QUICK, seed);
    if (worst)
        worst_prepend(&cases, worst, term, lane->choice->format);
    for (size_t i = 0; i < cases.count; i++)
        lane_add(lane, cases.x[i], cases.target ? cases.target[i] : 0);
    cases_free(&cases);
}

/* On both sides, at 2^k ulps: in steps of a quarter of an octave from 2^-24 to 2^-15 of the constant, so that
   a fault on one part in 10^6 beside it shows several times; of three or four octaves elsewhere. */
static void add_constant(struct lane *lane, double c)
{
    int64_t centre = range_ordinal(c);
    add_at(lane, centre, NULL);
    for (double k = 0; k < 48; k += k >= 28 && k < 38 ? 0.25 : k < 28 ? 4 : 3)
        for (int side = -1; side <= 1; side += 2) {
            int64_t least = (int64_t)exp2(k);
            add_at(lane, centre + side * (least + range_random(&lane->random, 0, least / 8)), NULL);
        }
}

/* c and what it stands for on the other side: -s, 1 - D. */
static void add_both(struct lane *lane, double c)
{
    add_constant(lane, c);
    add_constant(lane, lane->choice->kernel->term->space == LOGIT ? -c : 1 - c);
}

/* m / 10^k is the double nearest to the decimal: both are exact up to 10^22. */
static void add_decimals(struct lane *lane, int most, double scale)
{
    for (int m = 1; m <= most; m++)
        if (m < 10 || m % 10 != 0)
            add_both(lane, m / scale);
}

void points_constants(struct lane *lane)
{
    static const int twos[] = {1, 2, 24, 25, 53, 54, 126, 127, 149, 150, 1022, 1074, 1075};
    bool logits = lane->choice->kernel->term->space == LOGIT;
    double scale = 100;
    add_decimals(lane, 99, scale);
    add_decimals(lane, 9, 10);
    for (int k = 3; k <= (logits ? 12 : 16); k++)
        add_decimals(lane, 9, scale *= 10);
    if (!logits) {
        for (int k = 1; k <= 1074; k++)
            lane_add_x(lane, ldexp(1, -k)), lane_add_x(lane, 1 - ldexp(1, -k));
        return;
    }
    add_decimals(lane, 99, 10);
    add_decimals(lane, 99, 1);
    add_decimals(lane, 99, 0.1);
    for (size_t i = 0; i < sizeof twos / sizeof *twos; i++)
        add_both(lane, twos[i] * 0.6931471805599453);
    for (int k = 1; k <= 20; k++) { /* where D is 10^-k, or 10^-k is added to it */
        add_both(lane, k * 2.302585092994046);
        add_both(lane, k * 2.302585092994046 + log1p(-pow(10, -k)));
    }
}

/* Near a decimal of up to three digits. */
static double draw_decimal(uint64_t *random)
{
    double m = (double)(1 + random_next(random) % 999), c = m * pow(10, -(double)(random_next(random) % 10));
    int64_t away = (int64_t)1 << random_next(random) % 40;
    return range_value(range_ordinal(c) + range_random(random, -away, away));
}

static double draw_logit(uint64_t *random)
{
    double u = random_uniform(random), sign = random_next(random) & 1 ? 1 : -1;
    switch (random_next(random) % 8) {
    case 0:
        return format_value(&formats[F64], random_next(random));
    case 1:
        return sign * 760 * u;
    case 2:
        return sign * 40 * u;
    case 3:
        return sign * 4 * u;
    case 4:
        return sign * exp2(74 * u - 64);
    case 5:
        return sign * exp2(12 * u - 6);
    case 6: /* e^s near a power of two */
        return sign *
               ((double)(random_next(random) % 1100) * 0.6931471805599453 + (u < 0.5 ? u : -u) * 0x1p-20);
    default:
        return sign * draw_decimal(random);
    }
}

static double draw_probability(uint64_t *random)
{
    double u = random_uniform(random);
    switch (random_next(random) % 8) {
    case 0:
        return random_next(random) % 64 == 0 ? format_value(&formats[F64], random_next(random))
                                             : range_value(range_random(random, 0, range_ordinal(1)));
    case 1:
        return u;
    case 2:
        return 1 - u / 8;
    case 3:
        return 1 - exp2(-53 * u);
    case 4:
        return exp2(-64 * u);
    case 5:
        return exp2(-1074 * u);
    case 6:
        return 1 - fmod(fabs(draw_decimal(random)), 1);
    default:
        return fmod(fabs(draw_decimal(random)), 1);
    }
}

double points_draw(enum space space, uint64_t *random)
{
    return space == LOGIT ? draw_logit(random) : draw_probability(random);
}

void points_random(struct lane *lane, size_t n)
{
    for (size_t i = 0; i < n; i++)
        lane_add_x(lane, points_draw(lane->choice->kernel->term->space, &lane->random));
}
