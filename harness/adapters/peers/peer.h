/* peer.h -- what each library's file here is written over, in C and in C++. The build (peers.mk) compiles it once for each style,
   instruction set and format, and says by macros which:
     REAL_F32       float; double without it
     PEER_STYLE_x   style x, where the library has several
     PEER_ISA       any, avx2 or avx512
     PEER_VARIANT   the variant's name, "sleef-u10-avx2"
     PEER_TABLE     the name of the table that the object offers */
#ifndef GANLOSS_HARNESS_ADAPTERS_PEERS_PEER_H
#define GANLOSS_HARNESS_ADAPTERS_PEERS_PEER_H

#include "losses/ganloss.h"

#include <math.h>
#include <string.h>

#ifdef REAL_F32
#define REAL        float
#define PEER_FORMAT "f32"
#define PEER_MEMBER f32
#else
#define REAL        double
#define PEER_FORMAT "f64"
#define PEER_MEMBER f64
#endif

#define PEER_PASTE(a, b)  a##b
#define PEER_EXPAND(a, b) PEER_PASTE(a, b)
#define PEER_STRING(a)    #a
#define PEER_TEXT(a)      PEER_STRING(a)

/* Inlined into each term, so that sign and scale are constants in it, as they are in what a user writes. */
#define PEER_INLINE static inline __attribute__((always_inline))

#ifdef __cplusplus
extern "C" {
#endif

/* What one object has: the kernels of one style and format, for one instruction set. */
struct peer {
    const char *isa;              /* "any", "avx2", "avx512" */
    const char *(*library)(void); /* name and version */
    const struct ganloss_kernel *rows;
    size_t count;
};

#ifdef PEER_TABLE
extern const struct peer PEER_TABLE;
#endif

#ifdef __cplusplus
}
#endif

#endif
