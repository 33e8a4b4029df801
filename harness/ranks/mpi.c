/* mpi.c -- the ranks' engine by MPI: a module, compiled where Open MPI's pkg-config is found, and loaded under mpirun.

   The counter is the first rank's, where a thread answers who asks; one-sided operations would be shorter, but over TCP, Open MPI 4.1
   has none. So that asking costs little where tasks are short, a rank asks for as many numbers at once as last it for ASK_NS. */
#include "harness/ranks/engine.h"

#include <mpi.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* A message is one part of so many bytes at most: MPI counts in int. */
enum { PART = 1 << 30 };

enum { ASK_NS = 40000000, MOST_ASKED = 256, LOOK_NS = 1000000 };

static struct ranks_engine engine;

/* --- the counter ------------------------------------------------------------------------------------------- */

static MPI_Comm asking; /* apart from all else, since a thread of its own answers */
static struct {
    pthread_mutex_t lock;
    uint64_t next;
    pthread_t thread;
    bool ends;
} counter = {.lock = PTHREAD_MUTEX_INITIALIZER};

/* What a rank has asked for and not used yet. */
static struct {
    uint64_t next, end, size;
    int64_t since;
} pool;

static int64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static uint64_t advance(uint64_t step)
{
    pthread_mutex_lock(&counter.lock);
    uint64_t before = counter.next;
    counter.next += step;
    pthread_mutex_unlock(&counter.lock);
    return before;
}

/* Signals are the main thread's. MPI would wait at full speed, and take a processor from the work. */
static void *answer(void *nothing)
{
    const struct timespec a_while = {0, LOOK_NS};
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, NULL);
    for (int asked = 0; asked || !__atomic_load_n(&counter.ends, __ATOMIC_ACQUIRE);) {
        MPI_Status from;
        uint64_t step, before;
        MPI_Iprobe(MPI_ANY_SOURCE, 0, asking, &asked, &from);
        if (!asked) {
            nanosleep(&a_while, NULL);
            continue;
        }
        MPI_Recv(&step, 1, MPI_UINT64_T, from.MPI_SOURCE, 0, asking, MPI_STATUS_IGNORE);
        before = advance(step);
        MPI_Send(&before, 1, MPI_UINT64_T, from.MPI_SOURCE, 1, asking);
    }
    return nothing;
}

static uint64_t ask(uint64_t step)
{
    uint64_t before = 0;
    MPI_Send(&step, 1, MPI_UINT64_T, 0, 0, asking);
    MPI_Recv(&before, 1, MPI_UINT64_T, 0, 1, asking, MPI_STATUS_IGNORE);
    return before;
}

static void fill_pool(void)
{
    int64_t lasted = now() - pool.since;
    if (pool.size == 0)
        pool.size = 1;
    else if (lasted < ASK_NS / 2 && pool.size < MOST_ASKED)
        pool.size *= 2;
    else if (lasted > 2 * ASK_NS && pool.size > 1)
        pool.size /= 2;
    pool.next = ask(pool.size);
    pool.end = pool.next + pool.size;
    pool.since = now();
}

static uint64_t take(uint64_t step)
{
    if (engine.number == 0)
        return advance(step);
    if (step != 1)
        return ask(step);
    if (pool.next == pool.end)
        fill_pool();
    return pool.next++;
}

static void rewind_counter(void)
{
    MPI_Barrier(MPI_COMM_WORLD);
    memset(&pool, 0, sizeof pool);
    pthread_mutex_lock(&counter.lock);
    counter.next = 0;
    pthread_mutex_unlock(&counter.lock);
    MPI_Barrier(MPI_COMM_WORLD);
}

/* --- the rest ---------------------------------------------------------------------------------------------- */

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
    MPI_Barrier(MPI_COMM_WORLD);
    if (engine.number == 0) {
        __atomic_store_n(&counter.ends, true, __ATOMIC_RELEASE);
        pthread_join(counter.thread, NULL);
    }
    MPI_Comm_free(&asking);
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

/* The thread that answers calls beside the others. An error of MPI ends all ranks, as it does unless told otherwise. */
const struct ranks_engine *ranks_mpi_start(void);
const struct ranks_engine *ranks_mpi_start(void)
{
    int threads;
    if (MPI_Init_thread(NULL, NULL, MPI_THREAD_MULTIPLE, &threads) != MPI_SUCCESS ||
        threads < MPI_THREAD_MULTIPLE)
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
    MPI_Comm_dup(MPI_COMM_WORLD, &asking);
    if (engine.number == 0 && pthread_create(&counter.thread, NULL, answer, NULL) != 0)
        MPI_Abort(MPI_COMM_WORLD, 70);
    return &engine;
}
