#include "harness/ranks/ranks.h"

#include "harness/base/interrupt.h"
#include "harness/base/process.h"
#include "harness/ranks/engine.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct ranks_engine *engine;

/* By which a process knows that it was started by mpirun, or by another starter that speaks PMIx. */
static const char *const started_by[] = {"OMPI_COMM_WORLD_SIZE", "PMIX_RANK", NULL};

static bool is_started(void)
{
    bool started = false;
    for (int i = 0; started_by[i]; i++)
        started = started || getenv(started_by[i]);
    return started;
}

/* Programs that it starts itself were not. */
static void forget_start(void)
{
    for (int i = 0; started_by[i]; i++)
        unsetenv(started_by[i]);
}

/* Beside the program, where it was built, or in libexec/ganloss, where it was installed. */
static const char *find_module(void)
{
    static const char *const places[] = {"ranks_mpi.so", "../libexec/ganloss/ranks_mpi.so"};
    static char path[PATH_MAX + 64];
    char program[PATH_MAX];
    process_path(program);
    char *slash = strrchr(program, '/');
    for (size_t i = 0; i < sizeof places / sizeof *places && slash; i++) {
        snprintf(path, sizeof path, "%.*s/%s", (int)(slash - program), program, places[i]);
        if (access(path, R_OK) == 0)
            return path;
    }
    return NULL;
}

/* A function of the module; NULL: dlerror() says why not. MPI finds its own parts by the names of the module's libraries:
   RTLD_GLOBAL. */
static void *find_function(const char *module, const char *name)
{
    void *library = dlopen(module, RTLD_NOW | RTLD_GLOBAL);
    return library ? dlsym(library, name) : NULL;
}

static enum status load(const char *module)
{
    ranks_engine_start *start;
    void *found = find_function(module, RANKS_ENGINE_START);
    if (!found)
        return fail(STATUS_UNAVAILABLE, "started by mpirun, but MPI cannot be loaded: %s", dlerror());
    memcpy(&start, &found, sizeof start);
    engine = start();
    return engine ? STATUS_OK
                  : fail(STATUS_UNAVAILABLE, "started by mpirun, but MPI does not start: %s", module);
}

/* Of what is printed, nothing is to be seen but what the leader prints; what goes wrong is told by ranks_agree(). */
static void be_silent(void)
{
    int nowhere = open("/dev/null", O_WRONLY);
    if (nowhere < 0)
        return;
    dup2(nowhere, STDOUT_FILENO);
    dup2(nowhere, STDERR_FILENO);
    close(nowhere);
}

enum status ranks_begin(void)
{
    if (!is_started())
        return STATUS_OK;
    const char *module = find_module();
    if (!module)
        return fail(STATUS_UNAVAILABLE, "started by mpirun, but this build is without MPI: build it where "
                                        "pkg-config knows ompi-c (Debian: libopenmpi-dev)");
    enum status status = load(module);
    forget_start();
    if (status == STATUS_OK && engine->number > 0)
        be_silent();
    return status;
}

void ranks_end(void)
{
    if (engine)
        engine->end();
}

int ranks_count(void)
{
    return engine ? engine->count : 1;
}

int ranks_number(void)
{
    return engine ? engine->number : 0;
}

bool ranks_lead(void)
{
    return ranks_number() == 0;
}

const char *ranks_version(void)
{
    ranks_engine_version *version;
    const char *module = find_module();
    void *found = module ? find_function(module, RANKS_ENGINE_VERSION) : NULL;
    if (!found)
        return NULL;
    memcpy(&version, &found, sizeof version);
    return version();
}

static uint64_t alone; /* the counter where there is one rank and no engine */

void ranks_rewind(void)
{
    alone = 0;
    if (engine)
        engine->rewind();
}

uint64_t ranks_take(uint64_t step)
{
    uint64_t before;
#pragma omp critical(ranks)
    {
        before = engine ? engine->take(step) : alone;
        alone += engine ? 0 : step;
    }
    return before;
}

void ranks_share(void *bytes, size_t size)
{
    if (engine)
        engine->share(bytes, size);
}

uint64_t ranks_largest(uint64_t number)
{
    return engine ? engine->largest(number) : number;
}

enum ranks_together ranks_together(bool sound)
{
    enum ranks_together mine = !sound ? RANKS_UNSOUND : interrupted() ? RANKS_INTERRUPTED : RANKS_DONE;
    enum ranks_together all = (enum ranks_together)ranks_largest(mine);
    if (all == RANKS_INTERRUPTED)
        interrupt_all();
    return all;
}

void ranks_gather(const void *bytes, size_t size, ranks_taker *take, void *to)
{
    if (!ranks_lead())
        engine->send(bytes, size);
    for (int number = 1; number < ranks_count() && ranks_lead(); number++) {
        size_t length;
        void *given = engine->receive(&length, number);
        take(to, given, length);
        free(given);
    }
}
