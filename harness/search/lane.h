/* lane.h -- one of the lanes in which a kernel is searched: a sequence of inputs that depends on
   nothing but the kernel, the seed and what the rounds before have found; and what came of it. */
#ifndef GANLOSS_HARNESS_SEARCH_LANE_H
#define GANLOSS_HARNESS_SEARCH_LANE_H

#include "harness/inputs/cases.h"
#include "harness/record/summary.h"
#include "harness/search/probe.h"

/* Inputs on their way through the probe. */
struct batch {
    size_t n, limit; /* of these many inputs it is full */
    double x[PROBE_BLOCK], target[PROBE_BLOCK], got[OUTPUTS][PROBE_BLOCK];
    struct probed result[OUTPUTS];
    bool done, ran; /* result[] and got[] belong to these inputs */
};

struct lane {
    const struct choice *choice;
    uint64_t random;
    struct summary found; /* every maximum and every end of an extent in it: confirmed by MPFR */
    uint64_t audited;
    bool sound;  /* no audit has failed */
    size_t turn; /* of the ways to choose a target */
    struct batch *batch;
};

/* Targets that an input is tried with, where a term takes one: a fixed one, any, or one near sigmoid(x),
   where sigmoid(x) - t cancels. Terms with one operand know SEARCH_FIXED with the value 0 alone. */
enum target_kind { TARGET_FIXED, TARGET_ANY, TARGET_CANCELLING };
struct targeting {
    enum target_kind kind;
    double value;
};

/* The k-th way of choosing targets, of as many as the term has: 1 without a second operand. */
size_t targeting_count(const struct term *term);
struct targeting targeting_at(const struct term *term, size_t k);
double targeting_pick(const struct targeting *by, double x, uint64_t *random);

/* Adds an input; a full batch is probed and noted. */
void lane_add(struct lane *lane, double x, double target);

/* The same with a target that is picked in one of the term's ways, by turns. */
void lane_add_x(struct lane *lane, double x);

/* Flushes, then starts a batch that holds PROBE_BLOCK inputs, for one whose results are looked at. */
void lane_begin(struct lane *lane);

/* Probes the batch, if that has not been done, and notes what was found; the results can be read until the
   next lane_add. */
void lane_flush(struct lane *lane);

/* Fills got[] of the batch last flushed. */
void lane_run(struct lane *lane);

/* note.c: adds one output of the batch last probed to what was found. */
void lane_note(struct lane *lane, enum output output);

/* Doubles are numbered in order (format_ordinal). What a term's space covers, infinities included; of D, a
   few numbers below 0 and above 1 too. */
enum { OUTSIDE = 64 };
struct range {
    int64_t low, high;
};
struct range space_range(enum space space);
double value_at(int64_t ordinal);
int64_t ordinal_of(double x);
uint64_t range_width(const struct range *range); /* one less than it holds */
/* Evenly spread samples of a range: their number, at most `most`; and one from the i-th of n equal parts. */
size_t range_samples(const struct range *range, size_t most);
int64_t range_sample(const struct range *range, size_t i, size_t n, uint64_t *random);
int64_t random_between(uint64_t *random, int64_t low, int64_t high); /* both included */

/* points.c: the inputs that are tried because something is known to change there, or by chance. */

/* Those of level quick, worst cases first. */
struct worst;
void lane_known(struct lane *lane, const struct worst *worst, uint64_t seed);

/* Around the constants that people write, on both sides. */
void lane_constants(struct lane *lane);

/* n random inputs, of every scale. */
void lane_random(struct lane *lane, size_t n);
double space_draw(enum space space, uint64_t *random);

/* The neighbours of an input, and inputs at distances of 2^4 to 2^50 ulps on both sides. */
void lane_around(struct lane *lane, int64_t ordinal, const struct targeting *by);

/* The neighbours at distances of powers of two, up to 2^24 ulps, of the input of a maximum. */
void lane_climb(struct lane *lane, const struct input *from);

#endif
