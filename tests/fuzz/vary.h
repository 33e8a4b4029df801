/* vary.h -- JSON with one thing changed: what a change of single bytes hardly ever makes. */
#ifndef GANLOSS_TESTS_FUZZ_VARY_H
#define GANLOSS_TESTS_FUZZ_VARY_H

#include <stddef.h>

/* Changes the JSON text bytes[size] in its room of `most` bytes, as the seed says: a value becomes another,
   perhaps one of the text's own, or goes away, or comes twice. The new size; 0: it is no JSON, or there is no
   room. */
size_t vary(unsigned char bytes[], size_t size, size_t most, unsigned seed);

#endif
