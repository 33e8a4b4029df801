/* child.h -- one running program that answers blocks, with all that it starts, under a supervisor that ends with it and
   with this program (supervise.h). */
#ifndef GANLOSS_HARNESS_FOREIGN_CHILD_H
#define GANLOSS_HARNESS_FOREIGN_CHILD_H

#include "harness/foreign/memory.h"
#include "harness/foreign/protocol.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* What is started: a shell command, or a plugin's file, for which this program's own file is the program. */
struct child_source {
    const char *text;
    bool is_plugin;
};

struct child {
    pid_t id; /* of the supervisor; 0: none runs */
    int life, requests, answers;
    struct memory inputs, results;
    uint64_t number; /* of the latest request */
};

/* What became of something that was awaited. */
enum child_end {
    CHILD_FINE,
    CHILD_RAISED,     /* it says that it could not do it */
    CHILD_ENDED,      /* it is no more; child_stop() says how it ended */
    CHILD_LATE,       /* nothing came in time */
    CHILD_GARBLED,    /* what came was no answer, or too much of one */
    CHILD_INTERRUPTED /* the user wants an end (base/interrupt.h) */
};

/* Starts it. False: errno says why. */
bool child_start(struct child *child, const struct child_source *source);

/* Ends it, with all that it started. Returns the status of waitpid: how it had ended, or that it was killed. One that
   seems to be ending by itself is left so many seconds for it, so that the status is its own. */
#define CHILD_ENDING 0.5
int child_stop(struct child *child, double seconds);

/* Reads the line that it begins with, without the newline; from malloc. */
enum child_end child_hello(char **line, struct child *child, double seconds);

/* The bytes that go with a request and its answer where no memory is shared; else both lists are empty. */
struct child_bytes {
    const void *sent;
    void *received; /* one of the two */
    size_t size;
};
enum { CHILD_PARTS = 2 };

/* Sends the request, numbered here, and waits for the answer. */
enum child_end child_ask(struct child *child, struct protocol_request *request,
                         struct protocol_answer *answer, const struct child_bytes to[CHILD_PARTS],
                         const struct child_bytes from[CHILD_PARTS], double seconds);

#endif
