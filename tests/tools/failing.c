/* failing.c -- for LD_PRELOAD: the Nth request of the program for memory, or for a thread, is refused.

   GANLOSS_FAIL_AT=N: which; 0 or none: all are granted. GANLOSS_FAIL_COUNT=FILE: how many there were, written at the end. Only
   in a program that is called ganloss: not in the shell or the plotter that it starts. */
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static atomic_long requests;
static long at;
static bool counting;

__attribute__((constructor)) static void begin(void)
{
    const char *text = getenv("GANLOSS_FAIL_AT");
    at = text ? strtol(text, NULL, 10) : 0;
    counting = strcmp(program_invocation_short_name, "ganloss") == 0;
}

__attribute__((destructor)) static void end(void)
{
    const char *path = getenv("GANLOSS_FAIL_COUNT");
    long made = requests;
    counting = false;
    FILE *file = path && strcmp(program_invocation_short_name, "ganloss") == 0 ? fopen(path, "w") : NULL;
    if (!file)
        return;
    fprintf(file, "%ld\n", made);
    fclose(file);
}

static bool refused(void)
{
    if (!counting || ++requests != at)
        return false;
    errno = ENOMEM;
    return true;
}

#define NEXT(name)                                                                                           \
    static __typeof__(name) *next;                                                                           \
    if (!next)                                                                                               \
    *(void **)&next = dlsym(RTLD_NEXT, #name)

void *malloc(size_t bytes)
{
    NEXT(malloc);
    return refused() ? NULL : next(bytes);
}

void *calloc(size_t count, size_t size)
{
    NEXT(calloc);
    return refused() ? NULL : next(count, size);
}

void *realloc(void *old, size_t bytes)
{
    NEXT(realloc);
    return refused() ? NULL : next(old, bytes);
}

int posix_memalign(void **memory, size_t alignment, size_t bytes)
{
    NEXT(posix_memalign);
    return refused() ? ENOMEM : next(memory, alignment, bytes);
}

void *aligned_alloc(size_t alignment, size_t bytes)
{
    NEXT(aligned_alloc);
    return refused() ? NULL : next(alignment, bytes);
}

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*start)(void *),
                   void *argument)
{
    NEXT(pthread_create);
    return refused() ? EAGAIN : next(thread, attributes, start, argument);
}
