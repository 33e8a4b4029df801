/* noise.c -- a kernel against itself: the difference that is not there, and how closely that is known. */
#include "harness/bench/noise.h"

#include "harness/bench/match.h"

void bench_measure_noise(struct bench *bench, double seconds, uint64_t seed)
{
    const size_t batch = 4096;
    const struct match_plan plan = {seconds, 0.01, seed};
    struct match match;
    if (bench->count == 0 || bench->rows[0].fails)
        return;
    for (int side = 0; side < 2; side++) {
        match.row[side] = bench->rows[0];
        match.row[side].reduction = ELEMENT;
        match.row[side].batch = batch;
    }
    match_open(&match, LEVEL_AUTO, 0, seed);
    if (!match_measure(&bench->noise, &match, &plan))
        bench->noise.quads = 0;
    match_close(&match);
}
