/* hash.h -- a hash as documents and file names have it. */
#ifndef GANLOSS_HARNESS_BASE_HASH_H
#define GANLOSS_HARNESS_BASE_HASH_H

#include <xxhash.h>

/* 32 hexadecimal digits and their end. */
enum { HASH_TEXT = 33 };

/* Writes the 128 bits, the upper ones first; returns text. */
const char *hash_text(char text[HASH_TEXT], XXH128_hash_t hash);

#endif
