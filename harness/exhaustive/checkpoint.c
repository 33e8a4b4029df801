/* checkpoint.c -- the file: a text that says whose state it is, ended by a zero byte; the state as it is in
   memory; a hash of all that. Nothing but the same build reads it. */
#include "harness/exhaustive/checkpoint.h"

#include "harness/base/allocate.h"
#include "harness/base/output.h"
#include "harness/machine/machine.h"
#include "harness/record/binades.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct checkpoint_stream {
    FILE *file;
    uint64_t hash; /* FNV-1a, of 64-bit words */
    bool good;
};

static void add_to_hash(struct checkpoint_stream *s, const void *bytes, size_t size)
{
    for (size_t i = 0; i < size; i += sizeof(uint64_t)) {
        uint64_t word = 0;
        memcpy(&word, (const char *)bytes + i, size - i < sizeof word ? size - i : sizeof word);
        s->hash = (s->hash ^ word) * 0x100000001b3;
    }
}

static void put(struct checkpoint_stream *s, void *bytes, size_t size)
{
    add_to_hash(s, bytes, size);
    s->good = s->good && fwrite(bytes, 1, size, s->file) == size;
}

static void get(struct checkpoint_stream *s, void *bytes, size_t size)
{
    s->good = s->good && fread(bytes, 1, size, s->file) == size;
    if (s->good)
        add_to_hash(s, bytes, size);
}

static char *identity(const struct selection *selection, const struct plan *plan)
{
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    fprintf(to, "ganloss-checkpoint/1 %s %s seed %llu shard %zu/%zu", machine_build_version(),
            isa_names[isa_best()], (unsigned long long)plan->seed, plan->shard, plan->shards);
    for (size_t i = 0; i < selection->count; i++) {
        char id[ID_SIZE];
        choice_id(id, &selection->at[i]);
        fprintf(to, "\n%s", id);
    }
    fclose(to);
    return text;
}

/* The state's parts in the order of the file. Pointers in a summary are not its reader's. */
static void transfer(struct checkpoint_stream *s, struct state *state, size_t count,
                     void (*step)(struct checkpoint_stream *s, void *bytes, size_t size))
{
    step(s, &state->rounds, sizeof state->rounds);
    step(s, state->done, sizeof state->done);
    for (size_t i = 0; i < count; i++) {
        struct summary *summary = &state->summaries[i];
        struct binades *binades[OUTPUTS] = {summary->ideal[LOSS].binades, summary->ideal[GRAD].binades};
        step(s, summary, sizeof *summary);
        for (int k = 0; k < OUTPUTS; k++) {
            summary->ideal[k].binades = binades[k];
            summary->own[k].binades = NULL;
            step(s, binades[k], sizeof *binades[k]);
        }
    }
}

enum status checkpoint_write(const struct state *state, const struct selection *selection,
                             const struct plan *plan)
{
    struct output_file out;
    struct state copy = *state;
    enum status status = output_open(&out, plan->resume);
    if (status != STATUS_OK)
        return status;
    struct checkpoint_stream s = {.file = out.stream, .good = true};
    char *text = identity(selection, plan);
    put(&s, text, strlen(text) + 1);
    transfer(&s, &copy, selection->count, put);
    uint64_t hash = s.hash;
    put(&s, &hash, sizeof hash);
    free(text);
    return output_commit(&out);
}

static enum status read_state(struct state *state, struct checkpoint_stream *s,
                              const struct selection *selection, const struct plan *plan)
{
    char *text = identity(selection, plan);
    size_t size = strlen(text) + 1;
    char *found = allocate(size, 1);
    uint64_t hash, stored;
    get(s, found, size);
    bool same = s->good && memcmp(found, text, size) == 0;
    free(found);
    free(text);
    if (!same)
        return fail(STATUS_DATA,
                    "%s: not a checkpoint of this run: it takes the same build, kernels, seed and shard",
                    plan->resume);
    transfer(s, state, selection->count, get);
    hash = s->hash;
    get(s, &stored, sizeof stored);
    if (!s->good || stored != hash || fgetc(s->file) != EOF)
        return fail(STATUS_DATA, "%s: a damaged checkpoint: its end or its sum is wrong", plan->resume);
    return STATUS_OK;
}

enum status checkpoint_read(struct state *state, const struct selection *selection, const struct plan *plan)
{
    struct checkpoint_stream s = {.file = fopen(plan->resume, "r"), .good = true};
    if (!s.file)
        return errno == ENOENT ? STATUS_OK
                               : fail(STATUS_IO, "cannot read %s: %s", plan->resume, strerror(errno));
    enum status status = read_state(state, &s, selection, plan);
    fclose(s.file);
    return status;
}
