/* finding.h -- what a run has judged and what it found wrong, for the files that CI reads (gate/): beside each line
   "FAIL" on stderr stands a finding. Nothing is kept unless finding_start() was called. Not for threads at once. */
#ifndef GANLOSS_HARNESS_RECORD_FINDING_H
#define GANLOSS_HARNESS_RECORD_FINDING_H

#include "harness/inputs/input.h"
#include "harness/selection/select.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* What of a kernel was judged; RUN: no kernel's, but the run's own. The first two are enum output's. */
enum finding_part { FINDING_LOSS, FINDING_GRAD, FINDING_FAULTS, FINDING_SPEED, FINDING_RUN, FINDING_PARTS };
extern const char *const finding_parts[FINDING_PARTS]; /* "loss", "grad", "faults", "speed", "run" */

struct finding {
    const char *rule; /* what kind of failure: a name of gate/rules.c, such as that of a class or a fault */
    const char *id;   /* the kernel's */
    enum finding_part part;
    bool note;           /* it is told of, and fails nothing */
    const char *message; /* what happened, in one line */
    const char *place; /* what tells it from others of the same kernel, part and rule; NULL: nothing has to */
    const char *rerun; /* the command that shows it again; NULL: the one that was typed */
    const struct input *at;
    bool labelled;    /* the input has a target */
    long double size; /* the larger, the worse, among those of one rule */
    size_t number;    /* as it was met; finding_add() sets it */
};

/* From here on what is added is kept. Anew: without what was. */
void finding_start(void);

/* Keeps a copy, whose texts are valid UTF-8 without control characters. */
void finding_add(const struct finding *finding);

/* The same of a kernel, whose id and labels it fills in. */
void finding_add_of(struct finding finding, const struct choice *choice);

/* What became of a part of a kernel, of which no finding tells more. The graver comes later. */
enum finding_state { FINDING_JUDGED, FINDING_SKIPPED, FINDING_UNFINISHED };

/* One that was judged, or why not; of the same one, the graver word stays. */
struct finding_case {
    const char *id;
    enum finding_part part;
    enum finding_state state;
    const char *why; /* of one that was not judged; else "" */
};
void finding_case_add(const char *id, enum finding_part part, enum finding_state state, const char *why);

/* What a kernel's verdict rests on: a property of that name. Given again, the later holds. */
__attribute__((format(printf, 3, 4))) void finding_evidence(const char *id, const char *name,
                                                            const char *format, ...);

size_t finding_count(void);
const struct finding *finding_at(size_t i);
size_t finding_case_count(void);
const struct finding_case *finding_case_at(size_t i);

/* The properties of a kernel, strings by name; NULL: it has none. */
const json_t *finding_evidence_of(const char *id);

#endif
