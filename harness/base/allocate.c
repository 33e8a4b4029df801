#include "harness/base/allocate.h"

#include "harness/base/memory.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void *allocate_again(void *old, size_t count, size_t size)
{
    void *p = reallocarray(old, count ? count : 1, size);
    if (!p)
        memory_ran_out(size && count > SIZE_MAX / size ? SIZE_MAX : count * size);
    return p;
}

void *allocate(size_t count, size_t size)
{
    return allocate_again(NULL, count, size);
}

void *allocate_aligned(size_t alignment, size_t count, size_t size)
{
    size_t bytes = (count * size + alignment - 1) / alignment * alignment; /* C wants a multiple */
    void *p = aligned_alloc(alignment, bytes);
    if (!p)
        memory_ran_out(bytes);
    return p;
}

char *allocate_text_of(const char *format, va_list arguments)
{
    char *text;
    if (vasprintf(&text, format, arguments) < 0)
        memory_ran_out(strlen(format));
    return text;
}

char *allocate_text(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = allocate_text_of(format, arguments);
    va_end(arguments);
    return text;
}
