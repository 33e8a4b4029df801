/* engine.h -- what the ranks need of MPI, as a table that a module of its own gives (mpi.c): so the program has no need of
   MPI but where mpirun started it. One thread at a time calls these. */
#ifndef GANLOSS_HARNESS_RANKS_ENGINE_H
#define GANLOSS_HARNESS_RANKS_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ranks_engine {
    int count, number; /* how many ranks there are; which one this is, from 0 on */

    /* Adds `step` to the counter that all ranks share, and returns what it was. */
    uint64_t (*take)(uint64_t step);

    /* All ranks call these together. The counter is 0 again; every rank has what the first one has; the largest of all
       ranks' numbers. */
    void (*rewind)(void);
    void (*share)(void *bytes, size_t size);
    uint64_t (*largest)(uint64_t number);

    /* Bytes for the first rank, and its reading of the next ones from `number`, from malloc. */
    void (*send)(const void *bytes, size_t size);
    void *(*receive)(size_t *size, int number);

    void (*end)(void);
};

/* What the module defines: the start, NULL where MPI does not; and what MPI calls itself, at any time. */
typedef const struct ranks_engine *ranks_engine_start(void);
typedef const char *ranks_engine_version(void);
#define RANKS_ENGINE_START   "ranks_mpi_start"
#define RANKS_ENGINE_VERSION "ranks_mpi_version"

#endif
