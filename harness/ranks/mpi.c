/* mpi.c -- the ranks' engine by MPI: a module, compiled where Open MPI's pkg-config is found, and loaded under mpirun. */
#include "harness/ranks/engine.h"

#include <mpi.h>
#include <stdlib.h>
#include <string.h>

/* A message is one part of so many bytes at most: MPI counts in int. */
enum { PART = 1 << 30 };

static MPI_Win window;
static uint64_t *counter; /* the first rank's is everybody's */
static struct ranks_engine engine;

static uint64_t take(uint64_t step)
{
    uint64_t before = 0;
    MPI_Fetch_and_op(&step, &before, MPI_UINT64_T, 0, 0, MPI_SUM, window);
    MPI_Win_flush(0, window);
    return before;
}

static void rewind_counter(void)
{
    const uint64_t zero = 0;
    uint64_t before;
    MPI_Barrier(MPI_COMM_WORLD);
    if (engine.number == 0) {
        MPI_Fetch_and_op(&zero, &before, MPI_UINT64_T, 0, 0, MPI_REPLACE, window);
        MPI_Win_flush(0, window);
    }
    MPI_Barrier(MPI_COMM_WORLD);
}

static void share(void *bytes, size_t size)
{
    for (size_t at = 0; at < size; at += PART)
        MPI_Bcast((char *)bytes + at, (int)(size - at < PART ? size - at : PART), MPI_BYTE, 0,
                  MPI_COMM_WORLD);
}

static uint64_t largest(uint64_t number)
{
    uint64_t found = 0;
    MPI_Allreduce(&number, &found, 1, MPI_UINT64_T, MPI_MAX, MPI_COMM_WORLD);
    return found;
}

static void send(const void *bytes, size_t size)
{
    uint64_t whole = size;
    MPI_Send(&whole, 1, MPI_UINT64_T, 0, 0, MPI_COMM_WORLD);
    for (size_t at = 0; at < size; at += PART)
        MPI_Send((const char *)bytes + at, (int)(size - at < PART ? size - at : PART), MPI_BYTE, 0, 0,
                 MPI_COMM_WORLD);
}

static void *receive(size_t *size, int number)
{
    uint64_t whole = 0;
    MPI_Recv(&whole, 1, MPI_UINT64_T, number, 0, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    char *bytes = malloc(whole + 1); /* of nothing, too, there is something to free */
    if (!bytes)
        MPI_Abort(MPI_COMM_WORLD, 70);
    for (size_t at = 0; at < whole; at += PART)
        MPI_Recv(bytes + at, (int)(whole - at < PART ? whole - at : PART), MPI_BYTE, number, 0,
                 MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    *size = whole;
    return bytes;
}

static void end(void)
{
    MPI_Win_unlock_all(window);
    MPI_Win_free(&window);
    MPI_Finalize();
}

/* "Open MPI v4.1.4": the rest of what it says is about its packager. */
const char *ranks_mpi_version(void);
const char *ranks_mpi_version(void)
{
    static char version[MPI_MAX_LIBRARY_VERSION_STRING];
    int length;
    MPI_Get_library_version(version, &length);
    version[strcspn(version, ",\n")] = '\0';
    return version;
}

/* Threads call in turn. An error of MPI ends all ranks, as it does unless told otherwise. */
const struct ranks_engine *ranks_mpi_start(void);
const struct ranks_engine *ranks_mpi_start(void)
{
    int threads;
    if (MPI_Init_thread(NULL, NULL, MPI_THREAD_SERIALIZED, &threads) != MPI_SUCCESS ||
        threads < MPI_THREAD_SERIALIZED)
        return NULL;
    engine = (struct ranks_engine){.take = take,
                                   .rewind = rewind_counter,
                                   .share = share,
                                   .largest = largest,
                                   .send = send,
                                   .receive = receive,
                                   .end = end};
    MPI_Comm_size(MPI_COMM_WORLD, &engine.count);
    MPI_Comm_rank(MPI_COMM_WORLD, &engine.number);
    MPI_Win_allocate(engine.number == 0 ? sizeof *counter : 0, sizeof *counter, MPI_INFO_NULL, MPI_COMM_WORLD,
                     &counter, &window);
    MPI_Win_lock_all(MPI_MODE_NOCHECK, window);
    if (engine.number == 0)
        *counter = 0;
    MPI_Win_sync(window);
    MPI_Barrier(MPI_COMM_WORLD);
    return &engine;
}
