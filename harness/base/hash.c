#include "harness/base/hash.h"

#include <inttypes.h>
#include <stdio.h>

const char *hash_text(char text[HASH_TEXT], XXH128_hash_t hash)
{
    snprintf(text, HASH_TEXT, "%016" PRIx64 "%016" PRIx64, hash.high64, hash.low64);
    return text;
}
