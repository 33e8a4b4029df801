/* evidence.h -- how much a maximum or a count says, in one word and one sign, wherever a person reads it. */
#ifndef GANLOSS_HARNESS_RECORD_EVIDENCE_H
#define GANLOSS_HARNESS_RECORD_EVIDENCE_H

#include "harness/record/summary.h"
#include "harness/selection/select.h"

/* The less it says, the smaller. */
enum evidence {
    EVIDENCE_SAMPLED, /* chosen and random inputs, or a part of all: a lower bound */
    EVIDENCE_FOUND,   /* a search's: a lower bound */
    EVIDENCE_EXACT,   /* every input of the format, with every label */
    EVIDENCES
};

struct evidence_word {
    const char *word;
    const char *sign, *mark; /* before a number: in plain text, and on a page; empty where it is exact */
    const char *within;      /* of a bound that was kept */
};
extern const struct evidence_word evidence_words[EVIDENCES];

/* What a kernel was judged on, at this level. */
enum evidence evidence_of(const struct choice *choice, const struct summary *summary, const char *level);

/* The same of its record, from what it says was done; a record does not vouch for itself. */
enum evidence evidence_of_record(const json_t *record);

/* The less of two: what a maximum over both says. */
enum evidence evidence_both(enum evidence a, enum evidence b);

#endif
