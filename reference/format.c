#include "reference/format.h"

#include <float.h>
#include <string.h>

const struct format formats[FORMATS] = {
    [F32] = {"f32", 24, -126, 127, sizeof(float), (double)FLT_MAX, 0x1p-149},
    [F64] = {"f64", 53, -1022, 1023, sizeof(double), DBL_MAX, 0x1p-1074},
};

const struct format *format_find(const char *name)
{
    for (size_t i = 0; i < FORMATS; i++)
        if (strcmp(formats[i].name, name) == 0)
            return &formats[i];
    return NULL;
}

int format_ulp_exponent(const struct format *format, long exponent)
{
    long e = exponent > format->emin ? exponent : format->emin;
    return (int)e - format->precision + 1;
}

double format_round(const struct format *format, double x)
{
    return format == &formats[F32] ? (double)(float)x : x;
}

uint64_t format_bits(const struct format *format, double x)
{
    uint64_t bits = 0;
    if (format == &formats[F32]) {
        float narrow = (float)x;
        uint32_t word;
        memcpy(&word, &narrow, sizeof word);
        bits = word;
    } else {
        memcpy(&bits, &x, sizeof bits);
    }
    return bits;
}

double format_value(const struct format *format, uint64_t bits)
{
    if (format == &formats[F32]) {
        uint32_t word = (uint32_t)bits;
        float narrow;
        memcpy(&narrow, &word, sizeof narrow);
        return (double)narrow;
    }
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

static uint64_t sign_bit(const struct format *format)
{
    return (uint64_t)1 << (8 * format->size - 1);
}

int64_t format_ordinal(const struct format *format, double x)
{
    uint64_t bits = format_bits(format, x), sign = sign_bit(format);
    return bits & sign ? -1 - (int64_t)(bits ^ sign) : (int64_t)bits;
}

double format_at_ordinal(const struct format *format, int64_t ordinal)
{
    uint64_t magnitude = (uint64_t)(ordinal < 0 ? -1 - ordinal : ordinal);
    return format_value(format, ordinal < 0 ? magnitude | sign_bit(format) : magnitude);
}

int64_t format_infinity_ordinal(const struct format *format)
{
    return (int64_t)((uint64_t)(format->emax - format->emin + 2) << (format->precision - 1));
}

double format_load(const struct format *format, const void *array, size_t i)
{
    return format == &formats[F32] ? (double)((const float *)array)[i] : ((const double *)array)[i];
}

void format_store(const struct format *format, void *array, size_t i, double value)
{
    if (format == &formats[F32])
        ((float *)array)[i] = (float)value;
    else
        ((double *)array)[i] = value;
}
