/* checkpoint.c -- a checkpoint of a run. An even first byte: the others are the file. An odd one: a good file
   is changed, and its hash made right again. Each ten bytes change one field: which one it is, then its new
   value. As many bytes as are left over, fields are missing at the end. */
#include "harness/exhaustive/checkpoint.h"
#include "harness/base/allocate.h"
#include "harness/base/fail.h"
#include "harness/record/binades.h"
#include "tests/fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xxhash.h>

enum { FIELD = 8, CHANGE = 2 + FIELD, HASH = sizeof(XXH128_canonical_t) };

static struct choice choice;
static const struct selection selection = {&choice, 1};

static struct plan plan_with(const char *file)
{
    return (struct plan){.level = EXHAUSTIVE, .seed = 1, .shard = 3, .shards = 301, .resume = file};
}

static struct state state_with(struct summary *summary)
{
    *summary = summary_with_binades();
    return (struct state){.tasks = 13 * ROUND, .rounds = 12, .done = {[3] = 1}, .summaries = summary};
}

/* The bytes of a file, from malloc. */
static unsigned char *file_bytes(const char *name, size_t *size)
{
    FILE *file = fopen(name, "r");
    fuzz_expect(file != NULL && fseek(file, 0, SEEK_END) == 0, "a checkpoint was written");
    *size = (size_t)ftell(file);
    unsigned char *bytes = allocate(*size, 1);
    rewind(file);
    fuzz_expect(fread(bytes, 1, *size, file) == *size, "a file can be read");
    fclose(file);
    return bytes;
}

/* What is written of a state, from malloc. */
static unsigned char *written(const struct state *state, size_t *size)
{
    char *name = fuzz_path("checkpoint");
    const struct plan plan = plan_with(name);
    fuzz_expect(checkpoint_write(state, &selection, &plan) == STATUS_OK, "a state can be written");
    unsigned char *bytes = file_bytes(name, size);
    unlink(name);
    free(name);
    return bytes;
}

/* A good file of this program: it begins with the name, the length of the run's key, and the key. */
static unsigned char *good_file(size_t *size, size_t *head)
{
    static unsigned char *good;
    static size_t good_size, good_head;
    if (!good) {
        struct summary summary;
        fuzz_expect(choice_find(&choice, "wasserstein.g/stable/f32"), "the kernel is there");
        struct state state = state_with(&summary);
        good = written(&state, &good_size);
        const unsigned char *end = memchr(good, '\n', good_size);
        good_head = (size_t)(end + 1 - good) + FIELD;
        good_head += (size_t)good[good_head - FIELD] + ((size_t)good[good_head - FIELD + 1] << 8);
        summary_clear(&summary);
    }
    unsigned char *copy = allocate(good_size, 1);
    memcpy(copy, good, good_size);
    *size = good_size;
    *head = good_head;
    return copy;
}

static unsigned char *changed_file(const unsigned char bytes[], size_t size, size_t *length)
{
    size_t head, left = size % CHANGE;
    unsigned char *file = good_file(length, &head);
    size_t fields = (*length - head - HASH) / FIELD;
    for (size_t i = 0; i + CHANGE <= size; i += CHANGE) {
        size_t field = (bytes[i] | (size_t)bytes[i + 1] << 8) % fields;
        memcpy(file + head + field * FIELD, bytes + i + 2, FIELD);
    }
    XXH128_canonical_t hash;
    *length -= left * FIELD;
    XXH128_canonicalFromHash(&hash, XXH3_128bits(file, *length - HASH));
    memcpy(file + *length - HASH, &hash, HASH);
    return file;
}

/* What was read is written, and that is read and written as the same. */
static void check(const struct state *state)
{
    struct summary summary;
    size_t first_size, size;
    struct state again = state_with(&summary);
    unsigned char *first = written(state, &first_size);
    const struct plan plan = plan_with(fuzz_file(1, first, first_size));
    fuzz_expect(checkpoint_read(&again, &selection, &plan) == STATUS_OK,
                "a checkpoint that was written is read");
    unsigned char *second = written(&again, &size);
    fuzz_expect(size == first_size && memcmp(first, second, size) == 0, "it is written as it was");
    free(first);
    free(second);
    summary_clear(&summary);
}

void fuzz_checkpoint(const unsigned char bytes[], size_t size)
{
    struct summary summary;
    size_t length = size - 1, head;
    if (size == 0)
        return;
    free(good_file(&head, &head)); /* the kernel is known from here on */
    unsigned char *file = bytes[0] % 2 ? changed_file(bytes + 1, size - 1, &length) : NULL;
    const struct plan plan = plan_with(fuzz_file(0, file ? file : bytes + 1, length));
    struct state state = state_with(&summary);
    enum status status = checkpoint_read(&state, &selection, &plan);
    fuzz_expect(status == STATUS_OK || status == STATUS_DATA, "it is a checkpoint, or is refused");
    if (status == STATUS_OK)
        check(&state);
    summary_clear(&summary);
    free(file);
}
