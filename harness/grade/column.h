/* column.h -- one array over all inputs, in .npy files: a folder with a file for each part, or one file
   for all. */
#ifndef GANLOSS_HARNESS_GRADE_COLUMN_H
#define GANLOSS_HARNESS_GRADE_COLUMN_H

#include "harness/base/npy_file.h"
#include "harness/grade/inputs.h"

struct column {
    char *path; /* NULL: there is none */
    const struct inputs *inputs;
    bool folder;
    struct npy_file whole; /* of what is no folder */
};

/* Opens it, and looks at each of its files: whether it is there, of the format's type and of the right
   length, and whether there is no more of them. One line, and STATUS_DATA where it is not; STATUS_NOTHING,
   STATUS_IO. */
enum status column_open(struct column *column, const char *path, const struct inputs *inputs);
void column_close(struct column *column);

/* One part of it. Threads have their own. */
struct column_part {
    struct npy_file file;
    uint64_t start; /* its first element in the file */
    bool own;       /* to be closed */
};
enum status column_part_open(struct column_part *part, const struct column *column, size_t number);
enum status column_part_read(const struct column_part *part, size_t from, size_t n, void *to);
void column_part_close(struct column_part *part);

/* The type of a format's elements. */
enum npy_type column_type(const struct format *format);

#endif
