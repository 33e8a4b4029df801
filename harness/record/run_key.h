/* run_key.h -- what decides the answers of a run, part by part: runs whose keys are equal give the same to the last bit,
   and only their parts are merged, resumed, or compared as exact.

   {"program": hash of this program's file, "kernel_code": hash of the kernels' machine code, without addresses,
    "libm": hash of the libraries that kernels call, "libm_code": hash of which functions of these the CPU selects,
    "isa": the instruction set of screens and vectorised kernels, "cpu": features by which glibc selects};
   with foreign kernels, besides: {"foreign": the name and version of each library, of a plugin with the hash of its file,
    of a program with that of its hello}; of a run of verify, besides: {"selection": "N kernels HASH", "level", "seed", "shards", "worst": "N inputs HASH",
    "modes", "positions"}. Hashes are XXH3 of 128 bits, in hexadecimal. */
#ifndef GANLOSS_HARNESS_RECORD_RUN_KEY_H
#define GANLOSS_HARNESS_RECORD_RUN_KEY_H

#include "harness/base/fail.h"
#include "harness/inputs/worst.h"
#include "harness/selection/select.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

/* What was asked of verify; `worst` may be NULL: none. */
struct run_asked {
    const struct selection *selection;
    const char *level;
    uint64_t seed;
    size_t shards;
    const struct worst *worst;
    bool modes;
    unsigned positions;
};

/* Whether this program's file and the libraries that kernels call can be read, without which no key tells a build from another:
   else STATUS_IO, and a line. Known before the work. */
enum status run_key_begin(void);

/* Has all keys from now on name a library of foreign kernels: a plugin's file, or, where that is NULL, the hello. STATUS_IO: the
   file cannot be read. */
enum status run_key_add_foreign(const char *library, const char *file, const char *hello);

/* The parts that are the program's and the machine's alone; with `asked`, those of the run as well. */
json_t *run_key_json(const struct run_asked *asked);

/* Whether two keys differ, NULL for none; then in what, as "libm is 12ab, not 34cd". `parts`: the names of those that are
   looked at, ended by NULL; NULL: all. */
enum { RUN_KEY_TEXT = 256 };
bool run_key_differs(char text[RUN_KEY_TEXT], const json_t *key, const json_t *other,
                     const char *const parts[]);

/* The parts that stand around the kernels: with other ones, the same kernel may answer otherwise. */
extern const char *const run_key_around[];

/* Whose the foreign kernels are. */
extern const char *const run_key_foreign[];

/* Those that decide what a kernel answers, whatever program it is in. */
extern const char *const run_key_kernels[];

#endif
