/* f32.h -- the metric, vectorised: a kernel's float results against screened values. It decides the
   ordinary comparison; what has a class is only counted, for metric.h to name. */
#ifndef GANLOSS_HARNESS_METRIC_F32_H
#define GANLOSS_HARNESS_METRIC_F32_H

#include "harness/base/allocate.h"
#include "harness/metric/metric.h"
#include "losses/isa.h"
#include "reference/screen.h"

enum { COMPARE_BLOCK = 512 };

/* The exact values of one output on a block, as far as comparing takes. Vectors that lie across two cache
   lines take longer to load. */
struct screened {
    _Alignas(CACHE_LINE) double exact[COMPARE_BLOCK]; /* to the screen's bound, or better; +-0, infinities and
                                                         NaN as they are */
    double scale[COMPARE_BLOCK];                      /* 1 / ulp(exact) */
    float rounded[COMPARE_BLOCK];                     /* RN(exact) */
    unsigned char state[COMPARE_BLOCK];               /* enum screened_state */
};

/* SIDE_OPEN: the exact value is nearer to a power of two than the screen can tell, so that its ulp may be
   twice that of `scale`. RN is the power; a result equal to it has error 0 to 2^-11 ulp either way, so that
   MPFR is asked only where a result differs. */
enum screened_state { DECIDED, UNDECIDED, SIDE_OPEN };

struct prepared {
    uint32_t undecided, open; /* how many are UNDECIDED, SIDE_OPEN */
};

/* For each result its error in ulps, 0 where it has a class; its class (enum error_class), or LOST; and its
   bin: 0 when it is RN(exact), else 1 for up to 0.75 ulp, 2 for up to 1, and so on, two to an octave;
   NO_BIN with a class. The edges of bins are the screen's, 2^-11 ulp wide at worst. Where all results have
   one class (and are not lost), no array is filled. */
enum { LOST = CLASSES, ULP_BINS = 52, NO_BIN = ULP_BINS };

struct inspected {
    _Alignas(CACHE_LINE) double ulp[COMPARE_BLOCK];
    unsigned char class[COMPARE_BLOCK], bin[COMPARE_BLOCK]; /* class: 1 << enum error_class */
    uint32_t count[LOST + 1];                               /* of each class */
    uint32_t not_rounded;                                   /* results other than RN(exact); zeros alike */
    double max;                                             /* ulps, of the results without a class */
};

struct right {
    double ulp;
    size_t at;
};

/* All equal to RN(exact) to the last bit, NaNs alike; or all normal numbers, as RN(exact) is, of its sign, so
   that an error of few ulps has no class; or neither. */
enum look { LOOKS_RIGHT, LOOKS_TAME, LOOKS_WILD };
enum { TAME_BINS = 5, TAME_ULPS = 2 };

struct comparer {
    /* Fills scale and rounded from exact[n], known to relative |exact| + absolute. A value is undecided, and
       to be replaced by MPFR's, where that leaves RN or 2^-11 ulp open. scale > 0: that of every value. */
    struct prepared (*prepare)(size_t n, struct screened *s, double relative, double absolute, double scale);
    /* What got[n], times sign (1 or -1), are beside rounded[n]. */
    enum look (*look)(size_t n, const float got[], const float rounded[], double sign);
    /* The largest error, in ulps, of RN(exact), and where it is first. */
    struct right (*right_error)(size_t n, const struct screened *s);
    /* Of results that look tame: how many are in each of the first bins, and the largest error, in ulps. Void
       if that is above TAME_ULPS. */
    double (*measure_tame)(size_t n, const float got[], const struct screened *s, double sign,
                           uint32_t bins[TAME_BINS]);
    /* Measures each of got[n], times sign; inspect_each fills all arrays whatever there is. */
    void (*inspect)(size_t n, const float got[], const struct screened *s, double sign, struct inspected *to);
    void (*inspect_each)(size_t n, const float got[], const struct screened *s, double sign,
                         struct inspected *to);
};

/* That of an instruction set (isa_best(), as a rule); NULL where it does not run. */
const struct comparer *comparer_find(enum isa isa);

extern const struct comparer metric_f32_any[1];
#if defined __x86_64__
extern const struct comparer metric_f32_avx2[1], metric_f32_avx512[1];
#endif

#endif
