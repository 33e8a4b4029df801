/* merge.c -- the command, on up to three documents. */
#include "harness/base/fail.h"
#include "harness/commands/commands.h"
#include "harness/record/result_read.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <unistd.h>

void fuzz_merge(const unsigned char bytes[], size_t size)
{
    const char *path[FUZZ_SLOTS];
    int count = fuzz_documents(path, FUZZ_SLOTS, bytes, size), words = 0;
    char *saved = fuzz_path("merged.json"), *argv[FUZZ_SLOTS + 4], save[] = "--save", name[] = "merge";
    argv[words++] = name;
    argv[words++] = save;
    argv[words++] = saved;
    for (int i = 0; i < count; i++)
        argv[words++] = (char *)path[i];
    argv[words] = NULL;
    enum status status = command_merge(words, argv);
    if (status == STATUS_OK || status == STATUS_UNFINISHED) {
        json_t *merged;
        fuzz_expect(result_read(&merged, saved) == STATUS_OK, "what merge writes is a document");
        json_decref(merged);
        unlink(saved);
    }
    fuzz_expect(access(saved, F_OK) != 0, "a merge that fails writes nothing");
    free(saved);
}
