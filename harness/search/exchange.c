#include "harness/search/exchange.h"

#include "harness/base/allocate.h"
#include "harness/ranks/ranks.h"

#include <stdlib.h>
#include <string.h>

static void put(struct exchange *exchange, const void *bytes, size_t size)
{
    exchange->bytes = allocate_again(exchange->bytes, exchange->size + size, 1);
    memcpy(exchange->bytes + exchange->size, bytes, size);
    exchange->size += size;
}

static void get(void *to, const char **at, size_t size)
{
    memcpy(to, *at, size);
    *at += size;
}

/* Whether a lane samples this pick of a round (search.c, later_round). */
static bool is_pick_of(int duty, size_t pick)
{
    return pick % 2 == (duty == KNOWN ? 0 : 1);
}

/* A task: its number, its lane, the list of what that has tried, and what else its duty changes. */
void exchange_add(struct exchange *exchange, const struct hunted hunted[], size_t task)
{
    const struct hunted *h = &hunted[task / LANES];
    int duty = (int)(task % LANES);
    const struct lane *lane = &h->lane[duty];
    if (ranks_count() == 1)
        return;
#pragma omp critical(exchange)
    {
        put(exchange, &task, sizeof task);
        put(exchange, lane, sizeof *lane);
        if (lane->tried.count > 0)
            put(exchange, lane->tried.at, lane->tried.count * sizeof *lane->tried.at);
        if (duty == KNOWN || duty == CONSTANTS) {
            put(exchange, h->intervals.picked, sizeof h->intervals.picked);
        } else if (duty == BRANCH) {
            put(exchange, &h->branches, sizeof h->branches);
            put(exchange, h->intervals.at, sizeof h->intervals.at);
        } else if (duty >= SWEEP) {
            put(exchange, &h->sweep.rounds[duty - SWEEP], sizeof h->sweep.rounds[0]);
        }
    }
}

/* The lane of another process of this program: what it points to is ours. */
static void take_lane(struct lane *lane, const char **at)
{
    const struct lane own = *lane;
    get(lane, at, sizeof *lane);
    lane->choice = own.choice;
    lane->ideal = own.ideal;
    lane->screen = own.screen;
    lane->batch = own.batch;
    lane->tried.room = lane->tried.count;
    lane->tried.at = allocate_again(own.tried.at, lane->tried.count + 1, sizeof *own.tried.at);
    get(lane->tried.at, at, lane->tried.count * sizeof *lane->tried.at);
}

static void take(struct hunted hunted[], const char *bytes, size_t size)
{
    for (const char *at = bytes, *end = bytes + size; at < end;) {
        size_t task;
        get(&task, &at, sizeof task);
        struct hunted *h = &hunted[task / LANES];
        int duty = (int)(task % LANES);
        take_lane(&h->lane[duty], &at);
        if (duty == KNOWN || duty == CONSTANTS) {
            for (size_t k = 0; k < PICKS; k++, at += sizeof h->intervals.picked[0])
                if (is_pick_of(duty, k))
                    memcpy(h->intervals.picked[k], at, sizeof h->intervals.picked[0]);
        } else if (duty == BRANCH) {
            get(&h->branches, &at, sizeof h->branches);
            get(h->intervals.at, &at, sizeof h->intervals.at);
        } else if (duty >= SWEEP) {
            get(&h->sweep.rounds[duty - SWEEP], &at, sizeof h->sweep.rounds[0]);
        }
    }
}

static void collect(void *to, const void *bytes, size_t size)
{
    put(to, bytes, size);
}

/* To the leader, who gives all of it to everybody; a rank's own tasks come back to it as they were. */
void exchange_end(struct exchange *exchange, struct hunted hunted[])
{
    ranks_gather(exchange->bytes, exchange->size, collect, exchange);
    if (ranks_count() > 1) {
        ranks_share(&exchange->size, sizeof exchange->size);
        exchange->bytes = allocate_again(exchange->bytes, exchange->size + 1, 1);
        ranks_share(exchange->bytes, exchange->size);
        take(hunted, exchange->bytes, exchange->size);
    }
    free(exchange->bytes);
    *exchange = (struct exchange){0};
}
