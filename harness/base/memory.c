#include "harness/base/memory.h"

#include "harness/base/fail.h"

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

static atomic_flag is_ending = ATOMIC_FLAG_INIT;
static _Thread_local bool ends_here;

/* The first thread says it and ends the program; what others need meanwhile, they wait for in vain. What runs at the
   end and needs memory too does not get it. */
_Noreturn void memory_ran_out(size_t bytes)
{
    if (ends_here)
        _exit(STATUS_INTERNAL);
    while (atomic_flag_test_and_set(&is_ending))
        pause();
    ends_here = true;
    exit((int)fail(STATUS_INTERNAL, "out of memory: %zu bytes", bytes));
}

static bool exit_is_meant;

static void check_exit(int status, void *nothing)
{
    (void)nothing;
    if (status == EXIT_FAILURE && !exit_is_meant)
        _exit(STATUS_INTERNAL);
}

void memory_watch_exit(void)
{
    on_exit(check_exit, NULL);
}

void memory_exit_is_meant(void)
{
    exit_is_meant = true;
}

/* Sanitizers and their like bring their own. */
#if defined __has_feature
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define MEMORY_IS_ANOTHERS
#endif
#endif
#if !defined __SANITIZE_ADDRESS__ && !defined __SANITIZE_THREAD__ && !defined MEMORY_IS_ANOTHERS

/* The next definition after this program's; found at the first call, before there are threads. */
#define NEXT(name)                                                                                           \
    static __typeof__(name) *next;                                                                           \
    if (!next)                                                                                               \
    *(void **)&next = dlsym(RTLD_NEXT, #name)

static void *checked(void *memory, size_t bytes)
{
    if (!memory && bytes > 0)
        memory_ran_out(bytes);
    return memory;
}

void *malloc(size_t bytes)
{
    NEXT(malloc);
    return checked(next(bytes), bytes);
}

void *calloc(size_t count, size_t size)
{
    NEXT(calloc);
    void *memory = next(count, size);
    return memory || size == 0 ? memory : checked(memory, count > SIZE_MAX / size ? SIZE_MAX : count * size);
}

void *realloc(void *old, size_t bytes)
{
    NEXT(realloc);
    return checked(next(old, bytes), bytes);
}

int posix_memalign(void **memory, size_t alignment, size_t bytes)
{
    NEXT(posix_memalign);
    int error = next(memory, alignment, bytes);
    if (error == ENOMEM)
        memory_ran_out(bytes);
    return error;
}

void *aligned_alloc(size_t alignment, size_t bytes)
{
    NEXT(aligned_alloc);
    return checked(next(alignment, bytes), bytes);
}
#endif
