/* source.h -- where foreign kernels come from: a program or a plugin, started once for each thread that asks it. */
#ifndef GANLOSS_HARNESS_FOREIGN_SOURCE_H
#define GANLOSS_HARNESS_FOREIGN_SOURCE_H

#include "harness/base/fail.h"
#include "harness/foreign/child.h"
#include "losses/registry.h"

#include <stdbool.h>

struct source;

/* A kernel of one. Its code's function is a slot's (slots.h), and passes each call on. */
struct foreign {
    struct source *source;
    uint32_t number; /* in its hello */
    size_t size;     /* of an element */
    struct ganloss_kernel code;
    struct kernel kernel;
    int located, lives; /* how often an input was looked for, and it may still end (call.c) */
    int last_fault;     /* enum fault: what cost it the last of them */
    unsigned last_parts;
};

struct source {
    struct child_source what;
    const char *library; /* "SLEEF 3.5.1" */
    const char *option;  /* "--exec='COMMAND'", as a shell takes it */
    char *hello;
    bool shares_memory;
    double timeout; /* seconds for one answer */
    struct foreign *kernels;
    size_t count;
    struct child *children; /* by thread */
};

/* Starts it for this thread, and makes kernels of what it says it has, without a function yet. What it has and this
   program does not know is skipped, with a line to stderr. A source that cannot be started, or whose hello cannot be
   read, is one line and a status. */
enum status source_open(struct source *source, const struct child_source *what, double timeout);

/* This thread's child, started if it is not there. NULL: it could not be started, or said another hello than first. */
struct child *source_child(struct source *source);

/* Ends all its children. */
void source_close(struct source *source);

#endif
