/* batch_report.h -- what the command batch is asked for and has made; where its results go, and the status that they make. */
#ifndef GANLOSS_HARNESS_COMMANDS_BATCH_REPORT_H
#define GANLOSS_HARNESS_COMMANDS_BATCH_REPORT_H

#include "harness/batch/batch.h"
#include "harness/batch/given.h"
#include "harness/cli/cli.h"

enum { BATCH_OPTIONS_SIZES = 128, BATCH_OPTIONS_REGIMES = 16 };

struct batch_options {
    struct common common;
    size_t size[BATCH_OPTIONS_SIZES], sizes;
    const char *regime_name[BATCH_OPTIONS_REGIMES];
    const struct regime *regime[BATCH_OPTIONS_REGIMES];
    size_t regimes;
    bool reduction[GANLOSS_REDUCTIONS];
    unsigned long seed, jobs;
    double seconds;
    const char *save;
    unsigned fail_on; /* a set of record/fail_on.h */
    double max_ulp;   /* 0: not given */
};

/* What a run has made: of kernels of elements, and of those of kind "mean". */
struct batch_made {
    struct batch_plan plan, means_plan;
    struct batch_rows rows;
    struct batch_given given;
};

/* Prints, saves, tells the gate. The gravest of all that was found. */
enum status batch_report(const struct batch_options *o, const struct batch_made *m);

#endif
