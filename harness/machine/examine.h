/* examine.h -- what this machine can and cannot measure, and how noisy it is now. */
#ifndef GANLOSS_HARNESS_MACHINE_EXAMINE_H
#define GANLOSS_HARNESS_MACHINE_EXAMINE_H

#include <jansson.h>

/* {"schema": "ganloss-doctor/1",
    "machine": as in results, "isa": {"avx2": bool, "avx512": bool},
    "load": [1, 5, 15 minutes], "governor": string, "turbo": bool, "steal_percent": since boot,
    "clock": {"resolution_ns", "overhead_ns"},
    "counters": {"available": bool, "reason": why not, "paranoid": number},
    "noise": {"samples", "median_ns", "low_ns", "high_ns", "min_ns", "max_ns", "max_relative_spread",
              "steal_percent": meanwhile}}
   null stands for what the system does not show. Takes about half a second. */
json_t *examine_machine(void);

#endif
