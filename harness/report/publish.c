#include "harness/report/publish.h"

#include "harness/base/output.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char page[] = "index.html";
static const char *const folders[] = {"data", "charts"};
enum { FOLDERS = sizeof folders / sizeof *folders };

static bool is_folder(const char *name)
{
    return strcmp(name, folders[0]) == 0 || strcmp(name, folders[1]) == 0;
}

/* Of a tree walked with what is inside first. */
static int prepare_entry(const char *path, const struct stat *info, int type, struct FTW *walk)
{
    (void)type;
    if (walk->level > 0 && path[walk->base] == '.')
        return remove(path);
    int descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    bool good =
        descriptor >= 0 && (S_ISDIR(info->st_mode) || S_ISREG(info->st_mode)) && target_sync(descriptor);
    int error = errno;
    if (descriptor >= 0)
        close(descriptor);
    errno = error;
    return good ? 0 : -1;
}

bool publish_prepare(const char *from)
{
    return nftw(from, prepare_entry, 8, FTW_DEPTH | FTW_PHYS) == 0;
}

/* Does something with each entry of the directory `from`, which is not `to`'s, until it is false. */
static bool each(const char *from, const char *to,
                 bool (*act)(const char *from, const char *to, const char *name))
{
    DIR *entries = opendir(from);
    bool good = entries != NULL;
    for (struct dirent *entry; good && (entry = readdir(entries));)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
            char *source = output_path(from, entry->d_name), *target = output_path(to, entry->d_name);
            good = act(source, target, entry->d_name);
            free(source);
            free(target);
        }
    int error = errno;
    if (entries)
        closedir(entries);
    errno = error;
    return good;
}

/* Links what is not there; false for a directory, but for those of a report. What is gone meanwhile need not come along. */
static bool carry(const char *from, const char *to, const char *name)
{
    struct stat info;
    if (lstat(from, &info) != 0)
        return errno == ENOENT;
    if (S_ISDIR(info.st_mode))
        return is_folder(name) && each(from, to, carry);
    return linkat(AT_FDCWD, from, AT_FDCWD, to, 0) == 0 || errno == EEXIST || errno == ENOENT;
}

/* As the old directory was. Its owner stays where that is allowed. */
static bool take_mode(int descriptor, const struct stat *old)
{
    if (fchown(descriptor, old->st_uid, old->st_gid) != 0)
        errno = 0;
    return fchmod(descriptor, old->st_mode & 0777) == 0;
}

bool publish_at_once(const char *from, int descriptor, const struct target *out)
{
    if (!out->exists)
        return rename(from, out->path) == 0;
    if (!each(out->path, from, carry) || !take_mode(descriptor, &out->info) ||
        renameat2(AT_FDCWD, from, AT_FDCWD, out->path, RENAME_EXCHANGE) != 0)
        return false;
    each(from, out->path, carry); /* what came into the old one meanwhile */
    return true;
}

/* But for what another run is writing. */
static bool move_file(const char *from, const char *to, const char *name)
{
    return *name == '.' || strcmp(name, page) == 0 || is_folder(name) || rename(from, to) == 0;
}

/* Takes the page away that what is there now belongs to. */
static enum status announce(const char *path)
{
    struct output_file out;
    if (access(path, F_OK) != 0)
        return STATUS_OK;
    enum status status = output_open(&out, path);
    if (status != STATUS_OK)
        return status;
    fputs(
        "<!doctype html><meta charset=\"utf-8\"><title>ganloss</title>\n<p>This report is being replaced. If it "
        "stays so, its making was cut short: run <code>ganloss report</code> again.\n",
        out.stream);
    return output_commit(&out);
}

static enum status make_folders(const char *out)
{
    enum status status = STATUS_OK;
    for (int i = 0; i < FOLDERS && status == STATUS_OK; i++) {
        char *folder = output_path(out, folders[i]);
        status = output_make_directory(folder);
        free(folder);
    }
    return status;
}

static bool move_folders(const char *from, const char *out)
{
    bool good = true;
    for (int i = 0; i < FOLDERS && good; i++) {
        char *old = output_path(out, folders[i]), *new = output_path(from, folders[i]);
        good = each(new, old, move_file) && target_sync_directory(old);
        free(old);
        free(new);
    }
    return good;
}

enum status publish_one_by_one(const char *from, const char *out)
{
    char *old_page = output_path(out, page), *new_page = output_path(from, page);
    enum status status = make_folders(out);
    if (status == STATUS_OK)
        status = announce(old_page);
    if (status == STATUS_OK &&
        !(move_folders(from, out) && each(from, out, move_file) && target_sync_directory(out) &&
          rename(new_page, old_page) == 0 && target_sync_directory(out)))
        status = fail(STATUS_IO, "cannot write into %s: %s", out, strerror(errno));
    free(old_page);
    free(new_page);
    return status;
}
