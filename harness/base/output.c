#include "harness/base/output.h"

#include "harness/base/allocate.h"
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Opens the temporary file: a new name, or PATH.new. */
static enum status open_beside(struct output_file *out, const char *path, bool is_new)
{
    *out = (struct output_file){.temporary = allocate_text(is_new ? "%s.XXXXXX" : "%s.new", path)};
    out->path = strdup(path);
    int descriptor =
        is_new ? mkstemp(out->temporary) : open(out->temporary, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (descriptor >= 0 && fchmod(descriptor, 0644) == 0)
        out->stream = fdopen(descriptor, "w");
    if (out->stream)
        return STATUS_OK;
    enum status status = fail(STATUS_IO, "cannot write %s: %s", path, strerror(errno));
    output_discard(out);
    return status;
}

enum status output_open(struct output_file *out, const char *path)
{
    *out = (struct output_file){.stream = stdout};
    return path ? open_beside(out, path, true) : STATUS_OK;
}

enum status output_open_again(struct output_file *out, const char *path)
{
    return open_beside(out, path, false);
}

void output_discard(struct output_file *out)
{
    if (out->stream && out->path)
        fclose(out->stream);
    if (out->temporary)
        unlink(out->temporary);
    free(out->temporary);
    free(out->path);
    *out = (struct output_file){0};
}

enum status output_commit(struct output_file *out)
{
    bool bad = ferror(out->stream) || fflush(out->stream) != 0;
    if (!out->path)
        return bad ? fail(STATUS_IO, "cannot write to standard output: %s", strerror(errno)) : STATUS_OK;
    if (!bad) {
        bad = fclose(out->stream) != 0;
        out->stream = NULL;
        bad = bad || rename(out->temporary, out->path) != 0;
    }
    enum status status = bad ? fail(STATUS_IO, "cannot write %s: %s", out->path, strerror(errno)) : STATUS_OK;
    if (!bad) {
        free(out->temporary);
        out->temporary = NULL;
    }
    output_discard(out);
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
    if (mkdir(path, 0777) != 0 && errno != EEXIST)
        return fail(STATUS_IO, "cannot make directory %s: %s", path, strerror(errno));
    if (access(path, W_OK | X_OK) != 0)
        return fail(STATUS_IO, "cannot write into %s: %s", path, strerror(errno));
    return STATUS_OK;
}

char *output_path(const char *directory, const char *name)
{
    return allocate_text("%s/%s", directory, name);
}
