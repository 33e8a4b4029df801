/* fuzz.h -- each reader of what others may have written, as a function of some bytes.

   libFuzzer calls one of them with bytes that it makes up (entry.c, make fuzz); make check calls all of them
   with the bytes kept here, corpus/NAME and crashes/NAME, and with those cut and changed
   (tests/unit/fuzz/readers.c). Whatever the bytes, a reader returns; what it says on stderr is lost. */
#ifndef GANLOSS_TESTS_FUZZ_FUZZ_H
#define GANLOSS_TESTS_FUZZ_FUZZ_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

typedef void fuzz_reader(const unsigned char bytes[], size_t size);

#define READER(name, is_json) fuzz_reader fuzz_##name;
#include "tests/fuzz/fuzz.def"
#undef READER

/* The readers, in a table that ends with a NULL name. */
struct fuzz_row {
    const char *name;
    bool is_json; /* what it reads is JSON, and is varied as such (vary.h) */
    fuzz_reader *read;
};
extern const struct fuzz_row fuzz_rows[];

/* Ends the program unless something holds that holds for all bytes: what no sanitizer sees. */
void fuzz_expect(bool holds, const char *what);

/* The name of a file that holds these bytes, until the next call with the same slot. */
enum { FUZZ_SLOTS = 3 };
const char *fuzz_file(int slot, const void *bytes, size_t size);

/* A directory in memory of this process's own, gone when it ends; a name in it, to be freed. */
const char *fuzz_directory(void);
char *fuzz_path(const char *name);

/* The bytes as a text, to be freed; as words, one a line, after a first one (a command's name). Words that
   ask for help or the version are left out, since these end the program. */
char *fuzz_text(const unsigned char bytes[], size_t size);
struct fuzz_words {
    char *word[16], *own[16]; /* as they are, for those who move and replace them; as they are freed */
    int count;
};
struct fuzz_words fuzz_words(const char *first, const unsigned char bytes[], size_t size);
void fuzz_words_free(struct fuzz_words *words);

/* The bytes as documents, each in a file: at most `most` elements of an array, or one that is no array. The
   number of them. */
int fuzz_documents(const char *path[], int most, const unsigned char bytes[], size_t size);

#endif
