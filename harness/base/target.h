/* target.h -- where a path leads, and whether that can be replaced. */
#ifndef GANLOSS_HARNESS_BASE_TARGET_H
#define GANLOSS_HARNESS_BASE_TARGET_H

#include <stdbool.h>
#include <sys/stat.h>

struct target {
    char *path;             /* symbolic links followed; from malloc */
    char *directory, *name; /* its parts; from malloc */
    bool exists;
    struct stat info; /* where it exists */
};

/* Follows the path's links; there need be nothing at their end, but a directory for it. A link that leads to nothing
   is followed where it belongs to this user or to its directory's, as one that is planted does not. False: errno says
   why. */
bool target_find(struct target *target, const char *path);
void target_free(struct target *target);

/* Flushes a directory, so that a rename in it lasts. One that may not be read is left to the system. */
bool target_sync_directory(const char *path);

/* Flushes an open file or directory, where its file system can. */
bool target_sync(int descriptor);

#endif
