/* metric.h -- how far one result is from the exact value: harness/README.md, "Errors". */
#ifndef GANLOSS_HARNESS_METRIC_METRIC_H
#define GANLOSS_HARNESS_METRIC_METRIC_H

#include "reference/reference.h"

enum error_class {
    IN_ULPS, /* the error is the ULP number; no class */
    NAN_MISMATCH,
    OVERFLOW,
    BOUNDED,
    VANISHED,
    WRONG_SIGN,
    ZERO_SIGN,
    CLASSES
};

/* NULL, "nan", "overflow", "bounded", "vanished", "sign", "zero-sign" */
extern const char *const error_class_names[CLASSES];

struct error {
    enum error_class class;
    bool rounded; /* got is the correctly rounded result (zeros of either sign alike) */
    bool lost;    /* finite and of the right sign, yet without one correct bit: off by half the exact value or
                        more, and by more than the one ulp that a rounding in the last place can cost; decided
                        from the exact value to 2^-20 ulp, not from the shortened number below */
    long double ulp; /* |got - exact| / ulp(exact) to 40 bits; 0 with a class. It can exceed a double's range:
                        1e-7 for 1e-326 */
};

/* Compares a result in the format with the exact value. An infinity for a value that rounds to it, and NaN
   for NaN, are right: 0 ulp. */
struct error metric_measure(double got, const struct want *want);

/* |got - exact| / ulp(exact) to 40 bits, for a finite exact value and whatever sign got has. */
long double metric_distance(long double got, const struct want *want);

/* An ULP error to 40 significant bits. */
long double metric_shorten_ulp(long double x);

/* Whether a result is no further from the exact value than roundings of its operands bring it, where these cancel, as in
   sigmoid(s) - t, of which t is `operand`: within 3 ulps of the larger of operand and exact value. Never for NaN and infinities, nor without a format. */
bool error_is_cancellation(double got, double exact, double operand, const struct format *format);

/* Whether cancellation explains a result in a class: as above; the sign of a zero, wherever there is something to
   cancel. */
bool error_is_explained(enum error_class class, double got, double exact, double operand,
                        const struct format *format);

/* Whether a class is a failure by itself: all but IN_ULPS and ZERO_SIGN. */
bool error_class_is_failure(enum error_class class);

/* Whether a is worse: failures before ulps, more of them before fewer. */
bool metric_error_is_worse(const struct error *a, const struct error *b);

#endif
