/* compare_f32.h -- the metric, vectorised: a kernel's float results against screened values. It decides the
   ordinary comparison; what has a class is only counted, for metric.h to name. */
#ifndef GANLOSS_COMPARE_F32_H
#define GANLOSS_COMPARE_F32_H

#include "../losses/isa.h"
#include "../reference/screen.h"

enum { COMPARE_BLOCK = 1024 };

/* The exact values of one output on a block, as far as comparing takes. */
struct screened {
    double exact[COMPARE_BLOCK];  /* to the screen's bound, or better; +-0, infinities and NaN as they are */
    double scale[COMPARE_BLOCK];  /* 1 / ulp(exact) */
    float rounded[COMPARE_BLOCK]; /* RN(exact) */
    unsigned char state[COMPARE_BLOCK]; /* enum screened_state */
};

/* SIDE_OPEN: the exact value is nearer to a power of two than the screen can tell, so that its ulp may be
   twice that of `scale`. RN is the power; a result equal to it has error 0 to 2^-11 ulp either way. A sigmoid
   near 1 or 1/2 is such a value at every third float, and MPFR is asked only where a result differs. */
enum screened_state { DECIDED, UNDECIDED, SIDE_OPEN };

struct compared {
    uint32_t classed;     /* results that have a class, zero-sign included */
    uint32_t not_rounded; /* results other than RN(exact); zeros alike */
    uint32_t lost;        /* see error_is_lost */
    uint32_t unsure;      /* results without a class that differ from RN(exact) where the side is open */
    double max;           /* ulps, of the results without a class */
};

struct comparer {
    /* Fills scale and rounded from exact[n], known to relative |exact| + absolute. A value is undecided, and
       to be replaced by MPFR's, where that leaves RN or 2^-11 ulp open; returns how many are. */
    uint32_t (*prepare)(size_t n, struct screened *s, double relative, double absolute);
    /* Compares got[n], times sign (1 or -1), with them. */
    struct compared (*compare)(size_t n, const float got[], const struct screened *s, double sign);
    /* Writes the error of each result in ulps; 0 where it has a class. */
    void (*errors)(size_t n, const float got[], const struct screened *s, double sign, double ulp[]);
};

/* The best that this CPU runs; and that for one instruction set, NULL where it does not run. */
const struct comparer *comparer_find(void);
const struct comparer *comparer_find_for(enum isa isa);

extern const struct comparer compare_f32_any;
#if defined __x86_64__
extern const struct comparer compare_f32_avx2, compare_f32_avx512;
#endif

#endif
