/* host.h -- the program that answers blocks for a plugin: it loads the file and calls its kernels. */
#ifndef GANLOSS_HARNESS_FOREIGN_HOST_H
#define GANLOSS_HARNESS_FOREIGN_HOST_H

#include <stdint.h>

/* What the host leaves in the results' memory, before everything else there: when a kernel touches what it must not, the
   address, as a place in the memory of inputs or of results (1), and how; and after each request how long its calls took, or
   how many instructions one had. */
struct host_report {
    uint32_t signal; /* 0: nothing happened */
    uint32_t memory, is_write;
    uint64_t at, ns;
    double steps; /* 0: they were not counted */
};
enum { HOST_NO_MEMORY = 2 };

/* What a request's `unused` is where a host is to count (machine/steps.h) instead of calling. */
enum { HOST_COUNTS = 1 };

/* Says hello on the protocol's descriptors and answers until there are no more requests; the exit status. A file that
   cannot be used says so in its hello: {"ganloss": 1, "error": "..."}. */
int host_run(const char *file);

#endif
