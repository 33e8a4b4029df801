#include "harness/base/allocate.h"

#include "harness/base/fail.h"

#include <stdio.h>
#include <stdlib.h>

void *allocate_again(void *old, size_t count, size_t size)
{
    void *p = reallocarray(old, count ? count : 1, size);
    if (!p)
        exit((int)fail(STATUS_INTERNAL, "out of memory: %zu x %zu bytes", count, size));
    return p;
}

void *allocate(size_t count, size_t size)
{
    return allocate_again(NULL, count, size);
}

void *allocate_aligned(size_t alignment, size_t count, size_t size)
{
    void *p = aligned_alloc(alignment, count * size);
    if (!p)
        exit((int)fail(STATUS_INTERNAL, "out of memory: %zu x %zu bytes", count, size));
    return p;
}

char *allocate_text_of(const char *format, va_list arguments)
{
    char *text;
    if (vasprintf(&text, format, arguments) < 0)
        exit((int)fail(STATUS_INTERNAL, "out of memory"));
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
