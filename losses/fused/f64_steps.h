/* f64_steps.h -- the arithmetic of the fused kernels in double, without a branch.

   Each `const double` is a line of its own, because tests/prove reads these functions: it makes Gappa scripts of them, line
   by line, and proves how far what they compute is from softplus and sigmoid. Every operation is rounded by itself
   (rest_of() is one operation), so that all instruction sets give the same bits. */
#ifndef GANLOSS_LOSSES_FUSED_F64_STEPS_H
#define GANLOSS_LOSSES_FUSED_F64_STEPS_H

#include "losses/fused/polynomials_f64.h"

/* c - a b, rounded once; a b is within a factor of two of c. Where there is no instruction for it, by Dekker's product
   (1971), which is product + error, exactly; c - product is exact, too (Sterbenz), so that only the last sum rounds. */
static inline double rest_of(double c, double a, double b)
{
#if defined __FMA__ || defined __aarch64__
    return __builtin_fma(-a, b, c);
#else
    const double split = 0x1p27 + 1;
    double of_a = split * a, a_high = of_a - (of_a - a), a_low = a - a_high;
    double of_b = split * b, b_high = of_b - (of_b - b), b_low = b - b_high;
    double product = a * b;
    double error = ((product - a_high * b_high) - a_low * b_high) - a_high * b_low - a_low * b_low;
    return (c - product) + error;
#endif
}

/* A sum of two doubles, the second at most half an ulp of the first, or a little more. */
struct two {
    double high, low;
};

/* r = -a - k log 2, and k = rint(-a log2 e), for a in [2^-200, 760] or NaN: in 1.5 2^52 an ulp is 1. */
struct reduced {
    struct two r;
    double k;
};
static inline struct reduced reduced_of(double a)
{
    const double shift = 0x1.8p52;
    const double shifted = shift - a * f64_log2_e;
    const double k = shifted - shift;
    const double x = -a - k * f64_log_2_high;
    const double y = k * f64_log_2_low;
    const double r = x - y;
    const double r_low = (x - r) - y;
    return (struct reduced){{r, r_low}, k};
}

/* exp(r + r_low) = (1 + r) + (r_low exp(r) + r^2 (1/2 + ...)): the first sum and what it loses, then the rest. */
static inline struct two exp_of(double r, double r_low)
{
    const double w = r * r;
    const double v = w * w;
    const double even =
        (f64_exp[4] + w * f64_exp[6]) + v * ((f64_exp[8] + w * f64_exp[10]) + v * f64_exp[12]);
    const double odd = (f64_exp[3] + w * f64_exp[5]) + v * ((f64_exp[7] + w * f64_exp[9]) + v * f64_exp[11]);
    const double t = w * (f64_exp[2] + (r * odd + w * even));
    const double first = 1 + r;
    const double low = ((r - (first - 1)) + r_low * first) + t;
    const double e = first + low;
    const double e_low = low - (e - first);
    return (struct two){e, e_low};
}

/* z = e/(2 + e) and q = n/(1 + e), n being e or 1: one division serves both, and a step with the rest that it leaves
   makes good for its few roundings. */
struct quotients {
    struct two z, q;
};
static inline struct quotients quotients_of(double e, double e_low, double n, double n_low)
{
    const double A = 1 + e;
    const double B = 2 + e;
    const double A_low = (e - (A - 1)) + e_low;
    const double B_low = (e - (B - 2)) + e_low;
    const double inverse = 1 / (A * B);
    const double by_A = B * inverse;
    const double by_B = A * inverse;
    const double z = e * by_B;
    const double z_rest = rest_of(e, z, B);
    const double z_low = (z_rest + (e_low - z * B_low)) * by_B;
    const double q = n * by_A;
    const double q_rest = rest_of(n, q, A);
    const double q_low = (q_rest + (n_low - q * A_low)) * by_A;
    return (struct quotients){{z, z_low}, {q, q_low}};
}

/* base + log(1 + e) = base + 2 atanh(z), unrounded: 2 z is the head, and exact; the tail is at most a 25th of it. */
static inline struct two softplus_of(double z, double z_low, double base)
{
    const double near = z + z_low;
    const double w = near * near;
    const double v = w * w;
    const double u = v * v;
    const double odd =
        (f64_atanh[2] + v * f64_atanh[4]) + u * ((f64_atanh[6] + v * f64_atanh[8]) + u * f64_atanh[10]);
    const double even = (f64_atanh[3] + v * f64_atanh[5]) + u * (f64_atanh[7] + v * f64_atanh[9]);
    const double tail = (near * w) * (f64_atanh[1] + (w * odd + v * even));
    const double rest = 2 * z_low + tail;
    const double head = 2 * z;
    const double sum = base + head;
    const double other = sum - base;
    const double error = (base - (sum - other)) + (head - other);
    const double low = error + rest;
    return (struct two){sum, low};
}

/* On D: (high + low) + k log 2, of which k times the first part is in `high` already, exactly; k is an integer, up to 1075. */
static inline double with_log_2_of(double high, double low, double k)
{
    const double product = k * f64_log_2_low;
    const double second = low + product;
    const double sum = high + second;
    return sum;
}

/* base + q, where base is at least q, or 0. */
static inline double sigmoid_of(double q, double q_low, double base)
{
    const double sum = base + q;
    const double sigmoid = sum + ((q - (sum - base)) + q_low);
    return sigmoid;
}

/* (q + q_low) (c + c_low), but for the product of the second parts and what low rounds. */
static inline struct two product_of(double q, double q_low, double c, double c_low)
{
    const double p = q * c;
    const double p_rest = rest_of(p, q, c);
    const double tail = (q * c_low + q_low * c) - p_rest;
    return (struct two){p, tail};
}

/* (a + a_low) + (b + b_low): a sum without an error, and what else there is, rounded. */
static inline struct two sum_of_two(double a, double a_low, double b, double b_low)
{
    const double sum = a + b;
    const double other = sum - a;
    const double error = (a - (sum - other)) + (b - other);
    const double low = error + (a_low + b_low);
    return (struct two){sum, low};
}

#endif
