/* protocol.h -- what this program and a program that answers blocks say to each other. harness/foreign/README.md is the
   page for those who write one; this is the same for the compiler.

   The program has four descriptors open from the start: it reads requests, writes its hello, a line of JSON, and then
   answers; and two memories may be mapped, one to read inputs from and one to write results to. All numbers are
   little-endian. */
#ifndef GANLOSS_HARNESS_FOREIGN_PROTOCOL_H
#define GANLOSS_HARNESS_FOREIGN_PROTOCOL_H

#include <stdint.h>

enum { PROTOCOL_VERSION = 1 };

/* Its descriptors. The last is its supervisor's: it closes when ganloss ends. */
enum {
    PROTOCOL_REQUESTS = 3,
    PROTOCOL_ANSWERS,
    PROTOCOL_INPUTS,
    PROTOCOL_RESULTS,
    PROTOCOL_LIFE,
    PROTOCOL_DESCRIPTORS
};

/* The arrays of a call. */
enum { PROTOCOL_X, PROTOCOL_Y, PROTOCOL_LOSS, PROTOCOL_GRAD, PROTOCOL_ARRAYS };

/* One block: kernel number `kernel` of the hello, n elements. Each array begins so many bytes into its memory. The work
   is done `repeat` times, once unless time is measured; 0 is answered at once. Where the program maps no memories, the
   bytes of x[], and of y[] where the term takes labels, follow. */
struct protocol_request {
    uint64_t number;
    uint32_t kernel, n, repeat, unused;
    uint64_t at[PROTOCOL_ARRAYS];
    uint64_t reserved;
};

enum { PROTOCOL_FINE, PROTOCOL_RAISED };

/* The request's number, and whether it was done; `parts` of the floating-point environment that the call left changed
   (enum environment_part), if the program looks. Where no memories are mapped and it was done, the bytes of the
   results follow that the kernel has: loss[], then grad[]. */
struct protocol_answer {
    uint64_t number;
    uint32_t status, parts;
};

_Static_assert(sizeof(struct protocol_request) == 64 && sizeof(struct protocol_answer) == 16,
               "no padding in what is sent");
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "what is sent is little-endian");

#endif
