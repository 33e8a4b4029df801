/* double_word.h -- arithmetic on unevaluated sums of two doubles, high = RN(high + low), after Joldes, Muller
   and Popescu, "Tight and rigorous error bounds for basic building blocks of double-word arithmetic" (ACM
   TOMS 44, 2017): the algorithms have its numbers, the bounds are its theorems'. u = 2^-53; the bounds are
   relative to the exact result, in u^2, while nothing over- or underflows.

   A result is the same whatever the instruction set: fma serves the one operation that is exact either way,
   the error of a product. */
#ifndef GANLOSS_REFERENCE_DOUBLE_WORD_H
#define GANLOSS_REFERENCE_DOUBLE_WORD_H

struct double_word {
    double high, low;
};

/* a + b, exact (Knuth, Moeller). */
static inline struct double_word two_sum(double a, double b)
{
    double sum = a + b, rest = sum - b;
    return (struct double_word){sum, (a - rest) + (b - (sum - rest))};
}

/* The same for |a| >= |b| or a = 0 (Dekker). */
static inline struct double_word fast_two_sum(double a, double b)
{
    double sum = a + b;
    return (struct double_word){sum, b - (sum - a)};
}

#ifndef __FMA__
/* The upper 26 bits of a, |a| < 2^996; a less these has 26 bits as well (Veltkamp). */
static inline double upper_half(double a)
{
    double scaled = 0x1.0000002p27 * a;
    return scaled - (scaled - a);
}
#endif

/* a b, exact where |a b| > 2^-960, |a|, |b| < 2^996 (Dekker). Below, each of the low part's terms is off by
   at most 2^-1075: 2^-1072 in all. */
static inline struct double_word two_product(double a, double b)
{
    double product = a * b;
#ifdef __FMA__
    double low = __builtin_fma(a, b, -product);
#else
    double a_high = upper_half(a), a_low = a - a_high, b_high = upper_half(b), b_low = b - b_high;
    double low = ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low;
#endif
    return (struct double_word){product, low};
}

static inline struct double_word negative(struct double_word x)
{
    return (struct double_word){-x.high, -x.low};
}

/* k x, k a power of two: exact. */
static inline struct double_word scale(struct double_word x, double k)
{
    return (struct double_word){x.high * k, x.low * k};
}

/* x + y, 2 u^2 (algorithm 4). */
static inline struct double_word add_double(struct double_word x, double y)
{
    struct double_word sum = two_sum(x.high, y);
    return fast_two_sum(sum.high, x.low + sum.low);
}

/* x + y, of any signs, 3 u^2/(1 - 4 u) (algorithm 6). */
static inline struct double_word add(struct double_word x, struct double_word y)
{
    struct double_word high = two_sum(x.high, y.high), low = two_sum(x.low, y.low);
    struct double_word sum = fast_two_sum(high.high, high.low + low.high);
    return fast_two_sum(sum.high, low.low + sum.low);
}

/* x y, 1.5 u^2 + 4 u^3 (algorithm 7). */
static inline struct double_word multiply_double(struct double_word x, double y)
{
    struct double_word product = two_product(x.high, y);
    struct double_word sum = fast_two_sum(product.high, x.low * y);
    return fast_two_sum(sum.high, sum.low + product.low);
}

/* x y, 7 u^2 (algorithm 10). */
static inline struct double_word multiply(struct double_word x, struct double_word y)
{
    struct double_word product = two_product(x.high, y.high);
    return fast_two_sum(product.high, product.low + (x.high * y.low + x.low * y.high));
}

/* x / y, 15 u^2 + 56 u^3 (algorithm 17). */
static inline struct double_word divide(struct double_word x, struct double_word y)
{
    double quotient = x.high / y.high;
    struct double_word back = multiply_double(y, quotient);
    double rest = (x.high - back.high) + (x.low - back.low);
    return fast_two_sum(quotient, rest / y.high);
}

#endif
