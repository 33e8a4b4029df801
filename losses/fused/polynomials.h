/* polynomials.h -- two polynomials, lowest coefficient first, made by Sollya (polynomials.sollya), and bounds of their
   relative errors, which tests/unit/losses/fused_polynomials.c proves in ball arithmetic, for the coefficients as they
   stand here. */
#ifndef GANLOSS_LOSSES_FUSED_POLYNOMIALS_H
#define GANLOSS_LOSSES_FUSED_POLYNOMIALS_H

enum { EXP_DEGREE = 9, ATANH_DEGREE = 7 };

/* exp(r), |r| <= EXP_REACH, a little more than log(2)/2. */
#define EXP_REACH 0.34658
#define EXP_ERROR 0x1.4p-46
static const double exp_coefficients[EXP_DEGREE + 1] = {
    0x1p0,
    0x1.ffffffffffb56p-1,
    0x1.ffffffffee82dp-2,
    0x1.55555555d4491p-3,
    0x1.555555819648ep-5,
    0x1.1111102c86b1ep-7,
    0x1.6c1635ffd1773p-10,
    0x1.a01c44d65f8ep-13,
    0x1.a17429fe98235p-16,
    0x1.70632d1228e2bp-19,
};

/* 2 atanh(z)/z as a function of z^2, in [0, ATANH_REACH], a little more than 1/9. */
#define ATANH_REACH 0.1111112
#define ATANH_ERROR 0x1.6p-44
static const double atanh_coefficients[ATANH_DEGREE + 1] = {
    0x1p1,
    0x1.555555563c7d4p-1,
    0x1.99999803d7e02p-2,
    0x1.2492c1f2b1a1dp-2,
    0x1.c6fa672d3ac5cp-3,
    0x1.76e9938621e2dp-3,
    0x1.209f39e233a6fp-3,
    0x1.99ee78cdf37c1p-3,
};

#endif
