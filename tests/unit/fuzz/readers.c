/* Every reader of what others may have written (tests/fuzz/fuzz.def), on the inputs that are kept: those that
   fuzzing began with, and those that once crashed it; each as it is, cut, with bytes changed, JSON also with
   values changed. A reader that crashes, hangs or does not hold what it has to ends its test; the last name in
   the log is that of the input. */
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/vary.h"

#include "harness/base/allocate.h"
#include "harness/base/random.h"
#include "harness/record/result_read.h"
#include "tests/support/length.h"
#include "tests/support/said.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What is said is said in whole lines, each of them ours. */
static void read_one(fuzz_reader *read, const unsigned char bytes[], size_t size)
{
    said_start();
    read(bytes, size);
    char *said = said_end();
    for (const char *line = said; *line; line = strchr(line, '\n') + 1)
        cr_assert(strchr(line, '\n') && (strncmp(line, "ganloss: ", 9) == 0 ||
                                         strncmp(line, "WORSE", 5) == 0 || line[0] == ' '),
                  "%s", said);
    free(said);
}

static void read_changed(fuzz_reader *read, bool is_json, const unsigned char bytes[], size_t size)
{
    size_t most = 2 * size, varied;
    unsigned char *copy = allocate(most, 1);
    uint64_t random = size;
    int trials = length_of(200, 20);
    read_one(read, bytes, size);
    for (int i = 0; i < trials && size > 0; i++) {
        memcpy(copy, bytes, size);
        for (uint64_t changes = 1 + random_below(&random, 3); changes > 0; changes--)
            copy[random_below(&random, size)] ^= (unsigned char)(1 << random_below(&random, 8));
        read_one(read, copy, size);
        read_one(read, bytes, random_below(&random, size));
        memcpy(copy, bytes, size);
        if (is_json && (varied = vary(copy, size, most, (unsigned)random)) > 0)
            read_one(read, copy, varied);
    }
    free(copy);
}

/* Fuzzing that began with documents that are refused would not come far. */
static void read_whole(const unsigned char bytes[], size_t size)
{
    json_t *document;
    cr_assert_eq(result_read(&document, fuzz_file(0, bytes, size)), STATUS_OK);
    json_decref(document);
}

/* All that is in a directory; the number of files. */
static int read_all(fuzz_reader *read, bool is_json, const char *directory)
{
    DIR *entries = opendir(directory);
    int count = 0;
    for (struct dirent *entry; entries && (entry = readdir(entries));) {
        if (entry->d_name[0] == '.')
            continue;
        char *path = allocate_text("%s/%s", directory, entry->d_name);
        FILE *file = fopen(path, "r");
        unsigned char *bytes = allocate(1 << 20, 1);
        cr_assert_not_null(file, "%s", path);
        size_t size = fread(bytes, 1, 1 << 20, file);
        fclose(file);
        printf("%s\n", path);
        fflush(stdout);
        if (strcmp(directory, "tests/fuzz/corpus/document") == 0)
            read_whole(bytes, size);
        read_changed(read, is_json, bytes, size);
        free(bytes);
        free(path);
        count++;
    }
    if (entries)
        closedir(entries);
    return count;
}

#define READER(name, is_json)                                                                                \
    Test(readers, name)                                                                                      \
    {                                                                                                        \
        cr_assert_gt(read_all(fuzz_##name, is_json, "tests/fuzz/corpus/" #name), 0);                         \
        read_all(fuzz_##name, is_json, "tests/fuzz/crashes/" #name);                                         \
    }
#include "tests/fuzz/fuzz.def"
