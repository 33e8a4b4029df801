/* compare.h -- what the files of this folder share: what is asked for, and rows of two contestants, which are
   measured, judged, reported. */
#ifndef GANLOSS_HARNESS_COMPARE_COMPARE_H
#define GANLOSS_HARNESS_COMPARE_COMPARE_H

#include "harness/bench/bench.h"
#include "harness/bench/match.h"
#include "harness/bench/sweep.h"
#include "harness/cli/cli.h"

#include <stdbool.h>
#include <stddef.h>

struct compare_options {
    struct common common;
    struct sweep sweep;
    const char *with; /* the other build; NULL: two kernels are compared */
    int reduction;    /* of the batch kernel, ELEMENT or LATENCY */
    double seconds;   /* for all rows together; 0: 2 for each */
    double threshold;
    bool gate; /* two kernels: one that is slower is a regression, as with another build */
    bool strict, dry_run;
    int level; /* of the accuracy and the bits of two kernels */
    const char *save;
    unsigned long jobs;

    bool again, serve; /* is a process that another one of this program started, for one of the two */
    double alpha;
    unsigned long placement;
};

struct compare_row {
    struct bench_row of[2]; /* A and B: with another build, the same kernel */
    struct match_outcome outcome;
    bool measured;
    bool absent; /* the other build has no such kernel: there is nothing to compare */
};

/* How much one row gets of the time, and of the probability of error, which all rows share (Bonferroni). */
struct compare_share {
    double seconds, alpha;
};

#endif
