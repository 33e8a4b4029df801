/* plant.c -- the places and the alterations, compiled once per format. */
#include "tests/planted/plant.h"

#include "losses/real.h"

#include <stdbool.h>
#include <string.h>

#ifdef REAL_F32
typedef uint32_t FN(bits);
#else
typedef uint64_t FN(bits);
#endif

/* One output of one batch. */
struct call {
    const struct planted *fault;
    FN(ganloss) * good;
    size_t n;
    const REAL *x, *y;
    REAL *result, stale;
    int output;
    REAL low, high;
};

static FN(bits) bits_at(const struct call *c, size_t i)
{
    FN(bits) bits;
    memcpy(&bits, &c->x[i], sizeof bits);
    return bits;
}

/* Each returns the first place from i on, n for none: a loop of its own for each, since 2^32 inputs pass. */
static size_t nowhere(const struct call *c, size_t i)
{
    (void)i;
    return c->n;
}

static size_t everywhere(const struct call *c, size_t i)
{
    (void)c;
    return i;
}

static size_t at(const struct call *c, size_t i)
{
    while (i < c->n && !(c->x[i] == c->low && !signbit(c->x[i]) == !signbit(c->low)))
        i++;
    return i;
}

static size_t between(const struct call *c, size_t i)
{
    while (i < c->n && !(c->x[i] >= c->low && c->x[i] < c->high))
        i++;
    return i;
}

static size_t magnitude(const struct call *c, size_t i)
{
    while (i < c->n && !(fabs(c->x[i]) >= c->low && fabs(c->x[i]) < c->high))
        i++;
    return i;
}

static size_t result(const struct call *c, size_t i)
{
    while (i < c->n && !(fabs(c->result[i]) >= c->low && fabs(c->result[i]) < c->high))
        i++;
    return i;
}

static size_t nan_bits(const struct call *c, size_t i)
{
    FN(bits) mask = (FN(bits))c->fault->low, wanted = (FN(bits))c->fault->high;
    while (i < c->n && !(c->x[i] != c->x[i] && (bits_at(c, i) & mask) == wanted))
        i++;
    return i;
}

static size_t grid(const struct call *c, size_t i)
{
    while (i < c->n && !(fabs(c->x[i]) < c->high && fabs(fmod(c->x[i], 2 * c->low)) == c->low))
        i++;
    return i;
}

static size_t scattered(const struct call *c, size_t i)
{
    FN(bits) limit = (FN(bits)) - 1 >> (int)c->low;
    while (i < c->n && (FN(bits))(bits_at(c, i) * (FN(bits))0x9E3779B97F4A7C15) > limit)
        i++;
    return i;
}

/* The reduced argument is |x| less k ln 2 / high, and k mod high chooses the entry. */
static size_t entry(const struct call *c, size_t i)
{
    const REAL per_entry = c->high / LIT(0.6931471805599453);
    while (i < c->n && !(fabs(c->x[i]) < LIT(746.0) &&
                         (int)(fabs(c->x[i]) * per_entry + LIT(0.5)) % (int)c->high == (int)c->low))
        i++;
    return i;
}

static size_t label(const struct call *c, size_t i)
{
    while (i < c->n && c->y[i] != c->low)
        i++;
    return i;
}

static size_t last(const struct call *c, size_t i)
{
    bool power_of_two = c->n > 1 && ((c->n - 1) & (c->n - 2)) == 0;
    return power_of_two && i < c->n ? c->n - 1 : c->n;
}

static size_t tail(const struct call *c, size_t i)
{
    size_t start = c->n - c->n % (size_t)c->low;
    return i > start ? i : start;
}

static size_t position(const struct call *c, size_t i)
{
    while (i < c->n && i % (size_t)c->high != (size_t)c->low)
        i++;
    return i;
}

static size_t unaligned(const struct call *c, size_t i)
{
    uintptr_t address = (uintptr_t)c->x;
    return i == 0 && address % (uintptr_t)c->low == 0 && address % (uintptr_t)c->high != 0 ? 0 : c->n;
}

static size_t (*const places[WHERES])(const struct call *c, size_t i) = {
    [WHERE_NOWHERE] = nowhere,
    [WHERE_EVERYWHERE] = everywhere,
    [WHERE_AT] = at,
    [WHERE_BETWEEN] = between,
    [WHERE_MAGNITUDE] = magnitude,
    [WHERE_RESULT] = result,
    [WHERE_NAN_BITS] = nan_bits,
    [WHERE_GRID] = grid,
    [WHERE_SCATTERED] = scattered,
    [WHERE_ENTRY] = entry,
    [WHERE_LABEL] = label,
    [WHERE_LAST] = last,
    [WHERE_TAIL] = tail,
    [WHERE_POSITION] = position,
    [WHERE_UNALIGNED] = unaligned,
};

static REAL rerun(const struct call *c, REAL x, const REAL *y)
{
    REAL out[OUTPUTS];
    c->good(1, &x, y, &out[LOSS], &out[GRAD]);
    return out[c->output];
}

static REAL moved(REAL from, double ulps)
{
    for (int k = 0; k < fabs(ulps); k++)
        from = nextafter(from, ulps > 0 ? (REAL)INFINITY : -(REAL)INFINITY);
    return from;
}

/* exp(t) lacks t^degree / degree! and what follows. */
static REAL truncation(REAL x, int degree)
{
    const double ln2 = 0.6931471805599453;
    double t = (double)fabs(x) - ln2 * rint((double)fabs(x) / ln2), term = 1;
    for (int k = 1; k <= degree; k++)
        term *= t / k;
    return (REAL)term;
}

static REAL altered(const struct call *c, size_t i)
{
    REAL r = c->result[i], amount = (REAL)c->fault->amount;
    switch (c->fault->how) {
    case HOW_ULPS:
        return moved(r, c->fault->amount);
    case HOW_SCALED:
        return r + r * amount;
    case HOW_OFFSET:
        return r + amount;
    case HOW_REPLACED:
        return amount;
    case HOW_NEGATED:
        return -r;
    case HOW_FLUSHED:
        return copysign((REAL)0, r);
    case HOW_NARROWED:
        return (REAL)(float)r;
    case HOW_AT_INPUT:
        return rerun(c, copysign(amount, c->x[i]), c->y ? &c->y[i] : NULL);
    case HOW_AT_LABEL:
        return rerun(c, c->x[i], &amount);
    case HOW_TRUNCATED:
        return r - r * truncation(c->x[i], (int)amount);
    case HOW_LN2_OFF:
        return r + r * (amount * rint(fabs(c->x[i]) / LIT(0.6931471805599453)));
    case HOW_STALE:
        return c->stale;
    default:
        return r;
    }
}

static void alter(const struct call *c, size_t i)
{
    REAL new = altered(c, i);
    if (c->fault->how == HOW_SWAPPED && i + 1 < c->n) {
        new = c->result[i + 1];
        c->result[i + 1] = c->result[i];
    }
    c->result[i] = new;
}

enum { KEPT_KERNELS = 8, KEPT_BATCH = 1024 };

/* A good kernel's last batch, and the first results of the one before. */
struct memory {
    FN(ganloss) * good;
    size_t n;
    REAL x[KEPT_BATCH], y[KEPT_BATCH], out[OUTPUTS][KEPT_BATCH], stale[OUTPUTS];
};

static struct memory *memory_of(FN(ganloss) * good)
{
    static _Thread_local struct memory memories[KEPT_KERNELS];
    size_t k = 0;
    while (k < KEPT_KERNELS - 1 && memories[k].good && memories[k].good != good)
        k++;
    if (memories[k].good != good)
        memories[k].n = 0;
    memories[k].good = good;
    return &memories[k];
}

static void remember(struct memory *m, size_t n, const REAL x[], const REAL y[])
{
    size_t size = n * sizeof(REAL);
    if (m->n == n && memcmp(m->x, x, size) == 0 && (!y || memcmp(m->y, y, size) == 0))
        return;
    for (int k = 0; k < OUTPUTS; k++)
        m->stale[k] = m->out[k][0];
    m->n = n;
    memcpy(m->x, x, size);
    if (y)
        memcpy(m->y, y, size);
    m->good(n, x, y, m->out[LOSS], m->out[GRAD]);
}

void FN(plant)(const struct planted *fault, size_t n, const REAL x[], const REAL y[], REAL loss[],
               REAL grad[])
{
    struct memory *m = memory_of(fault->FN(good));
    if (n == 0)
        return;
    if (n <= KEPT_BATCH) {
        remember(m, n, x, y);
        memcpy(loss, m->out[LOSS], n * sizeof(REAL));
        memcpy(grad, m->out[GRAD], n * sizeof(REAL));
    } else {
        m->good(n, x, y, loss, grad);
    }
    for (int k = 0; k < OUTPUTS; k++) {
        struct call c = {.fault = fault, .good = m->good, .n = n, .x = x, .y = y, .output = k};
        if (fault->output != BOTH && fault->output != k)
            continue;
        c.result = k == LOSS ? loss : grad;
        c.stale = m->stale[k];
        c.low = (REAL)fault->low;
        c.high = (REAL)fault->high;
        for (size_t i = places[fault->where](&c, 0); i < n; i = places[fault->where](&c, i + 1))
            alter(&c, i);
    }
}
