/* npy_file.h -- a .npy file on the disk, read in pieces: of what may be too large for memory. */
#ifndef GANLOSS_HARNESS_BASE_NPY_FILE_H
#define GANLOSS_HARNESS_BASE_NPY_FILE_H

#include "harness/base/fail.h"
#include "harness/base/npy_header.h"

#include <stdint.h>

struct npy_file {
    char *path;
    int descriptor;
    struct npy_header header;
    size_t data; /* the byte at which the elements begin */
};

/* Opens a regular file, and reads its header; the statuses are npy_read's (npy.h). */
enum status npy_file_open(struct npy_file *file, const char *path);

/* The same, of one dimension and this type, with so many elements; STATUS_DATA, and what was found,
   otherwise. */
enum status npy_file_open_as(struct npy_file *file, const char *path, enum npy_type type, uint64_t count);

/* Reads elements start .. start + n - 1, which the header says there are. Any thread may. */
enum status npy_file_read(const struct npy_file *file, uint64_t start, size_t n, void *to);
void npy_file_close(struct npy_file *file);

#endif
