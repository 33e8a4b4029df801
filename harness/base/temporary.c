#include "harness/base/temporary.h"

#include "harness/base/allocate.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const char suffix[] = ".ganloss";
/* Of a name, so that a long one stays within NAME_MAX with what is put around it. */
enum { NAME_PART = 200, DRAWN = 6, ATTEMPTS = 100 };

static int remove_entry(const char *path, const struct stat *info, int type, struct FTW *walk)
{
    (void)info;
    (void)type;
    (void)walk;
    return remove(path);
}

static void remove_all(const char *path)
{
    nftw(path, remove_entry, 8, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
}

/* Locks it, unless another process has, and looks whether the path still leads to it: between the two its maker, or
   one who cleans, may have taken it away. */
static bool lock(int descriptor, const char *path)
{
    struct stat opened, named;
    if (flock(descriptor, LOCK_EX | LOCK_NB) != 0)
        return false;
    if (fstat(descriptor, &opened) == 0 && lstat(path, &named) == 0 && opened.st_ino == named.st_ino &&
        opened.st_dev == named.st_dev)
        return true;
    errno = ENOENT;
    return false;
}

static bool is_ours(const char *path, const char *name)
{
    struct stat info;
    size_t length = strlen(name), end = sizeof suffix - 1;
    return name[0] == '.' && length > end && strcmp(name + length - end, suffix) == 0 &&
           lstat(path, &info) == 0 && info.st_uid == geteuid() &&
           (S_ISREG(info.st_mode) || S_ISDIR(info.st_mode));
}

void temporary_clean(const char *directory)
{
    DIR *entries = opendir(directory);
    for (struct dirent *entry; entries && (entry = readdir(entries));) {
        char *path = allocate_text("%s/%s", directory, entry->d_name);
        int descriptor =
            is_ours(path, entry->d_name) ? open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC) : -1;
        if (descriptor >= 0) {
            if (lock(descriptor, path))
                remove_all(path);
            close(descriptor);
        }
        free(path);
    }
    if (entries)
        closedir(entries);
}

static char *draw_path(const char *directory, const char *name)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz234567";
    uint64_t drawn = 0;
    char text[DRAWN + 1] = "";
    if (getrandom(&drawn, sizeof drawn, 0) != sizeof drawn)
        drawn = (uint64_t)getpid();
    for (int i = 0; i < DRAWN; i++, drawn >>= 5)
        text[i] = letters[drawn & 31];
    return allocate_text("%s/.%.*s.%s%s", directory, NAME_PART, name, text, suffix);
}

/* Those that there are, by their paths: where the program ends before it lets go of one (memory.h), none is left. A
   child that was forked meanwhile leaves them alone. */
static struct {
    const char *path[16];
    pid_t owner;
} held;
enum { HELD = sizeof held.path / sizeof *held.path };

static void remove_held(void)
{
    for (int i = 0; i < HELD && held.owner == getpid(); i++)
        if (held.path[i])
            remove_all(held.path[i]);
}

/* One takes the place of the other; NULL: of none, or for none. */
static void hold(const char *path, const char *instead)
{
    int i = 0;
    if (!held.owner) {
        held.owner = getpid();
        atexit(remove_held);
    }
    while (i < HELD && held.path[i] != instead)
        i++;
    if (i < HELD)
        held.path[i] = path;
}

static int make(const char *path, bool is_directory, mode_t mode)
{
    if (!is_directory)
        return open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
    if (mkdir(path, mode) != 0)
        return -1;
    int descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (descriptor < 0)
        rmdir(path);
    return descriptor;
}

/* Where locks are not to be had (some network file systems), goes on without: there, nobody else gets one either,
   and nothing is cleaned. */
static bool make_drawn(struct temporary *t, const char *directory, const char *name, bool is_directory,
                       mode_t mode)
{
    temporary_clean(directory);
    for (int i = 0; i < ATTEMPTS; i++) {
        char *path = draw_path(directory, name);
        int descriptor = make(path, is_directory, mode);
        if (descriptor >= 0 && (lock(descriptor, path) || (errno != EWOULDBLOCK && errno != ENOENT))) {
            *t = (struct temporary){path, descriptor};
            hold(path, NULL);
            return true;
        }
        int error = descriptor >= 0 ? EEXIST : errno;
        if (descriptor >= 0)
            close(descriptor);
        free(path);
        errno = error;
        if (error != EEXIST)
            break;
    }
    *t = (struct temporary){NULL, -1};
    return false;
}

bool temporary_file(struct temporary *t, const char *directory, const char *name, mode_t mode)
{
    return make_drawn(t, directory, name, false, mode);
}

bool temporary_directory(struct temporary *t, const char *directory, const char *name, mode_t mode)
{
    return make_drawn(t, directory, name, true, mode);
}

/* One who cleans may have it for a moment, so busy is what stays so. */
bool temporary_lock(struct temporary *t, const char *directory, const char *name)
{
    static const struct timespec moment = {.tv_nsec = 1000000};
    char *path = allocate_text("%s/.%.*s.lock%s", directory, NAME_PART, name, suffix);
    *t = (struct temporary){NULL, -1};
    int error = EWOULDBLOCK;
    for (int i = 0; i < ATTEMPTS && (error == ENOENT || error == EWOULDBLOCK); i++) {
        int descriptor = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600);
        if (descriptor >= 0 && lock(descriptor, path)) {
            *t = (struct temporary){path, descriptor};
            hold(path, NULL);
            return true;
        }
        error = errno;
        if (descriptor >= 0)
            close(descriptor);
        nanosleep(&moment, NULL);
    }
    free(path);
    errno = error;
    return false;
}

void temporary_remove(struct temporary *t)
{
    if (t->path)
        remove_all(t->path);
    temporary_release(t);
}

void temporary_release(struct temporary *t)
{
    if (t->path) {
        hold(NULL, t->path);
        close(t->descriptor);
    }
    free(t->path);
    *t = (struct temporary){NULL, -1};
}
