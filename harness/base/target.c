#include "harness/base/target.h"

#include "harness/base/allocate.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LINKS = 40 };

/* "a/b/c" into "a/b" and "c". */
static void split(char **directory, char **name, const char *path)
{
    const char *slash = strrchr(path, '/');
    *name = allocate_text("%s", slash ? slash + 1 : path);
    *directory = !slash          ? allocate_text(".")
                 : slash == path ? allocate_text("/")
                                 : allocate_text("%.*s", (int)(slash - path), path);
}

/* Where the link at the path leads, one step; NULL: it is none, or may not be followed. */
static char *follow(const char *path, const char *directory, const struct stat *link)
{
    char text[PATH_MAX];
    struct stat around;
    ssize_t length = readlink(path, text, sizeof text - 1);
    if (length < 0 || stat(directory, &around) != 0)
        return NULL;
    text[length] = '\0';
    if (link->st_uid != geteuid() && link->st_uid != around.st_uid) {
        errno = EACCES;
        return NULL;
    }
    return *text == '/' ? allocate_text("%s", text) : allocate_text("%s/%s", directory, text);
}

/* Of a path at whose end there is nothing. */
static char *resolve_new(const char *path)
{
    char *at = allocate_text("%s", path), *found = NULL;
    bool go_on = true;
    for (int i = 0; i < LINKS && go_on; i++) {
        struct stat info;
        char *directory, *name, *next = NULL;
        split(&directory, &name, at);
        go_on = false;
        if (lstat(at, &info) == 0) {
            next = follow(at, directory, &info);
            go_on = next != NULL;
        } else if (errno == ENOENT && *name) {
            char *real = realpath(directory, NULL);
            found = real ? allocate_text("%s/%s", strcmp(real, "/") ? real : "", name) : NULL;
            free(real);
        }
        free(directory);
        free(name);
        if (next) {
            free(at);
            at = next;
        }
    }
    if (go_on)
        errno = ELOOP;
    free(at);
    return found;
}

bool target_find(struct target *target, const char *path)
{
    *target = (struct target){0};
    target->exists = stat(path, &target->info) == 0;
    if (target->exists)
        target->path = realpath(path, NULL);
    else if (errno == ENOENT)
        target->path = resolve_new(path);
    if (!target->path && target->exists && !S_ISREG(target->info.st_mode) && !S_ISDIR(target->info.st_mode))
        target->path = allocate_text("%s", path); /* a pipe that only a descriptor leads to */
    if (target->path)
        split(&target->directory, &target->name, target->path);
    return target->path != NULL;
}

void target_free(struct target *target)
{
    free(target->path);
    free(target->directory);
    free(target->name);
    *target = (struct target){0};
}

bool target_sync(int descriptor)
{
    return fsync(descriptor) == 0 || errno == EINVAL || errno == ENOSYS || errno == ENOTSUP;
}

bool target_sync_directory(const char *path)
{
    int descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return errno == EACCES;
    bool good = target_sync(descriptor);
    close(descriptor);
    return good;
}
