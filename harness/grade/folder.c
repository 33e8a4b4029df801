#include "harness/grade/folder.h"

#include "harness/base/allocate.h"
#include "harness/base/interrupt.h"
#include "harness/base/npy.h"
#include "harness/base/output.h"
#include "harness/base/progress.h"
#include "harness/base/target.h"
#include "harness/base/temporary.h"
#include "harness/grade/column.h"
#include "harness/record/result.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

static enum status cannot_write(const char *path)
{
    return fail(STATUS_IO, "cannot write %s: %s", path, strerror(errno));
}

/* Slashes at its end mean nothing: it is a folder. */
static bool find_target(struct target *target, const char *out)
{
    size_t length = strlen(out);
    while (length > 1 && out[length - 1] == '/')
        length--;
    char *path = allocate_text("%.*s", (int)length, out);
    bool found = target_find(target, path);
    free(path);
    return found;
}

static bool is_empty(const char *path)
{
    DIR *entries = opendir(path);
    bool empty = entries != NULL;
    for (struct dirent *entry; entries && (entry = readdir(entries));)
        empty = empty && (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0);
    if (entries)
        closedir(entries);
    return empty;
}

static bool is_own(const struct stat *info)
{
    struct stat own;
    return stat(".", &own) == 0 && own.st_ino == info->st_ino && own.st_dev == info->st_dev;
}

/* A folder that is there is replaced, so that it has to be empty, and not the one that this process is in. */
static enum status check_target(const struct target *target, const char *out)
{
    if (!target->exists)
        return access(target->directory, W_OK | X_OK) == 0 ? STATUS_OK : cannot_write(out);
    if (!S_ISDIR(target->info.st_mode))
        errno = ENOTDIR;
    else if (access(target->path, W_OK | X_OK) != 0 || access(target->directory, W_OK | X_OK) != 0)
        return cannot_write(out);
    else if (is_own(&target->info))
        errno = EBUSY;
    else if (!is_empty(target->path))
        errno = ENOTEMPTY;
    else
        return STATUS_OK;
    return fail(STATUS_IO, "cannot write %s: %s; inputs go to a folder of their own", out, strerror(errno));
}

static enum status check_room(const struct target *target, const char *out, const struct inputs *inputs)
{
    struct statvfs disk;
    double needed =
        (double)inputs_count(inputs) * (double)inputs->asked.format->size * inputs->group.operands;
    if (statvfs(target->directory, &disk) != 0)
        return STATUS_OK;
    double left = (double)disk.f_bavail * (double)disk.f_frsize;
    if (needed < left)
        return STATUS_OK;
    return fail(
        STATUS_IO,
        "cannot write %s: the inputs take %.3g GB, the disk has %.3g left; --shard writes a part of them",
        out, 1e-9 * needed, 1e-9 * left);
}

enum status folder_check(const char *out, const struct inputs *inputs)
{
    struct target target;
    if (!find_target(&target, out))
        return cannot_write(out);
    enum status status = check_target(&target, out);
    if (status == STATUS_OK)
        status = check_room(&target, out, inputs);
    target_free(&target);
    return status;
}

/* What is on its way into the hidden folder. */
struct folder {
    const struct inputs *inputs;
    const char *path;
    void *piece[MANIFEST_ARRAYS]; /* CHUNK elements */
    FILE *file[MANIFEST_ARRAYS];
    XXH3_state_t *hash[MANIFEST_ARRAYS];
};

static char *array_path(const struct folder *f, int array, size_t part)
{
    char name[INPUTS_NAME];
    inputs_name(name, part);
    return allocate_text("%s/%s/%s", f->path, manifest_arrays[array], name);
}

static bool begin_part(struct folder *f, size_t part, size_t count)
{
    for (int k = 0; k < f->inputs->group.operands; k++) {
        char shape[INPUTS_NAME], *path = array_path(f, k, part);
        f->file[k] = fopen(path, "wxe");
        free(path);
        if (!f->file[k])
            return false;
        snprintf(shape, sizeof shape, "(%zu,)", count);
        npy_write_head(f->file[k], column_type(f->inputs->asked.format), shape);
        XXH3_128bits_reset(f->hash[k]);
    }
    return true;
}

/* All that was written is on the disk. */
static bool end_part(struct folder *f, struct manifest_hashes *hashes)
{
    bool good = true;
    for (int k = 0; k < f->inputs->group.operands; k++) {
        if (!f->file[k])
            continue;
        good = good && !ferror(f->file[k]) && fflush(f->file[k]) == 0 && target_sync(fileno(f->file[k]));
        int error = errno;
        bool closed = fclose(f->file[k]) == 0;
        errno = good ? errno : error;
        good = good && closed;
        f->file[k] = NULL;
        manifest_hash(hashes->of[k], f->hash[k]);
    }
    return good;
}

static bool write_pieces(struct folder *f, const struct inputs_part *part)
{
    size_t size = f->inputs->asked.format->size;
    bool good = true;
    for (size_t from = 0, n; from < part->count && good && !interrupted(); from += n) {
        n = part->count - from < CHUNK ? part->count - from : CHUNK;
        inputs_fill(f->inputs, part, from, n, f->piece[MANIFEST_X], f->piece[MANIFEST_Y]);
        for (int k = 0; k < f->inputs->group.operands; k++) {
            XXH3_128bits_update(f->hash[k], f->piece[k], n * size);
            good = good && fwrite(f->piece[k], size, n, f->file[k]) == n;
        }
    }
    return good;
}

static bool write_parts(struct folder *f, struct manifest_hashes hashes[], bool quiet)
{
    bool good = true;
    progress_start("parts", f->inputs->parts, quiet);
    for (size_t p = 0; p < f->inputs->parts && good && !interrupted(); p++) {
        struct inputs_part part = inputs_part(f->inputs, p);
        good = begin_part(f, p, part.count) && write_pieces(f, &part);
        int error = errno;
        bool ended = end_part(f, &hashes[p]);
        errno = good ? errno : error;
        good = good && ended;
        progress_add(1);
    }
    progress_end();
    return good;
}

static bool make_arrays(const struct folder *f)
{
    bool good = true;
    for (int k = 0; k < f->inputs->group.operands && good; k++) {
        char *path = output_path(f->path, manifest_arrays[k]);
        good = mkdir(path, 0777) == 0;
        free(path);
    }
    return good;
}

/* The entries of all its folders are on the disk. */
static bool sync_all(const struct folder *f)
{
    bool good = target_sync_directory(f->path);
    for (int k = 0; k < f->inputs->group.operands; k++) {
        char *path = output_path(f->path, manifest_arrays[k]);
        good = target_sync_directory(path) && good;
        free(path);
    }
    return good;
}

static enum status write_all(json_t **manifest, const char *path, const char *out,
                             const struct inputs *inputs, const json_t *worst, bool quiet)
{
    struct folder f = {.inputs = inputs, .path = path};
    struct manifest_hashes *hashes = allocate(inputs->parts, sizeof *hashes);
    for (int k = 0; k < MANIFEST_ARRAYS; k++) {
        f.piece[k] = allocate(CHUNK, sizeof(double));
        f.hash[k] = XXH3_createState();
    }
    bool good = make_arrays(&f) && write_parts(&f, hashes, quiet);
    enum status status = !good ? cannot_write(out)
                         : interrupted()
                             ? fail(STATUS_UNFINISHED, "interrupted: nothing is written to %s", out)
                             : STATUS_OK;
    if (status == STATUS_OK) {
        char *name = output_path(path, MANIFEST_NAME);
        *manifest = manifest_json(inputs, hashes, worst);
        status = result_write(*manifest, name);
        free(name);
    }
    if (status == STATUS_OK && !sync_all(&f))
        status = cannot_write(out);
    for (int k = 0; k < MANIFEST_ARRAYS; k++) {
        free(f.piece[k]);
        XXH3_freeState(f.hash[k]);
    }
    free(hashes);
    return status;
}

void folder_discard(struct folder_built *built)
{
    temporary_remove(&built->hidden);
    target_free(&built->target);
    json_decref(built->manifest);
    built->manifest = NULL;
}

enum status folder_build(struct folder_built *built, const char *out, const struct inputs *inputs,
                         const json_t *worst, bool quiet)
{
    *built = (struct folder_built){.hidden.descriptor = -1, .out = out};
    if (!find_target(&built->target, out))
        return cannot_write(out);
    const struct target *target = &built->target;
    bool made = temporary_directory(&built->hidden, target->directory, target->name, 0777);
    enum status status =
        made ? write_all(&built->manifest, built->hidden.path, out, inputs, worst, quiet) : cannot_write(out);
    if (status == STATUS_OK && target->exists &&
        fchmod(built->hidden.descriptor, target->info.st_mode & 07777) != 0)
        status = cannot_write(out);
    if (status != STATUS_OK)
        folder_discard(built);
    return status;
}

/* Whatever needs memory has been done before: one that has its name is there to stay. */
enum status folder_publish(struct folder_built *built)
{
    enum status status = STATUS_OK;
    if (rename(built->hidden.path, built->target.path) != 0)
        status = cannot_write(built->out);
    else {
        temporary_release(&built->hidden);
        if (!target_sync_directory(built->target.directory))
            status = cannot_write(built->out);
    }
    folder_discard(built);
    return status;
}
