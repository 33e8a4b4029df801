/* provenance.h -- what a document says about its making: all that differs between two runs of the same thing.

   {"argv": what was typed, "date": when the run began, in UTC, "host", "jobs": threads, "seconds": since then;
    "environment": where the program was not started with the usual one, what was set right (machine/start.h);
    "of": of a merged document, the same of those that it was made of}
   Everything else in a document is the same to the last byte for the same run, on any number of threads, wherever it
   was made from. Comparisons leave this object out, and no reader needs it. */
#ifndef GANLOSS_HARNESS_RECORD_PROVENANCE_H
#define GANLOSS_HARNESS_RECORD_PROVENANCE_H

#include <jansson.h>

/* What main does at its start: keeps the words before they are parsed, and the time. */
void provenance_begin(int argc, char *const argv[]);

/* Of this run, as it is now. */
json_t *provenance_json(void);

/* Makes it that of a document that this run made of others, with theirs. */
void provenance_merge(json_t *merged, json_t *of);

#endif
