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
    bool is_mean;    /* of kind "mean": loss[] has one element, and a call cannot be cut into smaller ones */
    struct ganloss_kernel code;
    struct kernel kernel;
    int located, lives; /* how often an input was looked for, and it may still end (call.c) */
    int last_fault;     /* enum fault: what cost it the last of them */
    unsigned last_parts;
    int is_apart; /* it has a program of its own in each thread, so that it harms no other kernel */
    int owed; /* 1 + enum fault, with its parts: what a call of another kernel brought to light; 0: nothing */
    unsigned owed_parts;
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
    struct child **children; /* by thread; of each, one for all kernels and one for each of them, or NULL */
    size_t number;           /* of kernels in its hello, known or not */
    bool is_said;            /* that it could not be started again */
};

/* Seconds for one answer, unless the user says otherwise. */
#define SOURCE_TIMEOUT 10.0

/* Starts it for this thread, and makes kernels of what it says it has, without a function yet. What it has and this
   program does not know is skipped, with a line to stderr. A source that cannot be started, or whose hello cannot be
   read, is one line and a status. */
enum status source_open(struct source *source, const struct child_source *what, double timeout);

/* This thread's child for a kernel, started if it is not there. The kernels of a program share one, as a program may be
   great; each of a plugin's has its own, and so has one that did anything amiss. NULL: it could not be started, or said
   another hello than first. */
struct child *source_child(const struct foreign *foreign);

/* Ends all its children. */
void source_close(struct source *source);

#endif
