/* entry.c -- libFuzzer's way in: the reader that GANLOSS_FUZZ names. */
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/vary.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What libFuzzer calls, and what it gives. */
int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);
size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t size, size_t most, unsigned seed);
size_t LLVMFuzzerMutate(uint8_t *bytes, size_t size, size_t most);

static const struct fuzz_row *row;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    const char *name = getenv("GANLOSS_FUZZ");
    (void)argc;
    (void)argv;
    for (row = fuzz_rows; row->name && (!name || strcmp(row->name, name) != 0); row++)
        ;
    if (!row->name) {
        fprintf(stderr, "GANLOSS_FUZZ names no reader; they are in tests/fuzz/fuzz.def\n");
        exit(64);
    }
    json_object_seed(1); /* the same bytes do the same */
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    row->read(bytes, size);
    return 0;
}

/* JSON is mostly varied as JSON, all else by bytes. */
size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t size, size_t most, unsigned seed)
{
    size_t varied = row->is_json && seed % 4 != 0 ? vary(bytes, size, most, seed) : 0;
    return varied > 0 ? varied : LLVMFuzzerMutate(bytes, size, most);
}
