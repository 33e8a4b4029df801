/* key.c -- two run keys: whether they differ, and in what. */
#include "harness/record/run_key.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

void fuzz_key(const unsigned char bytes[], size_t size)
{
    static const char *const *const parts[] = {NULL, run_key_around};
    json_t *keys = json_loadb((const char *)bytes, size, 0, NULL);
    const json_t *a = json_array_get(keys, 0), *b = json_array_get(keys, 1);
    for (int i = 0; i < 2; i++) {
        char text[RUN_KEY_TEXT] = "";
        bool differs = run_key_differs(text, a, b, i ? parts[1] : parts[0]);
        fuzz_expect(strlen(text) < RUN_KEY_TEXT && differs == (*text != '\0'), "what differs is said");
        fuzz_expect(!run_key_differs(text, a, a, NULL), "a key is equal to itself");
        fuzz_expect(run_key_differs(text, b, a, i ? parts[1] : parts[0]) == differs, "it differs both ways");
    }
    json_decref(keys);
}
