/* order.h -- in which order the inputs of a window stand when a kernel is called on them. */
#ifndef GANLOSS_HARNESS_EXHAUSTIVE_ORDER_H
#define GANLOSS_HARNESS_EXHAUSTIVE_ORDER_H

#include <stddef.h>
#include <stdint.h>

/* A window: SEGMENT consecutive floats of each of STRIPS chunks, which differ in sign and binade. */
enum { STRIPS = 8, SEGMENT = 256, WINDOW = STRIPS * SEGMENT };

/* The lanes of the widest vector. */
enum { ORDER_LANES = 16 };

/* Orders to choose from: neighbours beside each other, so that the lanes of a vector are alike; two inputs of each strip
   in every 16 places; and any. */
enum { ORDER_STRAIGHT, ORDER_MIXED, ORDER_CHANCE, ORDER_TABLES = ORDER_CHANCE + 8 };
struct orders {
    uint16_t at[ORDER_TABLES][WINDOW]; /* the input, strip * SEGMENT + i, at each place */
};
void orders_make(struct orders *orders, uint64_t seed);

/* One of them, its places turned by so many. */
struct order {
    const uint16_t *at; /* NULL: straight */
    size_t turn;
};

/* Of eight shapes five are straight, two mixed, one is any. */
struct order order_by_chance(const struct orders *orders, uint64_t shape);

/* Within ORDER_LANES turns an input is at each lane of a vector once: among its neighbours in even ones, among inputs of
   other strips in odd ones. */
struct order order_by_turn(const struct orders *orders, unsigned turn);

/* Copies the inputs at n places from `start` on, and results from there to where their inputs are. */
void order_take(const struct order *order, size_t start, size_t n, const float window[WINDOW], float to[]);
void order_put(const struct order *order, size_t start, size_t n, const float from[], float window[WINDOW]);

#endif
