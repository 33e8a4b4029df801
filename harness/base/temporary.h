/* temporary.h -- files and directories that are built beside a target before they take its place.

   They are called ".NAME.XXXXXX.ganloss", with six letters drawn at random, and are made only where nothing has
   that name (O_EXCL), so that nobody can plant one. As long as its maker lives, each is locked (flock). What a
   killed run left is known by its lock, which went with it; whoever makes one removes what it finds of these in
   the same directory, if it is the same user's. */
#ifndef GANLOSS_HARNESS_BASE_TEMPORARY_H
#define GANLOSS_HARNESS_BASE_TEMPORARY_H

#include <stdbool.h>
#include <sys/types.h>

struct temporary {
    char *path;     /* NULL: there is none */
    int descriptor; /* open and locked; of a file, for writing */
};

/* Removes what killed runs left in the directory; making one does. */
void temporary_clean(const char *directory);

/* Makes a file, or a directory, for NAME in the directory; `mode` is subject to the umask. False: errno says why,
   and *t has none. */
bool temporary_file(struct temporary *t, const char *directory, const char *name, mode_t mode);
bool temporary_directory(struct temporary *t, const char *directory, const char *name, mode_t mode);

/* Makes the file ".NAME.lock.ganloss", of which there is at most one: false with EWOULDBLOCK where another process
   has it. */
bool temporary_lock(struct temporary *t, const char *directory, const char *name);

/* Removes it, with all that is in it. */
void temporary_remove(struct temporary *t);

/* Lets go of one that has been given another name. */
void temporary_release(struct temporary *t);

#endif
