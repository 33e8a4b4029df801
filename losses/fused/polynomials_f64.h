/* polynomials_f64.h -- the constants of the fused kernels in double: two polynomials, lowest coefficient first, made by
   Sollya (polynomials_f64.sollya), and bounds of their relative errors, which make prove certifies for the coefficients as
   they stand here. */
#ifndef GANLOSS_LOSSES_FUSED_POLYNOMIALS_F64_H
#define GANLOSS_LOSSES_FUSED_POLYNOMIALS_F64_H

enum { F64_EXP_DEGREE = 12, F64_ATANH_DEGREE = 10 };

/* log2 e; and log 2 in two parts, the first a multiple of 2^-42, the second to 2^-98. */
static const double f64_log2_e = 0x1.71547652b82fep+0, f64_log_2_high = 0x1.62e42fefa38p-1,
                    f64_log_2_low = 0x1.ef35793c7673p-45;

/* exp(r), |r| <= F64_EXP_REACH, a little more than log(2)/2. */
#define F64_EXP_REACH 0.34658
#define F64_EXP_ERROR 0x1.8p-64
static const double f64_exp[F64_EXP_DEGREE + 1] = {
    0x1p0,
    0x1p0,
    0x1p-1,
    0x1.555555555555cp-3,
    0x1.5555555555542p-5,
    0x1.111111110ea07p-7,
    0x1.6c16c16c1f3aap-10,
    0x1.a01a01b43d654p-13,
    0x1.a01a017907146p-16,
    0x1.71ddee88aa8c6p-19,
    0x1.27e53c6969951p-22,
    0x1.af6e5699de4c2p-26,
    0x1.1edff8e0665f7p-29,
};

/* 2 atanh(z)/z as a function of z^2, in [0, F64_ATANH_REACH], a little more than 1/9. */
#define F64_ATANH_REACH 0.1111112
#define F64_ATANH_ERROR 0x1.ap-60
static const double f64_atanh[F64_ATANH_DEGREE + 1] = {
    0x1p1,
    0x1.5555555555534p-1,
    0x1.99999999a094bp-2,
    0x1.2492492080b75p-2,
    0x1.c71c7420cc32cp-3,
    0x1.745cb38865ea9p-3,
    0x1.3b1de341ce80dp-3,
    0x1.1067751e216dap-3,
    0x1.efdc173e94ffdp-4,
    0x1.55a4adb594e7p-4,
    0x1.5c810bc019604p-3,
};

#endif
