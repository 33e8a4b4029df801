#include "harness/search/sequence.h"

#include <math.h>

static uint64_t multiplier(int bits)
{
    return bits > 0 ? UINT64_C(0x9e3779b97f4a7c15) >> (64 - bits) | 1 : 1;
}

static uint64_t mask(int bits)
{
    return (UINT64_C(1) << bits) - 1;
}

uint64_t sequence_at(int bits, uint64_t shift, uint64_t i)
{
    return (shift + i * multiplier(bits)) & mask(bits);
}

uint64_t sequence_index(int bits, uint64_t shift, uint64_t number)
{
    uint64_t m = multiplier(bits), inverse = m; /* right to 3 bits; each step doubles them (Newton) */
    for (int k = 0; k < 5; k++)
        inverse *= 2 - m * inverse;
    return (number - shift) * inverse & mask(bits);
}

/* The sizes of the gaps as parts of the whole, and how many of each there are. */
struct gaps {
    double size[3], count[3];
};

/* Number `a` comes closest to where the sequence began from above, `b` from below: n - a gaps are as wide as
   the one distance, n - b as the other, and the rest as both. The next to come closer is a + b (Euclid's
   algorithm). */
static struct gaps gaps_of(int bits, uint64_t n)
{
    uint64_t whole = UINT64_C(1) << bits, a = 1, b = 1, above = multiplier(bits), below = whole - above;
    while (a + b < n) {
        if (above > below) {
            above -= below;
            a += b;
        } else {
            below -= above;
            b += a;
        }
    }
    double one = (double)above / (double)whole, other = (double)below / (double)whole;
    return (struct gaps){{one, other, one + other}, {(double)(n - a), (double)(n - b), (double)(a + b - n)}};
}

double sequence_gap(int bits, uint64_t n)
{
    if (n < 2)
        return n == 0 ? (double)INFINITY : bits == 0 ? 0 : 1;
    if (n >> bits > 0)
        return 0;
    struct gaps g = gaps_of(bits, n);
    return g.count[2] > 0 ? g.size[2] : fmax(g.size[0], g.size[1]);
}

double sequence_chance(int bits, uint64_t n, double width)
{
    if (n < 2 || n >> bits > 0)
        return n == 0 ? 0 : n >> bits > 0 ? 1 : fmin(width, 1);
    struct gaps g = gaps_of(bits, n);
    double sum = 0;
    for (int i = 0; i < 3; i++)
        sum += g.count[i] * fmin(g.size[i], width);
    return sum;
}
