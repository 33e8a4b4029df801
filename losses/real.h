/* real.h -- the only file that knows the precision a kernel is compiled in.
   REAL is the format, FN(name) the name with the format's suffix, LIT(c) the constant c rounded once, from
   decimal, to the format. */
#ifndef GANLOSS_LOSSES_REAL_H
#define GANLOSS_LOSSES_REAL_H

#include <float.h>
#include <tgmath.h>

#define REAL_PASTE(a, b)  a##b
#define REAL_EXPAND(a, b) REAL_PASTE(a, b)

#ifdef REAL_F32
#define REAL         float
#define REAL_EPSILON FLT_EPSILON
#define REAL_MIN     FLT_MIN
#define REAL_SUFFIX  _f32
#define LIT(c)       REAL_PASTE(c, F)
#else
#define REAL         double
#define REAL_EPSILON DBL_EPSILON
#define REAL_MIN     DBL_MIN
#define REAL_SUFFIX  _f64
#define LIT(c)       (c)
#endif

#define FN(name) REAL_EXPAND(name, REAL_SUFFIX)

#endif
