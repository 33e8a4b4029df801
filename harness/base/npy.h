/* npy.h -- arrays in NumPy's .npy files.

   Read are versions 1.0, 2.0 and 3.0, little-endian <f4 <f8 <i4 <i8, C order, 1-D or 2-D, not empty. Every
   size in a file is checked against the file's own before it is used, and nothing is allocated by it. */
#ifndef GANLOSS_HARNESS_BASE_NPY_H
#define GANLOSS_HARNESS_BASE_NPY_H

#include "harness/base/fail.h"
#include "harness/base/npy_header.h"

#include <stdint.h>
#include <stdio.h>

struct npy {
    enum npy_type type;
    size_t rows, columns;      /* a 1-D array is one row */
    const unsigned char *data; /* of no particular alignment */
    unsigned char *file;       /* what npy_free frees */
};

/* Reads the array. A file that is not there is STATUS_NOTHING, one that cannot be read STATUS_IO, one that
   holds anything else STATUS_DATA; each prints one line. */
enum status npy_read(struct npy *array, const char *path);
void npy_free(struct npy *array);

/* The same on the bytes of a file, to which array->data then points; `name` is for the message. */
enum status npy_parse(struct npy *array, const char *name, const unsigned char bytes[], size_t size);

/* What the first bytes of an open file of this size say of it, which `name` is for the messages of; its data begin at
   byte *data, and are as many as the header says. */
enum status npy_parse_file(struct npy_header *header, size_t *data, const char *name, int descriptor,
                           uint64_t size);

/* Element i, counted row by row: of an array of floats, exactly; of an array of integers. */
double npy_value(const struct npy *array, size_t i);
int64_t npy_integer(const struct npy *array, size_t i);

/* Writes a version 1.0 file, 2-D, whole or not at all; data is in the type's own C type. */
enum status npy_write(const char *path, enum npy_type type, size_t rows, size_t columns, const void *data);

/* Writes what stands before the data: version 1.0, the shape as Python writes a tuple, of up to 40 characters. */
void npy_write_head(FILE *to, enum npy_type type, const char *shape);

#endif
