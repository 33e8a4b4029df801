/* compare.h -- the command `compare`: rows of two contestants, measured, judged, reported. */
#ifndef GANLOSS_HARNESS_COMPARE_COMPARE_H
#define GANLOSS_HARNESS_COMPARE_COMPARE_H

#include "harness/bench/match.h"
#include "harness/bench/sweep.h"
#include "harness/cli/cli.h"
#include "harness/selection/select.h"

struct paired_options {
    struct common common;
    struct sweep sweep;
    char **operands;
    size_t operand_count;
    const char *with; /* the other build; NULL: two kernels are compared */
    int reduction;    /* of the batch kernel, ELEMENT or LATENCY */
    double seconds;   /* for all rows together; 0: 2 for each */
    double threshold;
    bool strict, dry_run;

    bool again,
        serve; /* is a process that another one of this program started, for paired_again or paired_serve */
    double alpha;
    unsigned long placement;
};

struct paired_row {
    struct bench_row of[2]; /* A and B: with another build, the same kernel */
    struct match_outcome outcome;
    bool measured;
};

/* How much one row gets of the time, and of the probability of error, which all rows share (Bonferroni). */
struct paired_share {
    double seconds, alpha;
};

/* kernels.c: measures and judges a row. STATUS_OK also where not one quad was taken. */
enum status paired_kernels(struct paired_row *row, const struct paired_options *o, struct paired_share share);

/* In the fresh process: measures, and answers. */
enum status paired_again(struct paired_row *row, const struct paired_options *o);

/* builds.c: the same with the kernel of another build as A and of this one as B, in two processes. */
enum status paired_builds(struct paired_row *row, const struct paired_options *o, struct paired_share share);

/* In either of those: takes samples of a row as standard input asks. */
enum status paired_serve(const struct paired_row *row, const struct paired_options *o);

/* The words that start a process of `program` for a row: the kernels' ids and what it needs to know; the last
   is NULL. Freed by paired_words_free. */
enum { PAIRED_WORDS = 20 };
void paired_words(char *words[PAIRED_WORDS], const char *program, const char *as,
                  const struct paired_row *row, const struct paired_options *o, struct paired_share share,
                  unsigned long placement);
void paired_words_free(char *words[PAIRED_WORDS]);

/* report.c */
void paired_print(FILE *to, const struct paired_options *o, const struct paired_row rows[], size_t count);
void paired_print_tsv(FILE *to, const struct paired_row rows[], size_t count);
json_t *paired_json(const struct paired_options *o, const struct paired_row rows[], size_t count,
                    bool complete);

#endif
