#include "harness/search/sweep.h"

#include "harness/base/random.h"
#include "harness/inputs/cases.h"
#include "harness/search/sequence.h"
#include "losses/bits.h"

#include <math.h>

/* Inputs of each binade in a round: in the middle, early and later; elsewhere early, and once in so many
   rounds later. */
enum { MIDDLE = 2180, MIDDLE_LATER = 64, OUTER = 2, OUTER_EVERY = 8 };

/* The exponents of a side's binades, and those in the middle. */
static const struct {
    int lowest, highest;
} all[SPACES][SWEEP_SIDES] = {[LOGIT] = {{-1074, 1023}, {-1074, 1023}}, [PROB] = {{-1074, -2}, {-53, -2}}},
  middle[SPACES] = {[LOGIT] = {-4, 9}, [PROB] = {-15, -2}};

struct binade {
    int side, exponent, bits; /* 2^bits numbers */
    uint64_t shift;
    bool is_middle;
};

static struct binade binade_of(const struct sweep *s, int side, int exponent)
{
    enum space space = s->term->space;
    int below = space == PROB && side == 1 ? 53 : 1074; /* numbers are multiples of 2^-below */
    return (struct binade){.side = side,
                           .exponent = exponent,
                           .bits = exponent + below < 52 ? exponent + below : 52,
                           .shift = random_hash(s->seed, (uint64_t)(2 * (exponent + 1074) + side)),
                           .is_middle =
                               exponent >= middle[space].lowest && exponent <= middle[space].highest};
}

/* The doubles of a binade follow each other as their bits do; those of 1 - D are evenly spaced. */
static double value(enum space space, const struct binade *b, uint64_t number)
{
    double lowest = ldexp(1, b->exponent);
    if (space == PROB && b->side == 1)
        return 1 - (lowest + 0x1p-53 * (double)number);
    double x = of_bits(bits_of(lowest) + number);
    return space == LOGIT && b->side == 0 ? -x : x;
}

static uint64_t ways(const struct term *term)
{
    return term->operands == 2 ? CASES_LABELS : 1;
}

/* How many inputs of a binade so many rounds try, targets included. */
static uint64_t tried(const struct term *term, const struct binade *b, uint64_t rounds)
{
    uint64_t early = rounds < SWEEP_EARLY ? rounds : SWEEP_EARLY, later = rounds - early;
    /* NOLINTNEXTLINE(clang-analyzer-core.UndefinedBinaryOperatorResult): every binade has its bits, 0 to 52 */
    uint64_t phase = (uint64_t)(b->exponent + 1074) % OUTER_EVERY, room = ways(term) << b->bits;
    uint64_t n =
        b->is_middle ? MIDDLE * early + MIDDLE_LATER * later : OUTER * early + (later + phase) / OUTER_EVERY;
    return n < room ? n : room;
}

static void try(const struct sweep *s, struct lane *lane, const struct binade *b, uint64_t i)
{
    uint64_t number = sequence_at(b->bits, b->shift, i / ways(s->term));
    lane_add(lane, value(s->term->space, b, number),
             s->term->operands == 2 ? cases_labels[i % CASES_LABELS] : 0);
}

/* The middle ones by turns, so that magnitudes mix in each call. */
static void sweep_middle(const struct sweep *s, struct lane *lane, int side)
{
    enum { MOST = 16 };
    enum space space = s->term->space;
    struct binade binade[MOST];
    int count = 0;
    for (int e = middle[space].lowest; e <= middle[space].highest; e++)
        binade[count++] = binade_of(s, side, e);
    uint64_t first = tried(s->term, &binade[0], s->rounds[side]),
             end = tried(s->term, &binade[0], s->rounds[side] + 1);
    for (uint64_t i = first; i < end; i++)
        for (int k = 0; k < count; k++)
            if (i < tried(s->term, &binade[k], s->rounds[side] + 1))
                try(s, lane, &binade[k], i);
}

void sweep_round(const struct sweep *s, struct lane *lane, int side)
{
    enum space space = s->term->space;
    sweep_middle(s, lane, side);
    for (int e = all[space][side].lowest; e <= all[space][side].highest; e++) {
        struct binade b = binade_of(s, side, e);
        uint64_t first = tried(s->term, &b, s->rounds[side]), end = tried(s->term, &b, s->rounds[side] + 1);
        for (uint64_t i = first; i < end && !b.is_middle; i++)
            try(s, lane, &b, i);
    }
}

/* The binade of a number, and which it is there; false: it is in none. */
static bool find(const struct sweep *s, double x, struct binade *b, uint64_t *number)
{
    enum space space = s->term->space;
    int side = space == LOGIT ? x > 0 : x > 0.5;
    double size = space == LOGIT ? fabs(x) : side == 1 ? 1 - x : x;
    if (!(size > 0) || isinf(size) || (space == PROB && size >= 0.5))
        return false;
    *b = binade_of(s, side, ilogb(size));
    double lowest = ldexp(1, b->exponent);
    *number =
        space == PROB && side == 1 ? (uint64_t)((size - lowest) * 0x1p53) : bits_of(size) - bits_of(lowest);
    return true;
}

/* Which of the labels it is; as many as there are, if none. */
static uint64_t label_of(double target)
{
    uint64_t k = 0;
    while (k < CASES_LABELS && bits_of(cases_labels[k]) != bits_of(target))
        k++;
    return k;
}

bool sweep_has(const struct sweep *s, const struct input *input)
{
    struct binade b = {0};
    uint64_t number = 0, label = s->term->operands == 2 ? label_of(input->target) : 0;
    if (label == CASES_LABELS || !find(s, input->x, &b, &number))
        return false;
    return sequence_index(b.bits, b.shift, number) * ways(s->term) + label <
           tried(s->term, &b, s->rounds[b.side]);
}

/* The least of the chances over the binades: in each, of an interval in it. */
struct least {
    const struct sweep *sweep;
    bool is_middle;
};

static double over_binades(const struct least *l, bool gaps, double width)
{
    const struct sweep *s = l->sweep;
    double gap = 0, chance = 1;
    for (int side = 0; side < SWEEP_SIDES; side++)
        for (int e = all[s->term->space][side].lowest; e <= all[s->term->space][side].highest; e++) {
            struct binade b = binade_of(s, side, e);
            uint64_t n = tried(s->term, &b, s->rounds[side]) / ways(s->term);
            if (b.is_middle != l->is_middle)
                continue;
            if (gaps)
                gap = fmax(gap, sequence_gap(b.bits, n));
            else
                chance = fmin(chance, sequence_chance(b.bits, n, width));
        }
    return gaps ? gap : chance;
}

/* The width at which one interval in two is found; a whole binade has a power of two in it, which is tried
   (grid.h). */
static double half_width(const struct least *l)
{
    double low = 0, high = 1;
    for (int k = 0; k < 40; k++) {
        double width = (low + high) / 2;
        *(over_binades(l, false, width) < 0.5 ? &low : &high) = width;
    }
    return high;
}

void sweep_widths(const struct sweep *s, struct searched_width to[SEARCHED_WIDTHS])
{
    for (int k = 0; k < SEARCHED_WIDTHS; k++) {
        struct least l = {s, k == 0};
        enum space space = s->term->space;
        to[k] = (struct searched_width){.low = k == 0 ? ldexp(1, middle[space].lowest) : 0,
                                        .high = k == 0           ? ldexp(1, middle[space].highest + 1)
                                                : space == LOGIT ? (double)INFINITY
                                                                 : 0.5,
                                        .sure = fmin(over_binades(&l, true, 0), 1),
                                        .half = half_width(&l)};
    }
}
