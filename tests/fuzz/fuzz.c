#include "tests/fuzz/fuzz.h"

#include "harness/base/allocate.h"
#include "harness/base/output.h"
#include "harness/base/temporary.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

const struct fuzz_row fuzz_rows[] = {
#define READER(name, is_json) {#name, is_json, fuzz_##name},
#include "tests/fuzz/fuzz.def"
#undef READER
    {NULL, false, NULL}};

void fuzz_expect(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "fuzz: it does not hold that %s\n", what);
    abort();
}

const char *fuzz_file(int slot, const void *bytes, size_t size)
{
    static struct {
        int descriptor;
        char name[32];
    } files[FUZZ_SLOTS];
    int *file = &files[slot].descriptor;
    if (*file == 0) {
        *file = memfd_create("fuzz", MFD_CLOEXEC);
        snprintf(files[slot].name, sizeof files[slot].name, "/proc/self/fd/%d", *file);
    }
    bool good = ftruncate(*file, 0) == 0 && pwrite(*file, bytes, size, 0) == (ssize_t)size;
    fuzz_expect(good, "there is memory for a file");
    return files[slot].name;
}

static struct temporary directory;

static void remove_directory(void)
{
    temporary_remove(&directory);
}

const char *fuzz_directory(void)
{
    if (!directory.path) {
        fuzz_expect(temporary_directory(&directory, "/dev/shm", "fuzz", 0700), "/dev/shm can be written to");
        atexit(remove_directory);
    }
    return directory.path;
}

char *fuzz_path(const char *name)
{
    return output_path(fuzz_directory(), name);
}

char *fuzz_text(const unsigned char bytes[], size_t size)
{
    char *text = allocate(size + 1, 1);
    memcpy(text, bytes, size);
    text[size] = '\0';
    return text;
}

/* -h may be among other letters. */
static bool ends_program(const char *word)
{
    bool has_letters = word[0] == '-' && word[1] != '-';
    return strncmp(word, "--h", 3) == 0 || strncmp(word, "--vers", 6) == 0 ||
           (has_letters && strchr(word, 'h'));
}

struct fuzz_words fuzz_words(const char *first, const unsigned char bytes[], size_t size)
{
    enum { MOST = sizeof((struct fuzz_words){0}).word / sizeof(char *) - 1 };
    struct fuzz_words words = {.count = 0};
    char *text = fuzz_text(bytes, size), *rest = text;
    words.own[words.count++] = allocate_text("%s", first);
    for (char *word; words.count < MOST && (word = strsep(&rest, "\n"));)
        if (!ends_program(word))
            words.own[words.count++] = allocate_text("%s", word);
    free(text);
    memcpy(words.word, words.own, sizeof words.own);
    return words;
}

/* Words that were replaced (negative numbers are, in cli_parse) are not those that were moved. */
void fuzz_words_free(struct fuzz_words *words)
{
    for (int i = 0; i < words->count; i++) {
        bool is_own = false;
        for (int k = 0; k < words->count; k++)
            is_own = is_own || words->own[k] == words->word[i];
        if (!is_own)
            free(words->word[i]);
    }
    for (int i = 0; i < words->count; i++)
        free(words->own[i]);
}

int fuzz_documents(const char *path[], int most, const unsigned char bytes[], size_t size)
{
    json_t *all = json_loadb((const char *)bytes, size, 0, NULL);
    int count = 0;
    if (!json_is_array(all)) {
        json_decref(all);
        path[0] = fuzz_file(0, bytes, size);
        return 1;
    }
    for (size_t i = 0; i < json_array_size(all) && count < most; i++) {
        char *text = json_dumps(json_array_get(all, i), JSON_ENCODE_ANY | JSON_REAL_PRECISION(17));
        path[count] = fuzz_file(count, text, strlen(text));
        free(text);
        count++;
    }
    json_decref(all);
    return count;
}
