/* estimate.h -- what a run of verify would take, before it begins: by a calibration, which does a small part of the very
   work and times it. */
#ifndef GANLOSS_HARNESS_VERIFY_ESTIMATE_H
#define GANLOSS_HARNESS_VERIFY_ESTIMATE_H

#include "harness/judge/gauge.h"
#include "harness/judge/plan.h"
#include "harness/record/summary.h"
#include "harness/selection/select.h"

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum { ESTIMATE_FLOATS, ESTIMATE_SEARCH, ESTIMATE_CASES, ESTIMATE_PARTS };

struct estimate {
    struct gauge part[ESTIMATE_PARTS]; /* of what the run does not do, nothing */
    double start, document_cpu;  /* seconds: of the program until its work begins; of making the document */
    uint64_t rounds;             /* of the search; 0: there is none */
    double memory;               /* bytes, at most */
    double document, checkpoint; /* bytes of these files; 0: none is asked for */
    double waited;               /* how much longer than its CPU time work took during the calibration */
    unsigned threads, calibrated_on; /* of the run, and of the calibration: no more than there are CPUs */
    double took_cpu, took_wall;      /* seconds, of the calibration */
};

/* Calibrates for a run on so many threads, on as many of them as this machine has CPUs. summaries[selection->count] receive
   what that found, from which the document's size can be told. False: it was interrupted. */
bool estimate_make(struct estimate *estimate, struct summary summaries[], const struct selection *selection,
                   const struct plan *plan, unsigned threads);

/* Seconds of CPU time in all, and until the run ends on CPUs that do nothing else. */
double estimate_cpu(const struct estimate *estimate);
double estimate_wall(const struct estimate *estimate);

/* What the document of these summaries will have besides, in bytes: binades that the calibration did not come to. */
double estimate_more_of(const struct summary summaries[], const struct selection *selection, size_t shards);

#endif
