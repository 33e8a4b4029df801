#include "harness/base/npy_file.h"

#include "harness/base/allocate.h"
#include "harness/base/npy.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum status cannot_read(const char *path)
{
    return fail(errno == ENOENT ? STATUS_NOTHING : STATUS_IO, "cannot read %s: %s", path, strerror(errno));
}

/* Without waiting for who writes into a pipe. */
static int open_regular(const char *path, struct stat *info, enum status *status)
{
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    *status = STATUS_OK;
    if (descriptor < 0 || fstat(descriptor, info) != 0)
        *status = cannot_read(path);
    else if (!S_ISREG(info->st_mode))
        *status = fail(STATUS_DATA, "%s is no regular file; an array is read in pieces", path);
    return descriptor;
}

enum status npy_file_open(struct npy_file *file, const char *path)
{
    struct stat info = {0};
    enum status status;
    *file = (struct npy_file){.path = allocate_text("%s", path)};
    file->descriptor = open_regular(path, &info, &status);
    if (status == STATUS_OK)
        status = npy_parse_file(&file->header, &file->data, path, file->descriptor, (uint64_t)info.st_size);
    if (status != STATUS_OK)
        npy_file_close(file);
    return status;
}

enum status npy_file_open_as(struct npy_file *file, const char *path, enum npy_type type, uint64_t count)
{
    enum status status = npy_file_open(file, path);
    if (status != STATUS_OK)
        return status;
    const struct npy_header *h = &file->header;
    if (h->type != type)
        status = fail(STATUS_DATA, "%s: elements of type %s; %s is taken", path, npy_elements[h->type].descr,
                      npy_elements[type].descr);
    else if (h->rows != 1)
        status = fail(STATUS_DATA, "%s: shape %zu x %zu; one dimension of %" PRIu64 " elements is taken",
                      path, h->rows, h->columns, count);
    else if (h->columns != count)
        status = fail(STATUS_DATA, "%s: %zu elements; there are %" PRIu64 " inputs", path, h->columns, count);
    if (status != STATUS_OK)
        npy_file_close(file);
    return status;
}

enum status npy_file_read(const struct npy_file *file, uint64_t start, size_t n, void *to)
{
    size_t size = npy_elements[file->header.type].size, left = n * size;
    off_t at = (off_t)(file->data + start * size);
    for (char *place = to; left > 0;) {
        ssize_t got = pread(file->descriptor, place, left, at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return cannot_read(file->path);
        if (got == 0)
            return fail(STATUS_DATA, "%s: it became shorter while it was read", file->path);
        place += got;
        at += got;
        left -= (size_t)got;
    }
    return STATUS_OK;
}

void npy_file_close(struct npy_file *file)
{
    if (file->descriptor >= 0)
        close(file->descriptor);
    free(file->path);
    *file = (struct npy_file){.descriptor = -1};
}
