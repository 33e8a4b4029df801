#include "harness/record/run_key.h"

#include "harness/base/fail.h"
#include "harness/base/hash.h"
#include "harness/base/json.h"
#include "harness/base/process.h"
#include "losses/isa.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

static json_t *hash_json(XXH128_hash_t hash)
{
    char text[HASH_TEXT];
    return json_string(hash_text(text, hash));
}

/* Whether there is a key that tells this run from others: not where a file of its code could not be read. */
static enum status known = STATUS_OK;

static XXH128_hash_t hash_file(const char *path)
{
    XXH128_hash_t hash = XXH3_128bits(path, strlen(path));
    struct stat about = {0};
    void *bytes = MAP_FAILED;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file >= 0 && fstat(file, &about) == 0)
        bytes = mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_PRIVATE, file, 0);
    if (bytes == MAP_FAILED) {
        if (known == STATUS_OK)
            known = fail(STATUS_IO, "cannot read %s, which says whose results these are: %s", path,
                         strerror(errno));
    } else {
        hash = XXH3_128bits(bytes, (size_t)about.st_size);
        munmap(bytes, (size_t)about.st_size);
    }
    if (file >= 0)
        close(file);
    return hash;
}

/* What kernels call, as the dynamic linker has bound it: the files it lies in, and where in these. A function that is
   selected by the CPU lies elsewhere for another one. */
static void add_libm(json_t *key)
{
    static const char *const called[] = {"exp",   "expf",   "expm1", "expm1f", "log",  "logf",
                                         "log1p", "log1pf", "log2",  "log2f",  "tanh", "tanhf"};
    struct {
        XXH128_hash_t files[sizeof called / sizeof *called];
        uint64_t place[sizeof called / sizeof *called];
    } all;
    const char *last = NULL;
    memset(&all, 0, sizeof all);
    for (size_t i = 0; i < sizeof called / sizeof *called; i++) {
        Dl_info about;
        void *function = dlsym(RTLD_DEFAULT, called[i]);
        if (!function || !dladdr(function, &about) || !about.dli_fname)
            continue;
        all.place[i] = (uint64_t)((const char *)function - (const char *)about.dli_fbase);
        all.files[i] =
            last && strcmp(last, about.dli_fname) == 0 ? all.files[i - 1] : hash_file(about.dli_fname);
        last = about.dli_fname;
    }
    json_object_set_new(key, "libm", hash_json(XXH3_128bits(all.files, sizeof all.files)));
    json_object_set_new(key, "libm_code", hash_json(XXH3_128bits(all.place, sizeof all.place)));
}

static json_t *cpu_json(void)
{
    char text[64] = "";
#if defined __x86_64__
    snprintf(text, sizeof text, "%s%s%s%s%s", __builtin_cpu_supports("sse4.1") ? "sse4.1 " : "",
             __builtin_cpu_supports("avx") ? "avx " : "", __builtin_cpu_supports("fma4") ? "fma4 " : "",
             __builtin_cpu_supports("avx2") ? "avx2 " : "", __builtin_cpu_supports("fma") ? "fma " : "");
#endif
    size_t length = strlen(text);
    return json_stringn(text, length > 0 ? length - 1 : 0);
}

/* "12 kernels 0123..." */
static json_t *counted(XXH3_state_t *state, size_t count, const char *what)
{
    json_t *hash = hash_json(XXH3_128bits_digest(state));
    json_t *text = json_sprintf("%zu %s %s", count, what, json_string_value(hash));
    json_decref(hash);
    XXH3_freeState(state);
    return text;
}

static XXH3_state_t *new_state(void)
{
    XXH3_state_t *state = XXH3_createState();
    XXH3_128bits_reset(state);
    return state;
}

static json_t *selection_json(const struct selection *selection)
{
    XXH3_state_t *state = new_state();
    for (size_t i = 0; i < selection->count; i++) {
        char id[ID_SIZE] = "";
        choice_id(id, &selection->at[i]);
        XXH3_128bits_update(state, id, strlen(id) + 1);
    }
    return counted(state, selection->count, "kernels");
}

/* The inputs in their order, each with the number of its term. */
static json_t *worst_json(const struct worst *worst)
{
    XXH3_state_t *state = new_state();
    for (size_t t = 0; worst && t < TERMS; t++)
        for (size_t i = 0; i < worst->file[t].count; i++) {
            const struct worst_line *line = &worst->file[t].line[i];
            const struct {
                uint64_t term;
                double x, target;
            } at = {t, line->input.x, line->input.target};
            if (line->is_input)
                XXH3_128bits_update(state, &at, sizeof at);
        }
    return counted(state, worst ? worst->inputs : 0, "inputs");
}

static json_t *foreign; /* NULL: there are no such kernels */

enum status run_key_add_foreign(const char *library, const char *file, const char *hello)
{
    json_t *hash = hash_json(file ? hash_file(file) : XXH3_128bits(hello, strlen(hello))),
           *name = json_name(library);
    if (!foreign)
        foreign = json_array();
    json_array_append_new(foreign, json_sprintf("%s %s %s", json_string_value(name), file ? "file" : "hello",
                                                json_string_value(hash)));
    json_decref(name);
    json_decref(hash);
    return known;
}

/* What the files say, which a process has one of. */
static json_t *files_json(void)
{
    static json_t *key;
    if (!key) {
        key = json_object();
        json_object_set_new(key, "program", hash_json(hash_file(process_self)));
        json_object_set_new(key, "kernel_code", json_string(GANLOSS_KERNEL_CODE));
        add_libm(key);
    }
    return key;
}

static json_t *program_json(void)
{
    json_t *copy = json_copy(files_json());
    json_object_set_new(copy, "isa", json_string(isa_names[isa_best()]));
    json_object_set_new(copy, "cpu", cpu_json());
    if (foreign)
        json_object_set(copy, "foreign", foreign);
    return copy;
}

enum status run_key_begin(void)
{
    files_json(); /* and no more: --isa is not read yet */
    return known;
}

json_t *run_key_json(const struct run_asked *asked)
{
    json_t *key = program_json();
    if (!asked)
        return key;
    json_object_set_new(key, "selection", selection_json(asked->selection));
    json_object_set_new(key, "level", json_string(asked->level));
    json_object_set_new(key, "seed", json_integer((json_int_t)asked->seed));
    json_object_set_new(key, "shards", json_integer((json_int_t)asked->shards));
    json_object_set_new(key, "worst", worst_json(asked->worst));
    json_object_set_new(key, "modes", json_boolean(asked->modes));
    json_object_set_new(key, "positions", json_integer((json_int_t)asked->positions));
    return key;
}

static const char *const all_parts[] = {"program",   "kernel_code", "libm",    "libm_code", "isa",   "cpu",
                                        "selection", "level",       "seed",    "shards",    "shard", "worst",
                                        "modes",     "positions",   "foreign", NULL};
const char *const run_key_around[] = {"libm", "libm_code", "isa", "cpu", NULL};
const char *const run_key_foreign[] = {"foreign", NULL};
const char *const run_key_kernels[] = {"kernel_code", "libm", "libm_code", "cpu", NULL};

/* A part as text; NULL where there is none. */
static char *shown(const json_t *part)
{
    return part ? json_dumps(part, JSON_ENCODE_ANY) : NULL;
}

bool run_key_differs(char text[RUN_KEY_TEXT], const json_t *key, const json_t *other,
                     const char *const parts[])
{
    if (!key != !other)
        snprintf(text, RUN_KEY_TEXT, "one has a run key, the other none");
    if (!key || !other)
        return !key != !other;
    for (const char *const *part = parts ? parts : all_parts; *part; part++) {
        const json_t *a = json_object_get(key, *part), *b = json_object_get(other, *part);
        if (a == b || (a && b && json_equal(a, b)))
            continue;
        char *found = shown(a), *wanted = shown(b);
        snprintf(text, RUN_KEY_TEXT, "%s is %s, not %s", *part, found ? found : "missing",
                 wanted ? wanted : "missing");
        free(found);
        free(wanted);
        return true;
    }
    return false;
}
