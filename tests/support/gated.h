/* gated.h -- the gate as a command has it: options, findings, an end; and what it wrote. */
#ifndef GANLOSS_TESTS_SUPPORT_GATED_H
#define GANLOSS_TESTS_SUPPORT_GATED_H

#include "harness/base/fail.h"

#include <jansson.h>

struct gated {
    char directory[32];
    char *junit, *annotations, *summary; /* as text */
    json_t *sarif;
    enum status status; /* what gate_end() made of it */
};

/* Begins a run with --junit, --sarif and --github, as `ganloss NAME` was started. */
void gated_begin(struct gated *gated, const char *name);

/* Ends it with this status, and reads everything that it wrote. Standard output goes to a file meanwhile. */
void gated_end(struct gated *gated, enum status status);
void gated_free(struct gated *gated);

/* How often the text has the word. */
size_t gated_count(const char *text, const char *word);

#endif
