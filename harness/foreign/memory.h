/* memory.h -- the two memories that a foreign program shares with this one: inputs, which it cannot write to, and
   results. Each has two arrays in areas of their own, with pages before, between and after that nobody uses, and that
   the host of a plugin makes inaccessible. */
#ifndef GANLOSS_HARNESS_FOREIGN_MEMORY_H
#define GANLOSS_HARNESS_FOREIGN_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Elements of one call at most. */
enum { MEMORY_LONGEST = 1 << 21 };

struct memory {
    int descriptor;
    char *base; /* mapped here */
};

/* Makes one and maps it; `sealed`: whoever else has the descriptor cannot write to it. False: errno says why. Pages are
   only taken as they are touched. */
bool memory_make(struct memory *memory, bool sealed);
void memory_free(struct memory *memory);

/* Its size in bytes, and where an area (0 or 1) begins and ends. */
size_t memory_size(void);
size_t memory_area_start(int area);
size_t memory_area_end(int area);

/* Where in an area an array of so many bytes lies: with its end at the end of the area or, if `first`, its start at the
   start, as nearly as an address that is `shift` bytes beyond a cache line allows. */
size_t memory_place(int area, size_t bytes, size_t shift, bool first);

/* For a plugin's host: maps the descriptor with the pages around the areas inaccessible. NULL: errno says why. */
char *memory_map_guarded(int descriptor, bool writable);

#endif
