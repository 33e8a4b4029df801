/* allocate.h -- memory that is there, or the program ends. */
#ifndef GANLOSS_HARNESS_BASE_ALLOCATE_H
#define GANLOSS_HARNESS_BASE_ALLOCATE_H

#include <stdarg.h>
#include <stddef.h>

/* malloc and realloc that end the program with STATUS_INTERNAL and a message when memory runs out. */
void *allocate(size_t count, size_t size);
void *allocate_again(void *old, size_t count, size_t size);

/* allocate() at an address that is a multiple of `alignment`. */
enum { CACHE_LINE = 64 }; /* bytes: such an alignment */
void *allocate_aligned(size_t alignment, size_t count, size_t size);

/* The same for text that is formatted into memory of its own. */
__attribute__((format(printf, 1, 2))) char *allocate_text(const char *format, ...);
__attribute__((format(printf, 1, 0))) char *allocate_text_of(const char *format, va_list arguments);

#endif
