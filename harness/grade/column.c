#include "harness/grade/column.h"

#include "harness/base/allocate.h"
#include "harness/base/output.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum npy_type column_type(const struct format *format)
{
    return format == &formats[F32] ? NPY_F4 : NPY_F8;
}

static bool is_array(const char *name)
{
    size_t length = strlen(name);
    return name[0] != '.' && length > 4 && strcmp(name + length - 4, ".npy") == 0;
}

/* More arrays than parts are answers to something else. */
static enum status count_arrays(const struct column *c)
{
    size_t arrays = 0;
    DIR *entries = opendir(c->path);
    if (!entries)
        return fail(STATUS_IO, "cannot read %s: %s", c->path, strerror(errno));
    for (struct dirent *entry; (entry = readdir(entries));)
        arrays += is_array(entry->d_name) ? 1 : 0;
    closedir(entries);
    if (arrays > c->inputs->parts)
        return fail(STATUS_DATA, "%s: %zu .npy files; the inputs have %zu parts", c->path, arrays,
                    c->inputs->parts);
    return STATUS_OK;
}

static enum status look_at_parts(const struct column *c)
{
    enum status status = count_arrays(c);
    for (size_t p = 0; p < c->inputs->parts && status == STATUS_OK; p++) {
        struct column_part part;
        status = column_part_open(&part, c, p);
        if (status == STATUS_OK)
            column_part_close(&part);
    }
    return status;
}

enum status column_open(struct column *c, const char *path, const struct inputs *inputs)
{
    struct stat info;
    *c = (struct column){.path = allocate_text("%s", path), .inputs = inputs, .whole.descriptor = -1};
    c->folder = stat(path, &info) == 0 && S_ISDIR(info.st_mode);
    enum status status = c->folder ? look_at_parts(c)
                                   : npy_file_open_as(&c->whole, path, column_type(inputs->asked.format),
                                                      inputs_count(inputs));
    if (status != STATUS_OK)
        column_close(c);
    return status;
}

void column_close(struct column *c)
{
    if (c->path)
        npy_file_close(&c->whole);
    free(c->path);
    c->path = NULL;
}

enum status column_part_open(struct column_part *part, const struct column *c, size_t number)
{
    *part = (struct column_part){.file = c->whole, .start = inputs_before(c->inputs, number)};
    if (!c->folder)
        return STATUS_OK;
    char name[INPUTS_NAME];
    inputs_name(name, number);
    char *path = output_path(c->path, name);
    part->start = 0;
    enum status status = npy_file_open_as(&part->file, path, column_type(c->inputs->asked.format),
                                          inputs_part(c->inputs, number).count);
    part->own = status == STATUS_OK;
    free(path);
    return status;
}

enum status column_part_read(const struct column_part *part, size_t from, size_t n, void *to)
{
    return npy_file_read(&part->file, part->start + from, n, to);
}

void column_part_close(struct column_part *part)
{
    if (part->own)
        npy_file_close(&part->file);
    part->own = false;
}
