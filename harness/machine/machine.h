/* machine.h -- what a result was made on. */
#ifndef GANLOSS_HARNESS_MACHINE_MACHINE_H
#define GANLOSS_HARNESS_MACHINE_MACHINE_H

#include <jansson.h>
#include <stdbool.h>

/* {"cpu", "isa", "cores", "caches", "kernel", "libc", "compiler", "flags", "version"}: strings and numbers. */
json_t *machine_json(void);

/* The frequency governor of the first CPU ("performance"), or NULL where the system does not show one. `text`
   holds it. */
const char *machine_governor(char text[64]);

/* Whether the CPU may raise its frequency by itself ("turbo", "boost"): 1, 0, or -1 where it is not shown. */
int machine_turbo(void);

/* The time of all CPUs together since boot, in ticks, and the part of it that a hypervisor gave to others. */
struct cpu_ticks {
    unsigned long long all, stolen;
};

/* False where /proc/stat cannot be read. */
bool machine_ticks(struct cpu_ticks *ticks);

/* Where data lie: a level of cache, or memory beyond them. */
enum memory_level { LEVEL_L1, LEVEL_L2, LEVEL_L3, LEVEL_MEMORY, MEMORY_LEVELS };
extern const char *const machine_level_names[MEMORY_LEVELS]; /* "L1", ..., "memory" */

/* The size of a cache, in bytes; where the system does not show it, a usual one. */
size_t machine_cache(enum memory_level level);

/* How many CPUs this process may run on. */
int machine_allowed_cpus(void);

/* The sources of this build, as git describes them. */
const char *machine_build_version(void);

#endif
