#include "harness/foreign/memory.h"

#include "harness/base/allocate.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

/* Of a page of any machine's: 64 KiB. */
enum { MARGIN = 1 << 16, AREAS = 2 };
static const size_t area = (size_t)MEMORY_LONGEST * sizeof(double) + MARGIN;

#ifndef F_SEAL_FUTURE_WRITE
#define F_SEAL_FUTURE_WRITE 0x0010
#endif

size_t memory_size(void)
{
    return MARGIN + AREAS * (area + MARGIN);
}

size_t memory_area_start(int which)
{
    return MARGIN + (size_t)which * (area + MARGIN);
}

size_t memory_area_end(int which)
{
    return memory_area_start(which) + area;
}

size_t memory_place(int which, size_t bytes, size_t shift, bool first)
{
    if (first)
        return memory_area_start(which) + shift % CACHE_LINE;
    size_t at = memory_area_end(which) - bytes;
    return at - (at - shift) % CACHE_LINE;
}

/* It can neither shrink, which would crash who reads it, nor grow. */
bool memory_make(struct memory *memory, bool sealed)
{
    *memory = (struct memory){memfd_create("ganloss", MFD_CLOEXEC | MFD_ALLOW_SEALING), MAP_FAILED};
    if (memory->descriptor >= 0 && ftruncate(memory->descriptor, (off_t)memory_size()) == 0)
        memory->base = mmap(NULL, memory_size(), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_NORESERVE,
                            memory->descriptor, 0);
    int seals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL | (sealed ? F_SEAL_FUTURE_WRITE : 0);
    if (memory->base != MAP_FAILED && fcntl(memory->descriptor, F_ADD_SEALS, seals) == 0)
        return true;
    memory_free(memory);
    return false;
}

void memory_free(struct memory *memory)
{
    if (memory->base != MAP_FAILED)
        munmap(memory->base, memory_size());
    if (memory->descriptor >= 0)
        close(memory->descriptor);
    *memory = (struct memory){-1, MAP_FAILED};
}

char *memory_map_guarded(int descriptor, bool writable)
{
    char *base = mmap(NULL, memory_size(), PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    for (int i = 0; i < AREAS && base != MAP_FAILED; i++) {
        size_t start = memory_area_start(i);
        if (mmap(base + start, area, PROT_READ | (writable ? PROT_WRITE : 0), MAP_SHARED | MAP_FIXED,
                 descriptor, (off_t)start) == MAP_FAILED)
            return NULL;
    }
    return base == MAP_FAILED ? NULL : base;
}
