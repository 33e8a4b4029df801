#include "harness/base/output.h"

#include "harness/base/allocate.h"
#include "harness/base/target.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum status cannot_write(const char *path)
{
    return fail(STATUS_IO, "cannot write %s: %s", path, errno ? strerror(errno) : "an earlier write failed");
}

static bool is_standard_output(const struct stat *info)
{
    struct stat own;
    return fstat(STDOUT_FILENO, &own) == 0 && own.st_ino == info->st_ino && own.st_dev == info->st_dev;
}

/* Opens for writing without changing anything, which finds out whether one may; -1: errno says why not. */
static int open_existing(const char *path)
{
    return open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC);
}

/* Makes the temporary file of a target that is a file, or is not there. */
static bool open_beside(struct output_file *out, const struct target *target)
{
    const struct stat *old = &target->info;
    if (target->exists) {
        int descriptor = open_existing(target->path);
        if (descriptor < 0)
            return false;
        close(descriptor);
    }
    if (!temporary_file(&out->temporary, target->directory, target->name, target->exists ? 0600 : 0666))
        return false;
    if (target->exists && fchown(out->temporary.descriptor, old->st_uid, old->st_gid) != 0)
        errno = 0; /* another's file: it becomes this user's */
    if (target->exists && fchmod(out->temporary.descriptor, old->st_mode & 0777) != 0)
        return false;
    /* A descriptor of its own, so that the lock outlives the stream. */
    int descriptor = fcntl(out->temporary.descriptor, F_DUPFD_CLOEXEC, 0);
    out->stream = descriptor < 0 ? NULL : fdopen(descriptor, "w");
    return out->stream != NULL;
}

static bool open_target(struct output_file *out, const struct target *target)
{
    if (target->exists && S_ISDIR(target->info.st_mode)) {
        errno = EISDIR;
        return false;
    }
    out->target = allocate_text("%s", target->path);
    if (!target->exists || S_ISREG(target->info.st_mode))
        return open_beside(out, target);
    int descriptor = open_existing(target->path);
    out->stream = descriptor < 0 ? NULL : fdopen(descriptor, "w");
    return out->stream != NULL;
}

static void close_output(struct output_file *out)
{
    if (out->stream && out->path)
        fclose(out->stream);
    free(out->path);
    free(out->target);
    *out = (struct output_file){.temporary.descriptor = -1};
}

enum status output_open(struct output_file *out, const char *path)
{
    struct target target = {0};
    *out = (struct output_file){.stream = stdout, .temporary.descriptor = -1};
    if (!path)
        return STATUS_OK;
    bool good = target_find(&target, path);
    if (!good || !target.exists || !is_standard_output(&target.info)) {
        out->stream = NULL;
        out->path = allocate_text("%s", path);
        good = good && open_target(out, &target);
    }
    enum status status = good ? STATUS_OK : cannot_write(path);
    target_free(&target);
    if (!good)
        output_discard(out);
    return status;
}

enum status output_check(const char *path)
{
    struct output_file probe;
    struct stat info;
    if (path && stat(path, &info) == 0 && !S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode))
        return access(path, W_OK) == 0 ? STATUS_OK : cannot_write(path); /* a reader would see it opened */
    enum status status = path ? output_open(&probe, path) : STATUS_OK;
    if (path && status == STATUS_OK)
        output_discard(&probe);
    return status;
}

enum status output_lock(struct temporary *lock, const char *path)
{
    struct target target;
    enum status status = STATUS_OK;
    *lock = (struct temporary){NULL, -1};
    if (!target_find(&target, path))
        status = cannot_write(path);
    else if (!temporary_lock(lock, target.directory, target.name))
        status = errno == EWOULDBLOCK ? fail(STATUS_IO, "%s is in use by another run of ganloss", path)
                                      : fail(STATUS_IO, "cannot lock %s: %s", path, strerror(errno));
    target_free(&target);
    return status;
}

void output_discard(struct output_file *out)
{
    temporary_remove(&out->temporary);
    close_output(out);
}

/* Everything that was written is on the disk, or where it goes. */
static bool flush(struct output_file *out)
{
    bool earlier = ferror(out->stream) != 0;
    errno = 0;
    bool good = fflush(out->stream) == 0 && !earlier;
    if (!out->path)
        return good;
    good = good && (!out->temporary.path || target_sync(fileno(out->stream)));
    int error = errno;
    bool closed = fclose(out->stream) == 0;
    out->stream = NULL;
    errno = good ? errno : error;
    return good && closed;
}

static bool rename_into_place(struct output_file *out)
{
    char *directory = allocate_text("%s", out->target);
    bool good = rename(out->temporary.path, out->target) == 0;
    if (good) {
        temporary_release(&out->temporary);
        good = target_sync_directory(dirname(directory));
    }
    free(directory);
    return good;
}

enum status output_commit(struct output_file *out)
{
    bool good = flush(out);
    if (!out->path)
        return good ? STATUS_OK : cannot_write("to standard output");
    good = good && (!out->temporary.path || rename_into_place(out));
    enum status status = good ? STATUS_OK : cannot_write(out->path);
    output_discard(out);
    return status;
}

void output_begin(void)
{
    for (int descriptor = 0; descriptor <= STDERR_FILENO; descriptor++)
        if (fcntl(descriptor, F_GETFD) < 0)
            open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    /* Else memory is asked for when something is first printed, which may be when all is done and written. */
    static char buffer[BUFSIZ];
    setvbuf(stdout, buffer, isatty(STDOUT_FILENO) ? _IOLBF : _IOFBF, sizeof buffer);
}

enum status output_end(enum status status)
{
    struct output_file out = {.stream = stdout};
    bool graver = status >= STATUS_USAGE && status <= STATUS_IO;
    if (!graver)
        return output_commit(&out) == STATUS_OK ? status : STATUS_IO;
    fflush(stdout);
    return status;
}

enum status output_make_directory(const char *path)
{
    char *copy = strdup(path);
    for (char *slash = strchr(copy + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(copy, 0777);
        *slash = '/';
    }
    free(copy);
    struct stat info;
    if (mkdir(path, 0777) != 0 && errno != EEXIST)
        return fail(STATUS_IO, "cannot make directory %s: %s", path, strerror(errno));
    if (stat(path, &info) == 0 && !S_ISDIR(info.st_mode))
        return fail(STATUS_IO, "cannot make directory %s: it is a file", path);
    if (access(path, W_OK | X_OK) != 0)
        return fail(STATUS_IO, "cannot write into %s: %s", path, strerror(errno));
    return STATUS_OK;
}

char *output_path(const char *directory, const char *name)
{
    return allocate_text("%s/%s", directory, name);
}
