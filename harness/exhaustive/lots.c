#include "harness/exhaustive/lots.h"

#include "harness/base/random.h"
#include "harness/inputs/cases.h"

#include <math.h>

int lots_passes(const struct group *group)
{
    return group->operands == 2 ? CASES_PASSES : 1;
}

struct lots lots_make(const struct group *group, uint64_t before, const struct plan *plan)
{
    uint64_t all = (uint64_t)lots_passes(group) * CHUNKS, shards = plan->shards;
    struct lots lots = {.group = group, .stride = shards, .seed = random_hash(plan->seed, before)};
    lots.first = (plan->shard + shards - before % shards) % shards;
    lots.count = lots.first < all ? (all - lots.first + shards - 1) / shards : 0;
    while (lots.bits < 63 && 1ULL << lots.bits < lots.count)
        lots.bits++;
    return lots;
}

uint64_t lots_bundles(const struct lots *lots)
{
    return (lots->count + STRIPS - 1) / STRIPS;
}

/* A permutation of the numbers of so many bits: steps that can be undone. Followed until it is back among the lots, it is
   one of these. */
static uint64_t permuted(const struct lots *lots, uint64_t k)
{
    uint64_t mask = (1ULL << lots->bits) - 1;
    unsigned fold = lots->bits / 2 + 1;
    do
        for (uint64_t round = 0; round < 3; round++) {
            uint64_t r = random_hash(lots->seed, round);
            k = (k * (r | 1) + (r >> 32)) & mask;
            k ^= k >> fold;
        }
    while (k >= lots->count);
    return k;
}

/* Half of the labels drawn are anywhere in [0, 1), the others near an end, by any power of two. */
static double drawn_label(const struct lots *lots, uint32_t chunk)
{
    uint64_t state = random_hash(lots->seed + 1, chunk), kind = random_next(&state) & 3;
    double u = random_uniform(&state), tail = ldexp(0.5 + u / 2, -(int)random_below(&state, 150));
    return (double)(float)(kind < 2 ? u : kind == 2 ? tail : 1 - tail);
}

static struct lot lot_of(const struct lots *lots, uint64_t number, bool judged)
{
    struct lot lot = {.chunk = (uint32_t)(number % CHUNKS), .judged = judged};
    uint64_t pass = number / CHUNKS;
    if (lots->group->operands == 2)
        lot.label = pass < CASES_LABELS ? (double)(float)cases_labels[pass] : drawn_label(lots, lot.chunk);
    else
        lot.label = lots->group->formula.label;
    return lot;
}

struct lot lots_at(const struct lots *lots, uint64_t number)
{
    return lot_of(lots, lots->first + number * lots->stride, true);
}

void lots_bundle(struct lot lot[STRIPS], const struct lots *lots, uint64_t bundle)
{
    uint64_t all = (uint64_t)lots_passes(lots->group) * CHUNKS;
    for (uint64_t j = 0; j < STRIPS; j++) {
        uint64_t k = bundle * STRIPS + j;
        bool judged = k < lots->count;
        lot[j] = lot_of(
            lots, judged ? lots->first + permuted(lots, k) * lots->stride : random_hash(lots->seed, ~k) % all,
            judged);
    }
}
