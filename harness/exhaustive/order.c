#include "harness/exhaustive/order.h"

#include "harness/base/random.h"

#include <stdbool.h>
#include <string.h>

/* Where an input stands when strips are mixed: in each 16 places, two inputs of every strip. The parity of the place is
   that of i, as where they are not mixed, so that turns of either kind together reach all lanes. */
static unsigned mixed_place(unsigned strip, unsigned i)
{
    bool first = strip % 2 == i % 2;
    return 16 * (i / 2) + (first ? strip : 8 + (strip ^ 1));
}

/* A permutation that no loop expects: numbers times an odd one, folded, twice; each step can be undone. */
static unsigned any_place(unsigned e, uint64_t shape)
{
    e = e * ((unsigned)shape | 1) % WINDOW;
    e ^= e >> 6;
    e = e * ((unsigned)(shape >> 32) | 1) % WINDOW;
    return e ^ e >> 5;
}

void orders_make(struct orders *orders, uint64_t seed)
{
    uint64_t state = seed;
    for (unsigned e = 0; e < WINDOW; e++) {
        orders->at[ORDER_STRAIGHT][e] = (uint16_t)e;
        orders->at[ORDER_MIXED][mixed_place(e / SEGMENT, e % SEGMENT)] = (uint16_t)e;
    }
    for (int table = ORDER_CHANCE; table < ORDER_TABLES; table++) {
        uint64_t shape = random_next(&state);
        for (unsigned e = 0; e < WINDOW; e++)
            orders->at[table][any_place(e, shape)] = (uint16_t)e;
    }
}

static struct order order_of(const struct orders *orders, int table, size_t turn)
{
    return (struct order){table == ORDER_STRAIGHT ? NULL : orders->at[table], turn % WINDOW};
}

struct order order_by_chance(const struct orders *orders, uint64_t shape)
{
    static const int tables[] = {ORDER_STRAIGHT, ORDER_STRAIGHT, ORDER_STRAIGHT, ORDER_STRAIGHT,
                                 ORDER_STRAIGHT, ORDER_MIXED,    ORDER_MIXED,    ORDER_CHANCE};
    int table = tables[shape >> 61], any = (int)(shape >> 58 & 7);
    return order_of(orders, table == ORDER_CHANCE ? ORDER_CHANCE + any : table, shape >> 40);
}

struct order order_by_turn(const struct orders *orders, unsigned turn)
{
    return order_of(orders, turn % 2 ? ORDER_MIXED : ORDER_STRAIGHT, turn);
}

/* The place in the table of a place of the window, and how many follow it there. */
static size_t begin(const struct order *order, size_t place, size_t n, size_t *run)
{
    size_t at = (place + WINDOW - order->turn) % WINDOW;
    *run = n < WINDOW - at ? n : WINDOW - at;
    return at;
}

void order_take(const struct order *order, size_t start, size_t n, const float window[WINDOW], float to[])
{
    for (size_t done = 0, run; done < n; done += run) {
        size_t at = begin(order, start + done, n - done, &run);
        if (!order->at)
            memcpy(to + done, window + at, run * sizeof *to);
        for (size_t i = 0; i < run && order->at; i++)
            to[done + i] = window[order->at[at + i]];
    }
}

void order_put(const struct order *order, size_t start, size_t n, const float from[], float window[WINDOW])
{
    for (size_t done = 0, run; done < n; done += run) {
        size_t at = begin(order, start + done, n - done, &run);
        if (!order->at)
            memcpy(window + at, from + done, run * sizeof *from);
        for (size_t i = 0; i < run && order->at; i++)
            window[order->at[at + i]] = from[done + i];
    }
}
