#include "harness/grade/grading.h"

#include "harness/base/allocate.h"
#include "harness/base/output.h"
#include "harness/grade/recall.h"
#include "harness/record/run_key.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum status grading_check_name(const char *name)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._+-";
    size_t length = strlen(name);
    if (length == 0 || length > 40 || strspn(name, letters) != length)
        return fail(STATUS_USAGE, "--name takes up to 40 letters, digits, and any of ._+-, not '%.60s'",
                    name);
    for (size_t k = 0; k < kernel_count; k++)
        if (strcmp(kernels[k].code->variant, name) == 0)
            return fail(STATUS_USAGE,
                        "--name '%s' is a variant of ganloss itself (see ganloss list kernels); take another",
                        name);
    return STATUS_OK;
}

/* Where only one output is given, it has no other. */
static void make_choice(struct grading *g, const char *name, const char *const answers[OUTPUTS])
{
    char id[ID_SIZE];
    snprintf(id, sizeof id, "%s/%s/%s", g->inputs.asked.term->id, name, g->inputs.asked.format->name);
    stranger_make(&g->stranger, &g->choice, id); /* its name has been checked */
    for (int k = 0; k < OUTPUTS; k++)
        g->stranger.kernel.missing |= answers[k] ? 0 : 1U << k;
    g->choice.recall = recall_answer;
    g->choice.answers = g;
}

static json_t *worst_of(const struct grading *g, const struct worst *worst)
{
    const struct selection none = {NULL, 0};
    const struct run_asked asked = {
        .selection = &none, .level = level_names[g->inputs.asked.level], .worst = worst};
    json_t *key = run_key_json(&asked), *text = json_incref(json_object_get(key, "worst"));
    json_decref(key);
    return text;
}

static enum status open_given(struct grading *g)
{
    const char *path = g->manifest.path, *slash = strrchr(path, '/');
    enum status status = STATUS_OK;
    for (int k = 0; k < g->inputs.group.operands && status == STATUS_OK; k++) {
        char *folder = allocate_text("%.*s%s", slash ? (int)(slash + 1 - path) : 0, path, manifest_arrays[k]);
        status = column_open(&g->given[k], folder, &g->inputs);
        free(folder);
    }
    return status;
}

/* A manifest that lies beside answers says which inputs they are for. */
static enum status check_beside(const struct grading *g, const char *answers)
{
    char *path = output_path(answers, MANIFEST_NAME);
    enum status status = STATUS_OK;
    if (access(path, F_OK) == 0) {
        struct manifest beside;
        status = manifest_read(&beside, path);
        if (status == STATUS_OK && !json_equal(beside.document, g->manifest.document))
            status =
                fail(STATUS_DATA, "%s: answers to other inputs than those of %s, by the manifest beside them",
                     answers, g->manifest.path);
        manifest_free(&beside);
    }
    free(path);
    return status;
}

static enum status open_answers(struct grading *g, const char *const answers[OUTPUTS])
{
    enum status status = STATUS_OK;
    for (int k = 0; k < OUTPUTS && status == STATUS_OK; k++) {
        if (!answers[k])
            continue;
        status = check_beside(g, answers[k]);
        if (status == STATUS_OK)
            status = column_open(&g->answer[k], answers[k], &g->inputs);
    }
    return status;
}

enum status grading_open(struct grading *g, const char *manifest, const struct worst *worst, const char *name,
                         const char *const answers[OUTPUTS])
{
    *g = (struct grading){.hashes = NULL};
    enum status status = manifest_read(&g->manifest, manifest);
    if (status != STATUS_OK)
        return status;
    inputs_make(&g->inputs, &g->manifest.asked, worst);
    json_t *text = worst_of(g, worst);
    make_choice(g, name, answers);
    status = manifest_check(&g->hashes, &g->manifest, &g->inputs, text);
    json_decref(text);
    if (status == STATUS_OK)
        status = open_given(g);
    if (status == STATUS_OK)
        status = open_answers(g, answers);
    if (status != STATUS_OK)
        grading_close(g);
    return status;
}

void grading_close(struct grading *g)
{
    for (int k = 0; k < MANIFEST_ARRAYS; k++)
        column_close(&g->given[k]);
    for (int k = 0; k < OUTPUTS; k++) {
        column_close(&g->answer[k]);
        free(g->got[k]);
    }
    free(g->hashes);
    inputs_free(&g->inputs);
    manifest_free(&g->manifest);
}

struct grading_part *grading_part_make(const struct grading *g, bool *told)
{
    struct grading_part *p = allocate(1, sizeof *p);
    *p = (struct grading_part){.grading = g, .read = allocate(CHUNK, sizeof(double)), .told = told};
    for (int k = 0; k < MANIFEST_ARRAYS; k++) {
        p->made[k] = allocate_aligned(CACHE_LINE, CHUNK, sizeof(double));
        p->hash[k] = XXH3_createState();
    }
    for (int k = 0; k < OUTPUTS; k++)
        p->got[k] = allocate_aligned(CACHE_LINE, CHUNK, sizeof(double));
    return p;
}

void grading_part_free(struct grading_part *p)
{
    for (int k = 0; k < MANIFEST_ARRAYS; k++) {
        free(p->made[k]);
        XXH3_freeState(p->hash[k]);
    }
    for (int k = 0; k < OUTPUTS; k++)
        free(p->got[k]);
    free(p->read);
    free(p);
}

static void close_all(struct grading_part *p)
{
    for (int k = 0; k < MANIFEST_ARRAYS; k++)
        column_part_close(&p->given[k]);
    for (int k = 0; k < OUTPUTS; k++)
        column_part_close(&p->answer[k]);
}

enum status grading_part_begin(struct grading_part *p, size_t number)
{
    const struct grading *g = p->grading;
    enum status status = STATUS_OK;
    p->number = number;
    p->part = inputs_part(&g->inputs, number);
    for (int k = 0; k < g->inputs.group.operands && status == STATUS_OK; k++) {
        XXH3_128bits_reset(p->hash[k]);
        status = column_part_open(&p->given[k], &g->given[k], number);
    }
    for (int k = 0; k < OUTPUTS && status == STATUS_OK; k++)
        if (g->answer[k].path)
            status = column_part_open(&p->answer[k], &g->answer[k], number);
    if (status != STATUS_OK)
        close_all(p);
    return status;
}

/* Whether this thread is the one to say it. */
static bool is_first(const struct grading_part *p)
{
    bool told;
#pragma omp atomic capture
    {
        told = *p->told;
        *p->told = true;
    }
    return !told;
}

static enum status compare(const struct grading_part *p, int array, size_t from, size_t n)
{
    const char *made = p->made[array], *read = p->read;
    size_t size = p->grading->inputs.asked.format->size, byte = 0;
    if (memcmp(made, read, n * size) == 0)
        return STATUS_OK;
    if (!is_first(p))
        return STATUS_DATA;
    while (made[byte] == read[byte])
        byte++;
    return fail(
        STATUS_DATA,
        "%s/%05zu.npy: element %zu is no input of level %s: the file was changed, or the manifest is of other inputs",
        p->grading->given[array].path, p->number, from + byte / size,
        level_names[p->grading->inputs.asked.level]);
}

enum status grading_part_read(struct grading_part *p, size_t from, size_t n)
{
    const struct inputs *in = &p->grading->inputs;
    enum status status = STATUS_OK;
    inputs_fill(in, &p->part, from, n, p->made[MANIFEST_X], p->made[MANIFEST_Y]);
    for (int k = 0; k < in->group.operands && status == STATUS_OK; k++) {
        XXH3_128bits_update(p->hash[k], p->made[k], n * in->asked.format->size);
        status = column_part_read(&p->given[k], from, n, p->read);
        if (status == STATUS_OK)
            status = compare(p, k, from, n);
    }
    for (int k = 0; k < OUTPUTS && status == STATUS_OK; k++)
        if (p->grading->answer[k].path)
            status = column_part_read(&p->answer[k], from, n, p->got[k]);
    return status;
}

enum status grading_part_end(struct grading_part *p, bool whole)
{
    const struct grading *g = p->grading;
    close_all(p);
    for (int k = 0; k < g->inputs.group.operands && whole; k++) {
        char hash[MANIFEST_HASH];
        manifest_hash(hash, p->hash[k]);
        if (strcmp(hash, g->hashes[p->number].of[k]) == 0)
            continue;
        if (!is_first(p))
            return STATUS_DATA;
        return fail(STATUS_DATA, "%s: the %s of part %05zu are %s, not %s: the manifest is of other inputs",
                    g->manifest.path, manifest_arrays[k], p->number, hash, g->hashes[p->number].of[k]);
    }
    return STATUS_OK;
}
