/* counters.h -- hardware counters of this thread in user mode, through perf_event_open, where there are any. */
#ifndef GANLOSS_HARNESS_MACHINE_COUNTERS_H
#define GANLOSS_HARNESS_MACHINE_COUNTERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { COUNTERS = 4, COUNTERS_REASON = 192 };

/* What is counted: cycles, instructions, branch misses, cache misses. */
struct counts {
    double of[COUNTERS];
};
extern const char *const counters_names[COUNTERS];

struct counter_event {
    uint32_t type;
    uint64_t config;
};
extern const struct counter_event counters_events[COUNTERS];

/* The counters of one group: they count at the same time. */
struct counters {
    int file[COUNTERS];
};

/* Opens the group (counters_events, as a rule) and sees whether it counts: on some virtual machines counters
   open, yet stay at 0. On failure says why not in reason[]. */
bool counters_open(struct counters *counters, const struct counter_event events[COUNTERS],
                   char reason[COUNTERS_REASON]);
void counters_close(struct counters *counters);

/* Counts what happens between the two. False: the group shared its hardware with another, or was not read,
   and `counts` is not set. */
void counters_start(const struct counters *counters);
bool counters_stop(const struct counters *counters, struct counts *counts);

#endif
