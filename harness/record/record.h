/* record.h -- a kernel's summary as a JSON record and as text. */
#ifndef GANLOSS_HARNESS_RECORD_RECORD_H
#define GANLOSS_HARNESS_RECORD_RECORD_H

#include "harness/record/summary.h"
#include "harness/selection/select.h"

#include <stdio.h>

/* What of a kernel fails, as bits. An output without a bound is not held to one; what a kernel does besides its
   results fails any; the sign of a zero that no cancellation explains, and results that depend on their place, a
   first-class one. What the user named fails any. */
enum record_failure {
    RECORD_BOUND = 1, /* more ulps than the output's bound, or a class of failure beside a bound */
    RECORD_ZERO_SIGN = 2,
    RECORD_POSITION = 4,
    RECORD_FAULTS = 8,
    RECORD_CLASS = 16,  /* first-class, no bound: a class that no cancellation explains */
    RECORD_FAIL_ON = 32 /* what the user named (choice->fail_on) */
};
unsigned record_failures(const struct choice *choice, const struct summary *summary);
bool record_passes(const struct choice *choice, const struct summary *summary);

/* Whether the kernel was judged by its own formula too, which *own receives: an epsilon variant, on sampled
   inputs. */
bool record_has_own(const struct choice *choice, const struct summary *summary, struct formula *own);

/* The record that harness/README.md describes under "Documents"; of a search (searched.h), a maximum is a lower
   bound, and the counts are of the inputs that it tried. */
json_t *record_json(const struct choice *choice, const struct summary *summary, const char *level);

/* Reads a record's figures back; false: it is none. */
bool record_parse_summary(struct summary *summary, const json_t *record);

/* The outputs that a record says were not there: a choice's `missing`. */
unsigned record_missing(const json_t *record);

/* Reads a record back; false: it names no kernel, or is none. */
bool record_parse(struct choice *choice, struct summary *summary, const json_t *record);

/* A block of lines: verdict, maxima with the input as hex float, and every class with where it occurs. Of a kernel that
   the run was not done with, whatever it has not failed yet, it says that there is no verdict. */
void record_print(FILE *to, const struct choice *choice, const struct summary *summary, const char *level,
                  bool complete);

/* Takes back, in the records of a document that is not complete, each "pass" that is no more than that nothing failed
   so far: it becomes null. Of a kernel that was done with, to the last float, it stands. */
void record_withdraw_passes(json_t *records);

/* What is said of a result: the verdict ("FAIL"), the kind of failure (finding.h), what happened, how bad it is, and the
   reference that the result is shown against. */
struct record_remark {
    const char *verdict, *rule, *what;
    long double size;
    const struct formula *against;
    bool note;                     /* it fails nothing */
    const struct summary *summary; /* of the kernel, which is asked once more for the result */
};

/* One line that starts with the verdict and says what happened, at which input, and what reruns it; and a finding. */
void record_print_evidence(FILE *to, const struct record_remark *remark, const struct choice *choice,
                           enum output output, const struct input *input, uint64_t seed);

/* For a kernel that fails: one line per output with what reruns it. */
void record_print_failure(FILE *to, const struct choice *choice, const struct summary *summary,
                          const char *level, uint64_t seed);

#endif
