/* sequence.h -- the numbers below 2^bits in an order that fills their range evenly: the i-th is shift + i M
   modulo 2^bits, M being the odd number next to 2^bits over the golden ratio. None comes twice. The n first,
   on a circle, leave gaps of three sizes at most (Sos 1958), which are known: so is how wide a range holds
   one of them for certain, and how often a narrower one does. */
#ifndef GANLOSS_HARNESS_SEARCH_SEQUENCE_H
#define GANLOSS_HARNESS_SEARCH_SEQUENCE_H

#include <stdint.h>

/* The i-th number, and the i of a number; 0 <= bits <= 52. */
uint64_t sequence_at(int bits, uint64_t shift, uint64_t i);
uint64_t sequence_index(int bits, uint64_t shift, uint64_t number);

/* The widest gap that the n first leave, as a part of the whole: a range of as many numbers holds one of
   them. 0 where all have come; infinite for n = 0. */
double sequence_gap(int bits, uint64_t n);

/* Of the ranges of this width, a part of the whole, how many hold one of the n first. */
double sequence_chance(int bits, uint64_t n, double width);

#endif
