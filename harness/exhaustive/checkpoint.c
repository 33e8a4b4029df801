/* checkpoint.c -- the file: its name, the length of a text and the text, a JSON object that says whose state it is; the
   state, field by field (checkpoint_fields.h); a hash of all that, XXH3 of 128 bits. */
#include "harness/exhaustive/checkpoint.h"

#include "harness/base/allocate.h"
#include "harness/base/output.h"
#include "harness/exhaustive/checkpoint_fields.h"
#include "harness/record/run_key.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char magic[] = "ganloss-checkpoint/2\n";
/* Bytes: of the text, and all that is around the summaries; of a summary. What is longer is no checkpoint. */
enum { TEXT_MOST = 1 << 16, SUMMARY_MOST = 1 << 17, HASH = sizeof(XXH128_canonical_t) };

/* The key of the run, and which shard of it this is. */
static json_t *identity(const struct selection *selection, const struct plan *plan)
{
    const struct run_asked asked = {
        selection,   level_names[EXHAUSTIVE], plan->seed, plan->shards, plan->worst,
        plan->modes, plan->positions};
    json_t *key = run_key_json(&asked);
    json_object_set_new(key, "shard", json_integer((json_int_t)plan->shard + 1));
    return key;
}

static void fields_state(struct checkpoint_fields *f, struct state *state, struct summary summaries[],
                         size_t count)
{
    uint64_t rounds = state->rounds, done;
    checkpoint_fields_whole(f, &rounds, (state->tasks + ROUND - 1) / ROUND);
    state->rounds = (size_t)rounds;
    for (size_t i = 0; i < ROUND; i++) {
        done = state->done[i];
        checkpoint_fields_whole(f, &done, 1);
        state->done[i] = (unsigned char)done;
    }
    for (size_t i = 0; i < count; i++)
        checkpoint_fields_summary(f, &summaries[i]);
}

enum status checkpoint_write(const struct state *state, const struct selection *selection,
                             const struct plan *plan)
{
    struct output_file out;
    struct state copy = *state;
    enum status status = output_open(&out, plan->resume);
    if (status != STATUS_OK)
        return status;
    struct checkpoint_fields f = {.to = out.stream, .hash = XXH3_createState(), .good = true};
    json_t *key = identity(selection, plan);
    char *text = json_dumps(key, JSON_COMPACT);
    uint64_t length = strlen(text);
    XXH128_canonical_t hash;
    XXH3_128bits_reset(f.hash);
    checkpoint_fields_bytes(&f, magic, strlen(magic));
    checkpoint_fields_whole(&f, &length, TEXT_MOST);
    checkpoint_fields_bytes(&f, text, strlen(text));
    fields_state(&f, &copy, copy.summaries, selection->count);
    XXH128_canonicalFromHash(&hash, XXH3_128bits_digest(f.hash));
    fwrite(&hash, 1, HASH, out.stream); /* output_commit sees what fails */
    XXH3_freeState(f.hash);
    free(text);
    json_decref(key);
    if (f.good)
        return output_commit(&out);
    status = ferror(out.stream)
                 ? fail(STATUS_IO, "cannot write %s: %s", plan->resume, strerror(errno))
                 : fail(STATUS_INTERNAL, "the state of the run does not fit into %s", plan->resume);
    output_discard(&out);
    return status;
}

/* Whether the text is of this run; says why not. */
static enum status check_identity(struct checkpoint_fields *f, const struct selection *selection,
                                  const struct plan *plan)
{
    uint64_t length = 0;
    char difference[RUN_KEY_TEXT] = "";
    checkpoint_fields_whole(f, &length, TEXT_MOST);
    const char *text = checkpoint_fields_bytes(f, NULL, (size_t)length);
    json_t *key = identity(selection, plan), *found = text ? json_loadb(text, (size_t)length, 0, NULL) : NULL;
    bool differs = !json_is_object(found) || run_key_differs(difference, found, key, NULL);
    enum status status = differs ? fail(STATUS_DATA, "%s: not a checkpoint of this run: %s", plan->resume,
                                        *difference ? difference : "it has no run key")
                                 : STATUS_OK;
    json_decref(found);
    json_decref(key);
    return status;
}

/* Takes the state over if all of it is good. */
static enum status read_state(struct state *state, struct checkpoint_fields *f,
                              const struct selection *selection, const struct plan *plan)
{
    struct state read = *state;
    read.summaries = allocate(selection->count, sizeof *read.summaries);
    for (size_t i = 0; i < selection->count; i++)
        read.summaries[i] = summary_with_binades();
    fields_state(f, &read, read.summaries, selection->count);
    bool good = f->good && f->at == f->end;
    for (size_t i = 0; i < selection->count; i++) {
        struct summary *mine = &state->summaries[i], *unused = good ? mine : &read.summaries[i];
        summary_clear(unused);
        if (good)
            *mine = read.summaries[i];
    }
    free(read.summaries);
    read.summaries = state->summaries;
    if (good)
        *state = read;
    return good ? STATUS_OK
                : fail(STATUS_DATA, "%s: a damaged checkpoint: a field is not what it can be", plan->resume);
}

static enum status read_bytes(struct state *state, const unsigned char *bytes, size_t size,
                              const struct selection *selection, const struct plan *plan)
{
    XXH128_canonical_t hash;
    if (size < strlen(magic) + HASH || memcmp(bytes, magic, strlen(magic)) != 0)
        return fail(STATUS_DATA, "%s: not a checkpoint of this run: it does not begin with %.*s",
                    plan->resume, (int)strlen(magic) - 1, magic);
    XXH128_canonicalFromHash(&hash, XXH3_128bits(bytes, size - HASH));
    if (memcmp(&hash, bytes + size - HASH, HASH) != 0)
        return fail(STATUS_DATA, "%s: a damaged checkpoint: its hash is wrong", plan->resume);
    struct checkpoint_fields f = {.at = bytes + strlen(magic), .end = bytes + size - HASH, .good = true};
    enum status status = check_identity(&f, selection, plan);
    return status == STATUS_OK ? read_state(state, &f, selection, plan) : status;
}

enum status checkpoint_read(struct state *state, const struct selection *selection, const struct plan *plan)
{
    FILE *file = fopen(plan->resume, "r");
    struct stat about;
    if (!file)
        return errno == ENOENT ? STATUS_OK
                               : fail(STATUS_IO, "cannot read %s: %s", plan->resume, strerror(errno));
    enum status status = STATUS_OK;
    if (fstat(fileno(file), &about) != 0 || !S_ISREG(about.st_mode) ||
        (size_t)about.st_size > TEXT_MOST + selection->count * SUMMARY_MOST)
        status =
            fail(STATUS_DATA, "%s: not a checkpoint of this run: no file, or a longer one", plan->resume);
    if (status == STATUS_OK) {
        size_t size = (size_t)about.st_size;
        unsigned char *bytes = allocate(size, 1);
        status = fread(bytes, 1, size, file) == size
                     ? read_bytes(state, bytes, size, selection, plan)
                     : fail(STATUS_IO, "cannot read %s: %s", plan->resume, strerror(errno));
        free(bytes);
    }
    fclose(file);
    return status;
}
