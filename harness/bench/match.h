/* match.h -- two kernels compared on the same inputs: measured here, and a verdict confirmed elsewhere. */
#ifndef GANLOSS_HARNESS_BENCH_MATCH_H
#define GANLOSS_HARNESS_BENCH_MATCH_H

#include "harness/bench/bench.h"
#include "harness/bench/pairs.h"

/* What is compared: two rows that differ in their kernels alone. */
struct match {
    struct bench_row row[2];
    struct bench_arrays arrays[2]; /* the second only for another format than the first's */
};

/* Prepares both; both fields of `row` are filled in but for level and copies. In a fresh process another
   `placement` puts the arrays elsewhere. */
void match_open(struct match *match, int level, size_t placement, uint64_t seed);
void match_close(struct match *match);

/* One side as it is sampled: both go through the same inputs in the same turns.

   Where the stack lies within its page matters: where registers that a kernel saves there and a table of libm
   that it reads end in the same 12 bits, the reads wait for the writes. In one position of twenty a kernel in
   double takes 2 % longer, and in another one if it is called from one function deeper. A process has one
   position for all its time, so samples are taken at all depths of a page in turn: then such positions are a
   few quads among many. */
struct match_side {
    const struct bench_row *row;
    struct bench_arrays arrays; /* whose memory is the match's */
    size_t samples;
};
struct match_side match_side(const struct match *match, int side);

/* The ns that so many calls take. */
double match_sample(struct match_side *side, size_t calls);

struct match_plan {
    double seconds, alpha;
    uint64_t seed;
};

/* One measurement within plan->seconds, calibration included. False: interrupted before there was any. */
bool match_measure(struct paired *paired, struct match *match, const struct match_plan *plan);

/* Of the time of a row, the part for the measurement that has to find a difference and the part for the fresh
   processes that have to confirm it, which is easier; the rest is for starting them. */
#define MATCH_FIRST 0.5
#define MATCH_AGAIN 0.35

/* Of the time of a measurement, what warming up and calibrating may take. */
#define MATCH_WARM_UP 0.2

struct match_outcome {
    struct paired first, again; /* again: of the fresh process, quads = 0 where there was none */
    enum pairs_verdict verdict;
};

/* Finds the verdict on `first`, measured already. One of faster or slower is measured again, by fresh
   processes, and stands if those confirm it (pairs_confirms); else it is inconclusive. False from the
   function is no confirmation. */
typedef bool match_again(struct paired *again, void *context);
void match_judge(struct match_outcome *outcome, double threshold, match_again *again, void *context);

/* As a match_again whose context is the char *argv[] of a process that answers with match_answer, one line. */
bool match_ask(struct paired *again, void *argv);
void match_answer(FILE *to, const struct paired *paired);

#endif
