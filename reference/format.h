/* format.h -- binary32 and binary64 as data. A value of either format is held in a double, exactly. */
#ifndef GANLOSS_REFERENCE_FORMAT_H
#define GANLOSS_REFERENCE_FORMAT_H

#include <stddef.h>
#include <stdint.h>

struct format {
    const char *name; /* "f32", "f64" */
    int precision;    /* p: 24, 53 */
    int emin, emax;   /* exponents of the smallest and largest normal number: -126, 127; -1022, 1023 */
    size_t size;      /* bytes of an element */
    double max;       /* the largest finite value */
    double least;     /* the smallest subnormal */
};

enum { F32, F64, FORMATS };
extern const struct format formats[FORMATS];

/* The format with this name, or NULL. */
const struct format *format_find(const char *name);

/* log2 of ulp(y) for y with floor(log2|y|) = exponent: max(exponent, emin) - p + 1. */
int format_ulp_exponent(const struct format *format, long exponent);

/* x rounded to nearest, ties to even. */
double format_round(const struct format *format, double x);

/* The bit pattern of a value of the format, and its value. NaN payloads survive, save that a signalling
   f32 NaN becomes quiet. */
uint64_t format_bits(const struct format *format, double x);
double format_value(const struct format *format, uint64_t bits);

/* Values numbered in order: -inf .. -0, +0 .. +inf, without a gap; -0 is -1, +0 is 0. x is no NaN. */
int64_t format_ordinal(const struct format *format, double x);
double format_at_ordinal(const struct format *format, int64_t ordinal);
int64_t format_infinity_ordinal(const struct format *format);

/* Reads element i of an array of the format; stores a value there. */
double format_load(const struct format *format, const void *array, size_t i);
void format_store(const struct format *format, void *array, size_t i, double value);

#endif
