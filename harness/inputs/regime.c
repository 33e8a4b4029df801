#include "harness/inputs/regime.h"

#include "harness/base/allocate.h"
#include "harness/base/npy.h"
#include "harness/base/random.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What values are drawn from. */
struct stream {
    uint64_t state;
    double kept; /* from one draw for the next, by regimes that need it */
};

static double between(double low, double high, struct stream *stream)
{
    return low + (high - low) * random_uniform(&stream->state);
}

static double either_sign(double magnitude, struct stream *stream)
{
    return random_next(&stream->state) & 1 ? magnitude : -magnitude;
}

/* Normal by the sum of twelve uniform 16-bit numbers, whose standard deviation is 2^16 to 10 digits: it ends
   at six deviations, but needs no libm, so that every machine draws the same. */
static double draw_normal(const struct regime *regime, const struct format *format, struct stream *stream)
{
    int64_t sum = 0;
    (void)format;
    for (int word = 0; word < 3; word++)
        for (uint64_t bits = random_next(&stream->state), i = 0; i < 4; i++, bits >>= 16)
            sum += (int64_t)(bits & 0xffff);
    return regime->a + regime->b * ((double)(sum - 6 * 65535) * 0x1p-16);
}

static double draw_uniform(const struct regime *regime, const struct format *format, struct stream *stream)
{
    (void)format;
    return between(regime->a, regime->b, stream);
}

static double draw_either_sign(const struct regime *regime, const struct format *format,
                               struct stream *stream)
{
    return either_sign(draw_uniform(regime, format, stream), stream);
}

static double draw_unit(const struct regime *regime, const struct format *format, struct stream *stream)
{
    (void)regime;
    (void)format;
    return random_uniform(&stream->state);
}

/* Every subnormal is as likely as any other. */
static double draw_positive_subnormal(const struct regime *regime, const struct format *format,
                                      struct stream *stream)
{
    (void)regime;
    uint64_t subnormals = ((uint64_t)1 << (format->precision - 1)) - 1;
    return format_at_ordinal(format, (int64_t)(1 + random_next(&stream->state) % subnormals));
}

static double draw_subnormal(const struct regime *regime, const struct format *format, struct stream *stream)
{
    return either_sign(draw_positive_subnormal(regime, format, stream), stream);
}

/* |s| between -log(2^emin) and -log(least). The eighth of an octave keeps e^-|s| subnormal after s has been
   rounded. */
static double draw_underflow(const struct regime *regime, const struct format *format, struct stream *stream)
{
    const double log2 = 0.69314718055994531;
    (void)regime;
    return either_sign(
        between(-(format->emin - 0.125) * log2, -(format->emin - format->precision + 1) * log2, stream),
        stream);
}

/* A normal value, then its negative to within 4 ulps: the sum of n is some sqrt(n) ulps. */
static double draw_cancelling(const struct regime *regime, const struct format *format, struct stream *stream)
{
    double kept = stream->kept;
    stream->kept = kept != 0 ? 0 : draw_normal(regime, format, stream);
    return kept == 0 ? stream->kept : -kept * (1 + ldexp(between(-4, 4, stream), -format->precision));
}

/* 2^k to 2^(k+1), k from 0 to 59, the sign that of the value before reversed. */
static double draw_alternating(const struct regime *regime, const struct format *format,
                               struct stream *stream)
{
    (void)regime;
    (void)format;
    stream->kept = stream->kept > 0 ? -1 : 1;
    int exponent = (int)(random_next(&stream->state) % 60);
    return stream->kept * ldexp(1 + random_uniform(&stream->state), exponent);
}

/* Mostly normal; of 1024, about 96 are the largest values of the format, 32 zeros, 15 infinities and one NaN. */
static double draw_special(const struct regime *regime, const struct format *format, struct stream *stream)
{
    uint64_t kind = random_next(&stream->state) % 1024;
    if (kind == 0)
        return (double)NAN;
    if (kind < 16)
        return either_sign((double)INFINITY, stream);
    if (kind < 48)
        return either_sign(0, stream);
    return kind < 144 ? either_sign(format->max, stream) : draw_normal(regime, format, stream);
}

static double draw_trace(const struct regime *regime, const struct format *format, struct stream *stream)
{
    (void)format;
    return regime->trace[random_below(&stream->state, regime->count)];
}

const struct regime regimes[] = {
    {"equilibrium", "D near 1/2: logits normal, mean 0, deviation 1/2", draw_normal, NULL, 0, 0.5, NULL, 0,
     ""},
    {"early", "fakes rejected with confidence: logits normal, mean -5, deviation 2", draw_normal, NULL, -5, 2,
     NULL, 0, ""},
    {"saturated", "D rounds to 1 or is tiny: |logit| uniform in [40, 80], either sign", draw_either_sign,
     NULL, 40, 80, NULL, 0, ""},
    {"subnormal", "every input subnormal: logits of either sign, D > 0", draw_subnormal,
     draw_positive_subnormal, 0, 0, NULL, 0, ""},
    {"underflow", "sigmoid(-|logit|) subnormal: |logit| in [87, 103] for f32, [708, 744] for f64",
     draw_underflow, NULL, 0, 0, NULL, 0, ""},
    {"uniform", "logits uniform in [-20, 20]; D uniform in [0, 1]", draw_uniform, draw_unit, -20, 20, NULL, 0,
     ""},
    {"cancelling", "every value followed by its negative, to a few ulps: the sum of scores cancels",
     draw_cancelling, NULL, 0, 1, NULL, 0, ""},
    {"alternating", "magnitudes from 1 to 2^60, the sign alternating", draw_alternating, NULL, 0, 0, NULL, 0,
     ""},
    {"special", "logits normal, with infinities, NaN, zeros and the largest values among them", draw_special,
     NULL, 0, 1, NULL, 0, ""},
};
const size_t regime_count = sizeof regimes / sizeof *regimes;

const struct regime *regime_find(const char *name)
{
    for (size_t i = 0; i < regime_count; i++)
        if (strcmp(regimes[i].name, name) == 0)
            return &regimes[i];
    return NULL;
}

static const char trace_prefix[] = "trace:";

bool regime_is_trace(const char *name)
{
    return strncmp(name, trace_prefix, strlen(trace_prefix)) == 0 && name[strlen(trace_prefix)] != '\0';
}

enum status regime_open_trace(const struct regime **regime, const char *name)
{
    struct npy array;
    enum status status = npy_read(&array, name + strlen(trace_prefix));
    if (status != STATUS_OK)
        return status;
    size_t count = array.rows * array.columns;
    struct regime *trace = allocate(1, sizeof *trace);
    double *values = allocate(count, sizeof *values);
    for (size_t i = 0; i < count; i++)
        values[i] = npy_elements[array.type].integer ? (double)npy_integer(&array, i) : npy_value(&array, i);
    npy_free(&array);
    *trace = (struct regime){name, "logits of a recorded run", draw_trace, NULL, 0, 0, values, count, ""};
    hash_text(trace->hash, XXH3_128bits(values, count * sizeof *values));
    *regime = trace;
    return STATUS_OK;
}

void regime_close_trace(const struct regime *regime)
{
    free((void *)regime->trace);
    free((void *)regime);
}

/* By the sign of s, so that a small D keeps its digits and becomes subnormal before it becomes 0. */
static double sigmoid(double s)
{
    double e = exp(-fabs(s));
    return s < 0 ? e / (1 + e) : 1 / (1 + e);
}

void regime_fill(const struct regime *regime, enum space space, const struct format *format, uint64_t seed,
                 size_t n, void *x)
{
    struct stream stream = {.state = seed};
    if (space == PROB && !regime->probability)
        for (size_t i = 0; i < n; i++)
            format_store(format, x, i, sigmoid(format_round(format, regime->logit(regime, format, &stream))));
    else {
        drawer *draw = space == PROB ? regime->probability : regime->logit;
        for (size_t i = 0; i < n; i++)
            format_store(format, x, i, draw(regime, format, &stream));
    }
}

void regime_labels(const struct format *format, uint64_t seed, size_t n, void *y)
{
    static const double labels[] = {0, 0.9, 1};
    uint64_t state = ~seed; /* another stream than the inputs' */
    for (size_t i = 0; i < n; i++)
        format_store(format, y, i, labels[random_next(&state) % 3]);
}
