#include "harness/record/result_paths.h"

#include "harness/base/allocate.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static bool is_document(const char *name)
{
    size_t length = strlen(name), tail = strlen(".json");
    return name[0] != '.' && length > tail && strcmp(name + length - tail, ".json") == 0;
}

static void add(struct result_paths *paths, char *path)
{
    paths->at = allocate_again(paths->at, paths->count + 1, sizeof *paths->at);
    paths->at[paths->count++] = path;
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static enum status add_folder(struct result_paths *paths, const char *folder)
{
    size_t before = paths->count, length = strlen(folder);
    DIR *entries = opendir(folder);
    if (!entries)
        return fail(STATUS_IO, "%s: %s", folder, strerror(errno));
    for (struct dirent *entry; (entry = readdir(entries));)
        if (is_document(entry->d_name))
            add(paths, allocate_text("%s%s%s", folder, folder[length - 1] == '/' ? "" : "/", entry->d_name));
    closedir(entries);
    if (paths->count == before)
        return fail(STATUS_NOTHING, "%s: there is no *.json in this folder", folder);
    qsort(paths->at + before, paths->count - before, sizeof *paths->at, by_bytes);
    return STATUS_OK;
}

enum status result_paths_find(struct result_paths *paths, char *const names[], size_t count)
{
    struct stat found;
    enum status status = STATUS_OK;
    *paths = (struct result_paths){NULL, 0};
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        if (stat(names[i], &found) == 0 && S_ISDIR(found.st_mode))
            status = add_folder(paths, names[i]);
        else
            add(paths, allocate_text("%s", names[i]));
    }
    if (status != STATUS_OK)
        result_paths_free(paths);
    return status;
}

void result_paths_free(struct result_paths *paths)
{
    for (size_t i = 0; i < paths->count; i++)
        free(paths->at[i]);
    free(paths->at);
    *paths = (struct result_paths){NULL, 0};
}
